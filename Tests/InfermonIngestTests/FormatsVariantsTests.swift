import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

/// Lines that other releases, other operators and other settings of the same programs write.
///
/// Composed from the programs' documentation and source, not captured; the values are invented.
@Suite struct FormatsVariantsTests {
    /// A line and what is to be read from it: format, outcome, model, duration and first token in milliseconds, input and output
    /// tokens, scenario; a dash where there is nothing.
    struct Variant: CustomTestStringConvertible, Sendable {
        let name: String
        let line: String
        let expected: String
        var testDescription: String { name }

        init(_ name: String, _ line: String, _ expected: String) {
            self.name = name
            self.line = line
            self.expected = expected
        }
    }

    @Test(arguments: liteLLM + proxies + caddy + traces + gateways + releases)
    func `a variant is read like its kind`(variant: Variant) {
        var seen: [String] = []
        var format = ""
        let bytes = Array((variant.line + "\n").utf8)
        var decoder = LogDecoder()
        bytes.withUnsafeBytes { decoder.decode($0) { seen.append(Self.summary($0)) } }
        format = decoder.formatID
        #expect(seen.map { "\(format) \($0)" } == [variant.expected])
    }

    private static func summary(_ record: AttemptRecord) -> String {
        func text(_ text: LogText) -> String { text.isEmpty ? "-" : text.string }
        func milliseconds(_ span: TimeSpan?) -> String { span.map { String($0.microseconds / 1_000) } ?? "-" }
        let tokens = record.tokens.map { "\($0.input)+\($0.output)" } ?? "-"
        let end = record.endedAt ?? record.startedAt
        let day = end.map { $0.microseconds > 1_700_000_000_000_000 ? "" : " in the past" } ?? " without time"
        return "\(record.outcome.name) \(text(record.model)) \(milliseconds(record.duration)) "
            + "\(milliseconds(record.timeToFirstToken)) \(tokens) \(text(record.scenarioMark))\(day)"
    }

    static func payload(_ rest: String, start: String = "1795404741.1", end: String = "1795404742.1") -> String {
        #"{"id":"a1","trace_id":"t1","call_type":"acompletion","startTime":\#(start),"endTime":\#(end),"model":"gpt-4","#
            + #""model_group":"gpt","response_cost":0.01,"request_tags":["scenario:chatbot"],\#(rest)}"#
    }

    static let liteLLM: [Variant] = [
        Variant(
            "LiteLLM before status and stream",
            payload(#""completionStartTime":1795404741.4,"prompt_tokens":10,"completion_tokens":5"#),
            "litellm ok gpt 1000 300 10+5 chatbot"),
        Variant(
            "LiteLLM before status, no stream",
            payload(#""completionStartTime":1795404742.1,"prompt_tokens":10,"completion_tokens":5"#),
            "litellm ok gpt 1000 - 10+5 chatbot"),
        Variant(
            "LiteLLM before status, an error in text",
            payload(
                #""error_str":"litellm.RateLimitError: RateLimitError: no","prompt_tokens":0,"completion_tokens":0"#),
            "litellm rate_limited gpt 1000 - - chatbot"),
        Variant(
            "LiteLLM with numbers in strings",
            payload(
                #""status":"success","stream":true,"completionStartTime":"1795404741.4","prompt_tokens":"10","completion_tokens":"5""#,
                start: #""1795404741.1""#, end: #""1795404742.1""#),
            "litellm ok gpt 1000 300 10+5 chatbot"),
        Variant(
            "LiteLLM with dates and times",
            payload(
                #""status":"success","stream":true,"completionStartTime":"2026-11-23T03:32:21.4Z","prompt_tokens":10,"completion_tokens":5"#,
                start: #""2026-11-23T03:32:21.1Z""#, end: #""2026-11-23 03:32:22.100000""#),
            "litellm ok gpt 1000 300 10+5 chatbot"),
        Variant(
            "LiteLLM with nulls for objects",
            payload(
                #""status":"failure","metadata":null,"error_information":null,"status_fields":null,"prompt_tokens":null"#
            ),
            "litellm upstream_error gpt 1000 - - chatbot"),
        Variant(
            "a spend row with the header in its metadata",
            #"{"request_id":"r","spend":0.01,"startTime":"2026-11-23 03:19:24.123","endTime":"2026-11-23 03:19:25.123+00","#
                + #""model":"gpt-4","status":"success","total_tokens":15,"prompt_tokens":10,"completion_tokens":5,"#
                + #""request_tags":"[]","metadata":"{\"requester_custom_headers\":{\"x-scenario\":\"content\"}}"}"#,
            "litellm_spend ok gpt-4 1000 - 10+5 content"),
    ]

    static let proxies: [Variant] = [
        Variant(
            "Envoy with Istio's names",
            #"{"authority":"h","duration":148,"method":"POST","path":"/v1/c","request_id":"r","response_code":200,"#
                + #""response_flags":"-","start_time":"2026-11-23T03:33:18.896Z","upstream_service_time":"147","x_scenario":"chatbot"}"#,
            "envoy ok - 148 - - chatbot"),
        Variant(
            "Envoy with strings for numbers and other names",
            #"{"timestamp":"2026-11-23T03:33:18.896Z","duration":"148",":method":"POST",":path":"/v1/c","response_code":"0","#
                + #""response_flags":"DC","model":"gpt-4"}"#,
            "envoy cancelled gpt-4 148 - - -"),
        Variant(
            "Envoy's text as Istio sets it",
            #"[2026-11-23T03:33:18.896Z] "POST /v1/c HTTP/1.1" 503 UF upstream_reset - "refused" 85 680 148 147 "-" "curl" "r" "h" "u""#,
            "envoy_text upstream_error - 148 - - -"),
        Variant(
            "nginx with the request line and local time",
            #"{"time_local":"23/Nov/2026:03:32:17 +0000","request":"POST /v1/c?key=k HTTP/1.1","status":"200","#
                + #""request_time":"0.156","upstream_status":"502, 200","upstream_header_time":"-, 0.05"}"#,
            "nginx ok - 156 - - -"),
        Variant(
            "nginx with escapes that JSON does not have",
            #"{"time_local":"23/Nov/2026:03:32:17 +0000","http_user_agent":"a\x22b\x5C","request_method":"POST","status":200,"#
                + #""request_time":0.156}"#,
            "nginx ok - 156 - - -"),
        Variant(
            "nginx without the whole request's time",
            #"{"ts":1795404736.136,"status":504,"upstream_response_time":"60.001 : 0.100","method":"POST","uri":"/v1/c"}"#,
            "nginx timeout - 60101 - - -"),
        Variant(
            "APISIX's variables in an access log",
            #"{"time":"2026-11-23T03:32:17+00:00","status":"200","request_time":"0.9","request":"POST /v1/c HTTP/1.1","#
                + #""request_llm_model":"gpt-4","llm_time_to_first_token":"120","llm_prompt_tokens":"10","llm_completion_tokens":"5"}"#,
            "nginx ok gpt-4 900 120 10+5 -"),
        Variant(
            "combined with a virtual host",
            #"ex.com:443 127.0.0.1 - bob [23/Nov/2026:03:32:17 +0100] "POST /v1/c HTTP/1.1" 200 16 "-" "ua""#,
            "combined ok - - - - -"),
        Variant(
            "common, without referrer and agent",
            #"::1 - - [23/Nov/2026:03:32:17 +0000] "POST /v1/c HTTP/1.1" 502 -"#, "combined upstream_error - - - - -"),
        Variant(
            "combined with the request's time behind it",
            #"127.0.0.1 - - [23/Nov/2026:03:32:17 +0000] "POST /v1/c HTTP/1.1" 200 1 "-" "a \x22b\x22" "-" rt=0.156 urt="0.1""#,
            "combined ok - 156 - - -"),
    ]

    private static func caddy(_ time: String, _ duration: String) -> String {
        #"{"ts":\#(time),"logger":"http.log.access","request":{"method":"POST","uri":"/v1/c","headers":{"X-Scenario":["chatbot"]}},"#
            + #""duration":\#(duration),"status":200}"#
    }

    static let caddy: [Variant] = [
        Variant(
            "Caddy in text", caddy(#""2026-11-23T03:32:21.393Z""#, #""149.214892ms""#), "caddy ok - 149 - - chatbot"),
        Variant("Caddy by the wall", caddy(#""2026/11/23 03:32:21.393""#, #""1.5s""#), "caddy ok - 1500 - - chatbot"),
        Variant("Caddy in milliseconds", caddy("1795404741393.17", "149"), "caddy ok - 149 - - chatbot"),
        Variant("Caddy in nanoseconds", caddy("1795404741393170000", "149214892"), "caddy ok - 149 - - chatbot"),
        Variant("Caddy in seconds", caddy("1795404741", "2"), "caddy ok - 2000 - - chatbot"),
    ]

    static func span(_ attributes: String, rest: String = "", scopes: String = "scopeSpans") -> String {
        #"{"resourceSpans":[{"resource":{},"\#(scopes)":[{"spans":[{"spanId":"s","startTimeUnixNano":1795404741000000000,"#
            + #""endTimeUnixNano":"1795404742000000000","attributes":[\#(attributes)]\#(rest)}]}]}]}"#
    }

    private static let older =
        #"{"key":"llm.request.type","value":{"stringValue":"chat"}},{"key":"gen_ai.request.model","value":{"stringValue":"gpt-4"}},"#
        + #"{"key":"gen_ai.usage.prompt_tokens","value":{"intValue":10}},{"key":"gen_ai.usage.completion_tokens","value":{"intValue":"5"}}"#

    static let traces: [Variant] = [
        Variant("spans of the older names", span(older), "otlp ok gpt-4 1000 - 10+5 -"),
        Variant(
            "spans of instrumentation libraries", span(older, scopes: "instrumentationLibrarySpans"),
            "otlp ok gpt-4 1000 - 10+5 -"),
        Variant(
            "chunks as events",
            span(
                older,
                rest: #","events":[{"name":"llm.content.completion.chunk","timeUnixNano":"1795404741400000000"},"#
                    + #"{"name":"llm.content.completion.chunk","timeUnixNano":"1795404741300000000"}]"#),
            "otlp ok gpt-4 1000 300 10+5 -"),
        Variant(
            "an exception as an event",
            span(
                older,
                rest: #","status":{"code":2},"events":[{"name":"exception","attributes":[{"key":"exception.type","#
                    + #""value":{"stringValue":"openai.RateLimitError"}}]}]"#),
            "otlp rate_limited gpt-4 1000 - 10+5 -"),
        Variant(
            "Langfuse with maps in strings",
            #"{"id":"o","trace_id":"t","type":"GENERATION","start_time":"2026-05-01 10:15:20.123","end_time":"2026-05-01 10:15:21.955","#
                + #""provided_model_name":"gpt","level":"DEFAULT","usage_details":"{\"input\":100,\"output\":50,\"total\":150}","#
                + #""metadata":"{\"scenario\":\"chatbot\"}"}"#,
            "langfuse ok gpt 1832 - 100+50 chatbot"),
        Variant(
            "Langfuse with the older usage",
            #"{"id":"o","traceId":"t","type":"GENERATION","startTime":"2026-05-01T10:15:20.123Z","endTime":"2026-05-01T10:15:21.955Z","#
                + #""model":"gpt","level":"DEFAULT","usage":{"input":100,"output":50,"total":150,"unit":"TOKENS"}}"#,
            "langfuse ok gpt 1832 - 100+50 -"),
    ]

    private static func sglang(parameters: String, finish: String) -> String {
        #"{"request_parameters":\#(parameters),"id":"q","finish_reason":\#(finish),"prompt_tokens":10,"completion_tokens":5,"#
            + #""e2e_latency":0.812,"request_received_ts":1787113201.719,"first_token_latency":0.121,"request_finished_ts":1787113202.531}"#
    }

    static let gateways: [Variant] = [
        Variant(
            "Kong with the upstream's status alone",
            #"{"latencies":{"request":2710,"proxy":-1},"started_at":1787113201719,"upstream_status":"502, 200","#
                + #""request":{"id":"z","uri":"/v1/c","method":"POST","headers":{"x-scenario":"chatbot"}},"response":{},"#
                + #""ai":{"proxy":{"meta":{"request_model":"gpt"},"usage":{"prompt_tokens":10,"completion_tokens":5}}}}"#,
            "kong ok gpt 2710 - 10+5 chatbot"),
        Variant(
            "Higress unwrapped",
            #"{"start_time":"2026-11-23T03:33:18.896Z","duration":"2100","response_code":"200","response_flags":"-","#
                + #""ai_log":{"model":"q","input_token":"10","output_token":"5"}}"#,
            "higress ok q 2100 - 10+5 -"),
        Variant(
            "SGLang aborted by the server",
            sglang(parameters: #""{\"stream\":true}""#, finish: #"{"type":"abort","status_code":503}"#),
            "sglang upstream_error - 812 121 10+5 -"),
        Variant(
            "SGLang with a word for a reason", sglang(parameters: #""{\"model\":\"llama\"}""#, finish: #""stop""#),
            "sglang ok llama 812 - 10+5 -"),
        Variant(
            "SGLang with an object of parameters",
            sglang(parameters: #"{"model":"llama","stream":true}"#, finish: #""stop""#),
            "sglang ok llama 812 121 10+5 -"),
        Variant(
            "OpenRouter without native counts",
            #"{"id":"g","created_at":"2026-05-01T10:15:20Z","model":"m/x","latency":1250,"tokens_prompt":10,"tokens_completion":5,"#
                + #""native_tokens_prompt":null,"native_tokens_completion":null}"#,
            "openrouter ok m/x 1250 - 10+5 -"),
    ]

    @Test func `details of Higress are objects in strings once more`() {
        _ = forEachRecord(
            of:
                #"{"ai_log":"{\"model\":\"q\",\"input_token\":\"10\",\"output_token\":\"5\",\"input_token_details\":\"{\\\"cached_tokens\\\":8}\"}"}"#
        ) { #expect($0.tokens?.cacheRead == 8) }
    }

    @Test func `an answer from Bifrost's cache is a hit`() {
        _ = forEachRecord(
            of:
                #"{"id":"a","object":"chat.completion","fallback_index":0,"timestamp":"2026-05-01T10:15:20Z","status":"success","cache_debug":{"cache_hit":true}}"#
        ) { #expect($0.isCacheHit == true) }
    }

    @Test(arguments: [
        ("RateLimitError: slow down, Bob", "RateLimitError"), ("rate_limit_exceeded", "rate_limit_exceeded"),
        ("Bob cannot see his order", ""), ("cannot parse 'Bob': bad", ""),
    ])
    func `of an error's text only a name is kept`(text: String, name: String) {
        _ = forEachRecord(of: #"{"ts":1795404007,"model":"m","latency_ms":5,"status":500,"error":"\#(text)"}"#) {
            #expect($0.errorClass.string == name)
        }
    }
}

/// The doubt about a declared unit.
@Suite struct UnitGuardTests {
    private func doubt(_ latency: String, unit: FieldMapping.Unit?, lines: Int = 50) -> String? {
        var decoder = LogDecoder(
            format: "json", options: LogFormatOptions(map: [FieldMapping(field: "latency", path: "rt", unit: unit)]))
        let line = #"{"ts":1795404007,"model":"m","rt":\#(latency)}"# + "\n"
        Array(String(repeating: line, count: lines).utf8).withUnsafeBytes { decoder.decode($0) { _ in } }
        return decoder.unitDoubt
    }

    @Test(arguments: [("0.8", FieldMapping.Unit.ms), ("800", .us), ("4000", .s)])
    func `a median under 5 ms or over an hour is doubted`(latency: String, unit: FieldMapping.Unit) {
        #expect(doubt(latency, unit: unit)?.contains("check the unit") == true)
    }

    @Test(arguments: [("0.8", FieldMapping.Unit.s), ("5", .ms), ("3600", .s)])
    func `one in between is not`(latency: String, unit: FieldMapping.Unit) {
        #expect(doubt(latency, unit: unit) == nil)
    }

    @Test func `49 lines are too few to doubt`() {
        #expect(doubt("0.8", unit: .ms, lines: 49) == nil)
    }
}
