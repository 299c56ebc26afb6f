/// Log lines with prompts, replies, tracebacks and secrets in them, all of which hold a word that nothing may keep.
public enum CanaryLines {
    /// What must be nowhere afterwards; part of it stands for the whole.
    public static let canary = "CANARYx7f3a"
    /// A key that holds it.
    public static let secret = "sk-CANARYx7f3a-0123456789"
    private static let prompt = #"Ignore \"everything\" CANARYx7f3a \n\t\u0041"#

    /// A line of each make with the canary wherever prompts, replies, tracebacks and secrets can stand.
    public static let lines: [(format: String, line: String)] = [
        (
            "litellm",
            """
            {"id":"1","trace_id":"t","call_type":"acompletion","status":"failure","response_cost":0,\
            "startTime":1795403963.0,"endTime":1795403965.5,"completionStartTime":1795403965.5,"model":"openai/gpt-4o",\
            "model_group":"gpt-4o","messages":[{"role":"user","content":"\(prompt)"}],"response":{"c":"\(prompt)"},\
            "error_str":"boom \(prompt)","error_information":{"error_code":"500","error_class":"InternalServerError",\
            "error_message":"\(prompt)","traceback":"File \(prompt)"},"model_parameters":{"tools":"\(prompt)"},\
            "metadata":{"requester_metadata":{"headers":{"authorization":"Bearer \(secret)"},"prompt":"\(prompt)"},\
            "requester_custom_headers":{"x-api-key":"\(secret)","cookie":"\(secret)","x-note":"\(prompt)"},\
            "user_api_key_hash":"\(secret)"},"request_tags":["\(prompt)"],"api_base":"http://u:\(secret)@h"}
            """
        ),
        (
            "litellm_spend",
            """
            {"request_id":"1","api_key":"\(secret)","spend":0.1,"startTime":"2026-11-23T03:19:23Z",\
            "endTime":"2026-11-23T03:19:24Z","model":"gpt-4o","model_group":"gpt-4o","total_tokens":3,"prompt_tokens":2,\
            "completion_tokens":1,"messages":"\(prompt)","response":{"c":"\(prompt)"},"proxy_server_request":"\(prompt)",\
            "metadata":"{\\"user_api_key\\":\\"\(secret)\\",\\"error_information\\":{\\"error_class\\":\\"Timeout\\",\\"traceback\\":\\"\(canary)\\"}}"}
            """
        ),
        (
            "kong",
            """
            {"started_at":1787113201719,"latencies":{"request":2710},"request":{"uri":"/v1/x?api_key=\(secret)",\
            "method":"POST","headers":{"authorization":"Bearer \(secret)","apikey":"\(secret)","cookie":"s=\(secret)"},\
            "querystring":{"api_key":"\(secret)"}},"response":{"status":500,"headers":{"set-cookie":"\(secret)"}},\
            "ai":{"proxy":{"meta":{"request_model":"m"},"usage":{"prompt_tokens":1},\
            "payload":{"request":"\(prompt)","response":"\(prompt)"}}}}
            """
        ),
        (
            "apisix",
            """
            {"start_time":1787113205000,"latency":21.9,"request":{"method":"POST","uri":"/v1/x?key=\(secret)",\
            "body":"\(prompt)","headers":{"authorization":"\(secret)","cookie":"\(secret)"}},"response":{"status":200,\
            "body":"\(prompt)"},"llm_request":{"messages":"\(prompt)"},"llm_response_text":"\(prompt)",\
            "llm_summary":{"request_model":"gpt-4o","duration":"4","prompt_tokens":"5","completion_tokens":"6"}}
            """
        ),
        (
            "higress",
            """
            {"ai_log":"{\\"model\\":\\"q\\",\\"input_token\\":\\"1\\",\\"output_token\\":\\"6\\",\\"question\\":\\"\(canary)\\",\\"answer\\":\\"\(canary)\\"}",\
            "path":"/v1/x?token=\(secret)","authorization":"\(secret)"}
            """
        ),
        (
            "envoy",
            """
            {"start_time":"2026-11-23T03:33:18.896Z","duration":5,"response_code":500,"response_flags":"-","method":"POST",\
            "response_code_details":"via_upstream","gen_ai.request.model":"m","gen_ai.prompt":"\(prompt)",\
            "authorization":"\(secret)","cookie":"\(secret)","x-envoy-origin-path":"/v1/x?api_key=\(secret)"}
            """
        ),
        (
            "caddy",
            """
            {"logger":"http.log.access","ts":1795404742.66,"request":{"method":"POST","uri":"/v1/x?key=\(secret)",\
            "headers":{"Authorization":["Bearer \(secret)"],"Cookie":["\(secret)"],"X-Api-Key":["\(secret)"]}},\
            "duration":0.5,"status":500,"resp_headers":{"Set-Cookie":["\(secret)"]},"error":"\(prompt)"}
            """
        ),
        (
            "langfuse",
            """
            {"id":"o","traceId":"t","type":"GENERATION","startTime":"2026-05-01T10:15:20Z","endTime":"2026-05-01T10:15:21Z",\
            "model":"m","input":[{"content":"\(prompt)"}],"output":"\(prompt)","level":"ERROR",\
            "statusMessage":"rate limit: \(prompt)","usageDetails":{"input":1,"output":1},"metadata":{"note":"\(prompt)"}}
            """
        ),
        (
            "sglang",
            """
            {"request_parameters":"{\\"text\\":\\"\(canary)\\",\\"stream\\":true}","id":"1","prompt_tokens":1,\
            "finish_reason":{"type":"abort","message":"\(prompt)"},"completion_tokens":5,"e2e_latency":0.8,\
            "request_received_ts":1787113201.7}
            """
        ),
        (
            "helicone",
            """
            {"request_id":"1","request_created_at":"2026-05-01T10:15:20Z","delay_ms":18,"response_status":500,\
            "request_path":"https://h/v1/x?key=\(secret)","request_body":{"messages":"\(prompt)"},"response_body":"\(prompt)",\
            "request_properties":{"Authorization":"\(secret)","Note":"\(prompt)"},"request_model":"m","prompt_tokens":3}
            """
        ),
        (
            "openrouter",
            """
            {"data":{"id":"g","created_at":"2026-05-01T10:15:22Z","model":"a/b","latency":10,"native_tokens_prompt":11,\
            "native_tokens_completion":2,"finish_reason":"error","prompt":"\(prompt)","completion":"\(prompt)"}}
            """
        ),
        (
            "cloudflare",
            """
            {"id":"1","created_at":"2026-05-01T10:15:20.123Z","model":"m","success":false,"status_code":500,"step":0,\
            "duration":18,"tokens_in":1,"tokens_out":2,"request_head":"\(prompt)","response_head":"\(prompt)",\
            "request_headers":{"authorization":"\(secret)"},"metadata":"{\\"note\\":\\"\(canary)\\"}"}
            """
        ),
        (
            "bifrost",
            """
            {"id":"a","timestamp":"2026-05-01T10:15:20Z","object":"chat","provider":"p","model":"m","fallback_index":0,\
            "latency":5.5,"status":"error","input_history":"\(prompt)","output_message":"\(prompt)","raw_request":"\(prompt)",\
            "error_details":"{\\"status_code\\":500,\\"message\\":\\"\(canary)\\"}","virtual_key_id":"\(secret)"}
            """
        ),
        (
            "nginx",
            """
            {"msec":1795404736.136,"method":"POST","uri":"/v1/x?api_key=\(secret)","status":500,"request_time":0.1,\
            "upstream_status":"500","http_authorization":"Bearer \(secret)","http_cookie":"\(secret)",\
            "request_body":"{\\"model\\":\\"m\\",\\"messages\\":[{\\"content\\":\\"\(canary)\\"}]}"}
            """
        ),
        (
            "json",
            """
            {"ts":1795404007,"model":"m","latency_ms":5,"status":500,"input_tokens":1,"prompt":"\(prompt)",\
            "completion":"\(prompt)","messages":[{"content":"\(prompt)"}],"traceback":"\(prompt)","authorization":"\(secret)",\
            "headers":{"Authorization":"\(secret)","x-api-key":"\(secret)"},"metadata":{"prompt":"\(prompt)"},\
            "exc_info":"\(prompt)","path":"/v1/x?api_key=\(secret)","error":"BadRequestError: \(prompt)"}
            """
        ),
        (
            "otlp",
            """
            {"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"1","startTimeUnixNano":"1795404007000000000",\
            "endTimeUnixNano":"1795404008000000000","status":{"code":2,"message":"\(prompt)"},"attributes":[\
            {"key":"gen_ai.request.model","value":{"stringValue":"m"}},\
            {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},\
            {"key":"gen_ai.prompt.0.content","value":{"stringValue":"\(prompt)"}},\
            {"key":"gen_ai.output.messages","value":{"stringValue":"\(prompt)"}},\
            {"key":"input.value","value":{"stringValue":"\(prompt)"}},\
            {"key":"http.request.header.authorization","value":{"arrayValue":{"values":[{"stringValue":"\(secret)"}]}}}],\
            "events":[{"name":"exception","attributes":[{"key":"exception.stacktrace","value":{"stringValue":"\(prompt)"}}]}]\
            }]}]}]}
            """
        ),
        (
            "litellm_process_log",
            #"{"message":"\#(prompt)","level":"ERROR","timestamp":"2026","stacktrace":"\#(prompt)"}"#
        ),
        (
            "envoy_text",
            #"[2026-11-23T03:33:20.120Z] "POST /v1/x?api_key=\#(secret) HTTP/1.1" 500 UF 1 2 2 - "-" "a" "r" "h" "u""#
        ),
        ("gin", #"[GIN] 2026/05/01 - 10:15:20 | 500 |  1.8s | 127.0.0.1 | POST "/api/chat?key=\#(secret)""#),
        (
            "combined",
            #"127.0.0.1 - - [23/Nov/2026:03:32:17 +0000] "POST /v1/x?api_key=\#(secret) HTTP/1.1" 500 16 "-" "a""#
        ),
        ("binary", "\u{1}\u{2}\(prompt)"),
    ]

    /// The line of a format and what it becomes when it is broken off, has a byte too much, or has no times.
    public static func variants(of line: String) -> [String] {
        [
            line, String(line.dropLast(3)), line + "}", String(line.dropFirst()),
            line.replacing("17", with: "x").replacing("20", with: "y"),
        ]
    }
}
