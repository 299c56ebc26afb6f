import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

/// Traps of plugins, spans and exports.
extension FormatsTrapsTests {
    @Test func `19 APISIX's duration is the first token's`() {
        let line = """
            {"start_time":1787113205000,"latency":2101.9,"request":{"method":"POST","uri":"/v1/chat/completions"},\
            "response":{"status":200},"llm_summary":{"request_model":"gpt-4o","duration":"412","prompt_tokens":"5",\
            "completion_tokens":"6","upstream_response_time":"2100","stream":"true","cache_read_input_tokens":"2"}}
            """
        record(line) { record in
            #expect(record.duration == TimeSpan(microseconds: 2_101_900))
            #expect(record.timeToFirstToken == .milliseconds(412))
            #expect(record.tokens == TokenUsage(uncachedInput: 3, cacheRead: 2, output: 6))
        }
        record(line, [(#""latency":2101.9,"#, ""), (#""stream":"true""#, #""stream":"false""#)]) { record in
            #expect(record.duration == .milliseconds(2_100))
            #expect(record.timeToFirstToken == nil)
        }
    }

    @Test func `20 Kong's spellings, old and new, and several plugins add up`() {
        let line = """
            {"started_at":1787113201719,"latencies":{"request":2710},"request":{"uri":"/v1/x","method":"POST",\
            "headers":{"x-scenario":"chatbot"}},"response":{"status":200},"ai":{\
            "ai-proxy":{"meta":{"request_model":"command"},"usage":{"prompt_token":28,"completion_token":20,"cost":0.0038},\
            "cache":{"cache_status":"Hit"}},\
            "ai-request-transformer":{"meta":{"provider_name":"UNSPECIFIED"},"usage":{"prompt_tokens":2,"completion_tokens":1,"cost":0.0002},\
            "cache":{"cache_status":"Bypass"}}}}
            """
        record(line) { record in
            #expect(record.tokens == TokenUsage(uncachedInput: 30, output: 21))
            #expect(record.gatewayCost == Money("0.004"))
            #expect(record.model.string == "command")
            #expect(record.provider.isEmpty)
            #expect(record.isCacheHit == true)
            #expect(record.scenarioMark.string == "chatbot")
        }
        record(line.replacing("{\"started_at", with: "[{\"started_at") + "]") { #expect($0.status == 200) }
    }

    @Test func `26 spans of agents and tools repeat the tokens of the calls in them`() {
        func span(_ attributes: String) -> String {
            #"{"spanId":"1","startTimeUnixNano":"1795404007000000000","endTimeUnixNano":"1795404008000000000","#
                + #""attributes":[\#(attributes),{"key":"gen_ai.usage.input_tokens","value":{"intValue":"5"}}]}"#
        }
        func text(_ key: String, _ value: String) -> String {
            #"{"key":"\#(key)","value":{"stringValue":"\#(value)"}}"#
        }
        let model = text("gen_ai.request.model", "m")
        let spans = [
            span(text("gen_ai.operation.name", "invoke_agent") + "," + model),
            span(text("gen_ai.operation.name", "execute_tool")), span(text("gen_ai.agent.name", "a") + "," + model),
            span(text("gen_ai.system", "openai")), span(text("traceloop.span.kind", "workflow")),
            span(text("gen_ai.operation.name", "chat") + "," + model + "," + text("gen_ai.agent.name", "a")),
            span(text("llm.request.type", "chat") + "," + model),
        ]
        var models: [String] = []
        let line = #"{"resourceSpans":[{"scopeSpans":[{"spans":[\#(spans.joined(separator: ","))]}]}]}"#
        let counts = forEachRecord(of: line + "\n") { models.append($0.model.string) }
        #expect(models == ["m", "m"])
        #expect(counts == LineCounts(read: 1, requests: 1))
    }

    @Test(arguments: [
        ("gen_ai.usage.input_tokens", "gen_ai.usage.output_tokens", "gen_ai.provider.name"),
        ("gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens", "gen_ai.system"),
        ("gen_ai.usage.prompt_tokens", "gen_ai.usage.completion_tokens", "llm.vendor"),
    ])
    func `all generations of OpenTelemetry's names are read`(input: String, output: String, provider: String) {
        let line = """
            {"resourceSpans":[{"resource":{"attributes":[{"key":"service.name","value":{"stringValue":"s"}}]},\
            "scopeSpans":[{"spans":[{"spanId":"1","startTimeUnixNano":1795404007000000000,\
            "endTimeUnixNano":"1795404008000000000","status":{},"attributes":[\
            {"key":"gen_ai.request.model","value":{"stringValue":"openai/m"}},\
            {"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},\
            {"key":"http.request.header.x-scenario","value":{"arrayValue":{"values":[{"stringValue":"chatbot"}]}}},\
            {"key":"\(input)","value":{"intValue":"9"}},{"key":"\(output)","value":{"intValue":4}},\
            {"key":"\(provider)","value":{"stringValue":"openai"}}]}]}]}]}
            """
        record(line) { record in
            #expect(record.tokens == TokenUsage(uncachedInput: 9, output: 4))
            #expect(record.provider.string == "openai")
            #expect(record.model.string == "m")
            #expect(record.scenarioMark.string == "chatbot")
            #expect(record.duration == .seconds(1))
            #expect(record.outcome == .ok)
        }
    }

    @Test func `27 a row of Bifrost's counts when it has ended`() {
        let row = """
            {"id":"a2","parent_request_id":null,"timestamp":"2026-05-01T10:15:22.000Z","object":"chat.completion",\
            "provider":"openai","model":"gpt-4o","number_of_retries":2,"fallback_index":0,"status":"processing","stream":true}
            """
        let done = row.replacing("processing", with: "success").replacing(
            "\"stream\"", with: "\"latency\":1832.5,\"stream\"")
        #expect(forEachRecord(of: row + "\n") { _ in } == LineCounts(read: 1, ignored: 1))
        let sum = totals([row, done, done])
        #expect(sum.requests == 1)
        #expect(sum.attempts == 3)
        let failed = done.replacing("success", with: "error").replacing(
            "\"stream\"",
            with: #""error_details":"{\"status_code\":429,\"error\":{\"message\":\"slow down\"}}","stream""#)
        let fallback = done.replacing(
            #""id":"a2","parent_request_id":null"#, with: #""id":"a3","parent_request_id":"a2""#
        )
        .replacing("22.000Z", with: "24.000Z")
        record(failed) { #expect($0.outcome == .rateLimited) }
        let both = totals([failed, fallback])
        #expect(both.requests == 1)
        #expect(both.outcomes[.ok] == 1)
    }

    @Test func `28 native tokens are those that are billed`() {
        let line = """
            {"data":{"id":"g","created_at":"2026-05-01T10:15:22Z","model":"a/b","latency":10,"streamed":true,\
            "tokens_prompt":1,"tokens_completion":2,"native_tokens_prompt":11,"native_tokens_completion":22,\
            "cancelled":true,"total_cost":0.0015,"usage":0.9}}
            """
        record(line) { record in
            #expect(record.tokens == TokenUsage(uncachedInput: 11, output: 22))
            #expect(record.outcome == .cancelled)
            #expect(record.gatewayCost == Money("0.0015"))
        }
    }

    @Test(arguments: [
        (100, 60, TokenUsage(uncachedInput: 40, cacheRead: 60, output: 5)),
        (100, 100, TokenUsage(uncachedInput: 0, cacheRead: 100, output: 5)),
        (10, 500, TokenUsage(uncachedInput: 10, cacheRead: 500, output: 5)),
    ])
    func `29 cached tokens stand inside of the input or beside it`(input: Int, cached: Int, usage: TokenUsage) {
        record(
            #"{"ts":1795404007,"model":"m","input_tokens":\#(input),"cached_tokens":\#(cached),"output_tokens":5}"#
        ) { #expect($0.tokens == usage) }
    }

    @Test func `29 Langfuse's total says whether the input holds the cached tokens`() {
        func line(_ total: Int) -> String {
            #"{"id":"o","traceId":"t","type":"GENERATION","startTime":"2026-05-01T10:15:20Z","endTime":"2026-05-01T10:15:21Z","#
                + #""model":"m","usageDetails":{"input":100,"input_cached_tokens":60,"output":10,"total":\#(total)}}"#
        }
        record(line(110)) { #expect($0.tokens == TokenUsage(uncachedInput: 40, cacheRead: 60, output: 10)) }
        record(line(170)) { #expect($0.tokens == TokenUsage(uncachedInput: 100, cacheRead: 60, output: 10)) }
    }

    @Test func `spans and events of Langfuse are no requests`() {
        let line = #"{"id":"o","traceId":"t","type":"SPAN","startTime":"2026-05-01T10:15:20Z","usageDetails":{}}"#
        #expect(forEachRecord(of: line + "\n") { _ in } == LineCounts(read: 1, ignored: 1))
    }

    @Test(arguments: ["/health", "/healthz", "/metrics", "/v1/models", "/"])
    func `a probe is no request, where the log has no methods too`(path: String) {
        let line = Self.nginx.replacing("/v1/chat/completions?x=1", with: path)
        #expect(forEachRecord(of: line.replacing("POST", with: "GET") + "\n") { _ in }.ignored == 1)
        #expect(forEachRecord(of: line.replacing(#""method":"POST","#, with: "") + "\n") { _ in }.ignored == 1)
    }

    @Test(arguments: [
        #""instrumentationLibrarySpans":SCOPES,"scopeSpans":null"#,
        #""scopeSpans":null,"instrumentationLibrarySpans":SCOPES"#,
        #""scopeSpans":SCOPES,"scopeSpans":[]"#, #""instrumentationLibrarySpans":[],"scopeSpans":SCOPES"#,
    ])
    func `spans are found under either name, the first of each counts`(members: String) {
        let span =
            #"{"spanId":"b7ad6b7169203331","startTimeUnixNano":"1795132800000000000","#
            + #""endTimeUnixNano":"1795132801000000000","attributes":["#
            + #"{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}},"#
            + #"{"key":"gen_ai.request.model","value":{"stringValue":"m"}}]}"#
        let line = #"{"resourceSpans":[{\#(members)}]}"#.replacing("SCOPES", with: #"[{"spans":[\#(span)]}]"#)
        #expect(Decoded(line + "\n", format: "otlp").counts.requests == 1)
    }
}
