import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

/// Prompts, replies, tracebacks and secrets are read past: nothing that is kept of a line holds any of them.
@Suite struct PrivacyTests {
    /// What must be nowhere afterwards; part of it stands for the whole.
    private static let canary = "CANARYx7f3a"
    private static let secret = "sk-CANARYx7f3a-0123456789"
    private static let prompt = #"Ignore \"everything\" CANARYx7f3a \n\t\u0041"#

    /// A line of each make with the canary wherever prompts, replies, tracebacks and secrets can stand.
    private static let lines: [(format: String, line: String)] = [
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
    private static let formats = lines.map(\.format)

    private static func line(_ format: String) throws -> String {
        try #require(lines.first { $0.format == format }).line
    }

    @Test func `every format is put to the test`() {
        #expect(Set(Self.formats) == Set(LogFormatRegistry.all.map(\.id)))
    }

    @Test(arguments: formats)
    func `the canary is in no sum, series, event or defect of a log`(format: String) throws {
        let line = try Self.line(format)
        var decoder = LogDecoder()
        var accumulator = RollupAccumulator(.minutes, router: ScenarioRouter())
        accumulator.collectsEvents = true
        Array("\(line)\n".utf8).withUnsafeBytes {
            decoder.decode($0, observedAt: Timestamp(seconds: 1_795_404_900), into: &accumulator)
        }
        #expect(decoder.formatID == format)
        let holdsRequests = LogFormatRegistry.format(format)?.advice == nil
        #expect(decoder.counts.requests == (holdsRequests ? 1 : 0))
        var kept = String(reflecting: decoder.defects) + String(reflecting: decoder.counts)
        kept += String(decoding: accumulator.openRequests, as: UTF8.self)
        kept += String(reflecting: accumulator.takeEvents()) + String(reflecting: accumulator.drain())
        #expect(!kept.contains(Self.canary))
    }

    @Test(arguments: formats)
    func `the canary is not in a report, and not in what it complains of`(format: String) async throws {
        let line = try Self.line(format)
        let folder = try ScratchFolder()
        var text = "\(line)\n"
        // The same broken off, with a byte too much, and without its times.
        text += "\(line.dropLast(3))\n\(line)}\n\(line.dropFirst())\n"
        text += line.replacing("17", with: "x").replacing("20", with: "y") + "\n"
        let path = try folder.write(text.utf8, to: "a.log")
        var options = LogReport.Options()
        options.format = format
        options.keys = ReportKey.allCases
        let result = await LogReport(options).read([path], at: .epoch)
        #expect(result.lines.read == 5)
        let kept = String(reflecting: result) + result.defects.map(\.description).joined()
        #expect(!kept.contains(Self.canary))
    }

    @Test(arguments: formats)
    func `no text of a record holds a prompt or a secret, but for labels that rules look at`(format: String) throws {
        let line = try Self.line(format)
        _ = forEachRecord(of: "\(line)\n", format: format) { record in
            let texts = [
                record.model, record.servedModel, record.provider, record.serviceTier, record.eventID, record.groupID,
                record.key, record.team, record.route, record.endUser, record.userAgent, record.host, record.errorClass,
                record.scenarioMark,
            ].map(\.string)
            #expect(!texts.joined(separator: "|").contains(Self.canary))
            let labels = record.labels.map { "\($0.name.string)=\($0.value.string)" }.joined(separator: "|")
            #expect(!labels.contains(Self.secret))
        }
    }
}
