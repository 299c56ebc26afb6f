import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

/// What makes readers of these logs count wrong, one test each.
@Suite struct FormatsTrapsTests {
    static let payload = """
        {"id":"1","trace_id":"t","call_type":"acompletion","status":"success","response_cost":0.001,\
        "startTime":1795403963.0,"endTime":1795403965.5,"completionStartTime":1795403965.5,"model":"openai/gpt-4o",\
        "model_group":"gpt-4o","prompt_tokens":100,"completion_tokens":10,"error_str":null}
        """
    static let envoy = """
        {"start_time":"2026-11-23T03:33:18.896Z","duration":500,"response_duration":2,"response_code":200,\
        "response_flags":"-","response_code_details":"via_upstream","method":"POST","gen_ai.request.model":"gpt-4o",\
        "gen_ai.usage.input_tokens":7,"gen_ai.usage.output_tokens":3,"x-envoy-upstream-service-time":"1"}
        """
    static let nginx = """
        {"msec":1795404736.136,"method":"POST","uri":"/v1/chat/completions?x=1","status":200,"request_time":0.156,\
        "upstream_status":"200","upstream_header_time":"0.100","request_completion":"OK","litellm_cost":""}
        """

    /// Reads one line and checks its only record.
    func record(
        _ line: String, _ changes: [(String, String)] = [], format: String = "auto",
        _ body: (AttemptRecord) -> Void
    ) {
        var text = line
        for (old, new) in changes {
            #expect(text.contains(old))
            text = text.replacing(old, with: new)
        }
        var count = 0
        _ = forEachRecord(of: text + "\n", format: format) {
            count += 1
            body($0)
        }
        #expect(count == 1)
    }

    func totals(_ lines: [String]) -> Rollup {
        var decoder = LogDecoder()
        var accumulator = RollupAccumulator()
        Array(lines.map { "\($0)\n" }.joined().utf8).withUnsafeBytes {
            decoder.decode($0, observedAt: Timestamp(seconds: 1_795_500_000), into: &accumulator)
        }
        var sum = Rollup()
        for row in accumulator.drain() { sum.merge(row.rollup) }
        return sum
    }

    @Test func `1 LiteLLM's response_time is not how long the request took`() {
        record(Self.payload, [(#""error_str":null"#, #""error_str":null,"response_time":0.4,"stream":true"#)]) {
            #expect($0.duration == .milliseconds(2_500))
        }
    }

    @Test(arguments: [("1795403965.5", TimeSpan?.none), ("1795403963.4", .milliseconds(400)), ("null", nil)])
    func `2 a first token at the end is none that was measured`(completion: String, first: TimeSpan?) {
        let times = #""completionStartTime":1795403965.5"#
        record(
            Self.payload,
            [
                (times, #""completionStartTime":\#(completion)"#),
                (#""error_str":null"#, #""error_str":null,"stream":true"#),
            ]
        ) {
            #expect($0.timeToFirstToken == first)
            #expect($0.duration == .milliseconds(2_500))
        }
    }

    @Test func `3 a cache hit keeps its tokens and stays out of the latencies`() {
        let hit = Self.payload.replacing(
            #""status":"success""#, with: #""status":"success","cache_hit":true,"saved_cache_cost":0.00027"#)
        let sum = totals([Self.payload.replacing(#""id":"1""#, with: #""id":"2""#), hit])
        #expect(sum.requests == 2)
        #expect(sum.cacheHits == 1)
        #expect(sum.latency.count == 1)
        #expect(sum.tokens.input == 200)
    }

    @Test func `4 a cost of 0 for a model without a price is no cost`() {
        let sum = totals([Self.payload.replacing("0.001", with: "0.0")])
        #expect(sum.gatewayCost == .zero)
        #expect(sum.gatewayPriced == 0)
    }

    @Test(arguments: [
        ("DC", 200, RequestOutcome.cancelled), ("DC", 0, .cancelled), ("UPE", 200, .truncated), ("UR", 200, .truncated),
        ("UT", 504, .timeout), ("URX", 503, .upstreamError), ("URX,UF", 503, .upstreamError),
        ("UF", 503, .upstreamError),
        ("RL", 429, .rateLimited), ("NR", 404, .clientError), ("UC", 200, .truncated), ("-", 499, .cancelled),
        ("-", 200, .ok), ("-", 0, .unknown), ("UO", 503, .upstreamError),
    ])
    func `5 Envoy's flags say what its code does not`(flags: String, code: Int, outcome: RequestOutcome) {
        record(Self.envoy, [(#""response_flags":"-""#, #""response_flags":"\#(flags)""#), (":200,", ":\(code),")]) {
            #expect($0.outcome == outcome)
            #expect($0.status == (code == 0 ? nil : Int32(code)))
        }
        let text = #"[2026-11-23T03:33:20.120Z] "POST /v1/x HTTP/1.1" \#(code) \#(flags) 1 2 254 0 "-" "a" "r" "h" "u""#
        record(text) { #expect($0.outcome == outcome) }
    }

    @Test func `5 a reset in mid-answer shows in the details when the flags do not`() {
        record(Self.envoy, [("via_upstream", "upstream_reset_after_response_started{protocol_error}")]) {
            #expect($0.outcome == .truncated)
        }
    }

    @Test(arguments: [
        (200, "OK", RequestOutcome.ok), (200, "", .cancelled), (499, "", .cancelled), (504, "OK", .timeout),
        (502, "OK", .upstreamError),
    ])
    func `5 an empty completion of nginx is a client that left`(
        status: Int, completion: String, outcome: RequestOutcome
    ) {
        record(Self.nginx, [(#""status":200"#, #""status":\#(status)"#), (#""OK""#, #""\#(completion)""#)]) {
            #expect($0.outcome == outcome)
        }
    }

    @Test func `5 a broken stream of Caddy has a duration of 0 and no known outcome`() {
        let line = """
            {"logger":"http.log.access.log0","ts":1795404742.6657228,"msg":"handled request","request":{"method":"POST",\
            "uri":"/v1/chat/completions","headers":{"X-Scenario":["content"],"User-Agent":["a/1"]}},"duration":0,"status":200}
            """
        record(line) { record in
            #expect(record.outcome == .unknown)
            #expect(record.duration == nil)
            #expect(record.scenarioMark.string == "content")
            #expect(record.endedAt == Timestamp(microseconds: 1_795_404_742_665_723))
        }
        record(line, [(#""duration":0"#, #""duration":0.5"#)]) { #expect($0.outcome == .ok) }
    }

    @Test func `6 a failure and the success after it are one request of two attempts`() {
        let failed = Self.payload.replacing("success", with: "failure").replacing(
            "\"error_str\":null", with: #""error_str":"x","error_information":{"error_code":"503","error_class":"X"}"#)
        let again = Self.payload.replacing(#""id":"1""#, with: #""id":"2""#)
            .replacing("1795403963.0", with: "1795403966.0").replacing("1795403965.5", with: "1795403968.5")
        let sum = totals([failed, again])
        #expect(sum.requests == 1)
        #expect(sum.attempts == 2)
        #expect(sum.outcomes[.ok] == 1)
    }

    @Test func `7 two successes with one trace id are two requests`() {
        let again = Self.payload.replacing(#""id":"1""#, with: #""id":"2""#).replacing("5.5", with: "6.5")
        let sum = totals([Self.payload, again])
        #expect(sum.requests == 2)
    }

    @Test func `8 tags that repeat count once, and those of the user agent are none`() {
        let tags = #""request_tags":["User-Agent: a","User-Agent: a/1.0","blog","User-Agent: a","User-Agent: a/1.0"]"#
        record(Self.payload, [(#""error_str":null"#, #""error_str":null,"# + tags)]) { record in
            #expect(record.labels.map(\.value.string) == ["blog"])
            #expect(record.userAgent.string == "a/1.0")
        }
    }

    @Test func `9 an empty error code with no key is a rejected key`() {
        let line = Self.payload.replacing("success", with: "failure")
            .replacing(#""model_group":"gpt-4o""#, with: #""model_group":"","error_information":{"error_code":""}"#)
        record(line) { record in
            #expect(record.outcome == .auth)
            #expect(record.isKeyRejected)
            #expect(record.status == nil)
        }
    }

    @Test(arguments: ["null", #""None""#, #""-""#, #""""#, #""null""#])
    func `10 null has many spellings`(null: String) {
        record(
            Self.envoy, [(#""gpt-4o""#, null), ("tokens\":7", "tokens\":\(null)"), ("tokens\":3", "tokens\":\(null)")]
        ) {
            #expect($0.model.isEmpty)
            #expect($0.tokens == nil)
        }
        record(Self.nginx, [(#""0.100""#, null), (#""litellm_cost":"""#, #""litellm_cost":\#(null)"#)]) {
            #expect($0.timeToFirstByte == nil)
            #expect($0.gatewayCost == nil)
        }
    }

    @Test(arguments: [
        ("\"True\"", Bool?.some(true)), ("\"False\"", false), ("\"None\"", nil), ("\"\"", nil), ("null", nil),
    ])
    func `10 whether something is so has many spellings too`(hit: String, isHit: Bool?) {
        let row = """
            {"request_id":"1","api_key":"k","spend":0.1,"startTime":"2026-11-23T03:19:23Z","endTime":"2026-11-23T03:19:24Z",\
            "model":"gpt-4o","model_group":"gpt-4o","total_tokens":3,"prompt_tokens":2,"completion_tokens":1,"cache_hit":\(hit)}
            """
        record(row) { #expect(($0.isCacheHit ?? false) == (isHit ?? false)) }
    }

    @Test func `11 numbers in strings are numbers, and lists are of several upstreams`() {
        let quoted: [(String, String)] = [
            ("1795404736.136", #""1795404736.136""#), (":200,", #":"200","#), ("0.156", #""0.156""#),
            (#""200","upstream_h"#, #""502, 504 : 200","upstream_h"#), (#""0.100""#, #""-, 0.050 : 0.100""#),
            (#""litellm_cost":"""#, #""litellm_cost":"0.00030300000000000005""#),
        ]
        record(Self.nginx, quoted) { record in
            #expect(record.endedAt == Timestamp(microseconds: 1_795_404_736_136_000))
            #expect(record.duration == .milliseconds(156))
            #expect(record.status == 200)
            #expect(record.attempts == 3)
            #expect(record.timeToFirstByte == .milliseconds(150))
            #expect(record.gatewayCost == Money("0.000303"))
            #expect(record.route.string == "/v1/chat/completions")
        }
    }

    @Test func `12 a body in a string gives the model and no prompt`() {
        let body =
            #""request_body":"{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"content\":\"\\\"model\\\":\\\"evil\\\"\"}]}""#
        record(Self.nginx, [(#""litellm_cost":"""#, body)]) { record in
            #expect(record.model.string == "gpt-4o")
            #expect(record.isStream == true)
        }
        record(
            #"{"ai_log":"{\"model\":\"q\",\"input_token\":\"10\",\"output_token\":\"6\",\"input_token_details\":\"{\\\"cached_tokens\\\":8}\",\"cached_tokens\":\"8\"}"}"#
        ) {
            #expect($0.tokens == TokenUsage(uncachedInput: 2, cacheRead: 8, output: 6))
            #expect($0.endedAt == nil)
        }
    }

    @Test func `12 a line without a time counts when it was read`() {
        var decoder = LogDecoder()
        var accumulator = RollupAccumulator()
        let now = Timestamp(seconds: 1_795_500_060)
        Array((#"{"ai_log":"{\"model\":\"q\",\"input_token\":\"10\",\"output_token\":\"6\"}"}"# + "\n").utf8)
            .withUnsafeBytes { decoder.decode($0, observedAt: now, into: &accumulator) }
        #expect(accumulator.drain().map(\.start) == [now])
    }

    @Test(
        arguments: [
            ("[GIN] 2026/05/01 - 10:15:20 | 200 |  1.832s | 127.0.0.1 | POST \"/api/chat\"", 1_832_000),
            ("[GIN] 2026/05/01 - 10:15:20 | 200 |  92.5107ms | 127.0.0.1 | POST \"/api/chat\"", 92_511),
            ("[GIN] 2026/05/01 - 10:15:20 | 200 |  417.6µs | 127.0.0.1 | POST \"/api/chat\"", 418),
            ("[GIN] 2026/05/01 - 10:15:20 | 200 |  1h2m3.5s | 127.0.0.1 | POST \"/api/chat\"", 3_723_500_000),
            (Self.envoy, 500_000), (Self.nginx, 156_000), (Self.payload, 2_500_000),
            (
                #"{"logger":"http.log.access","ts":1795404742.66,"request":{"method":"POST","uri":"/v1/x"},"duration":0.5,"status":200}"#,
                500_000
            ),
            (
                #"{"started_at":1787113201719,"latencies":{"request":2710},"request":{"uri":"/v1/x","method":"POST"},"response":{"status":200},"ai":{"ai-proxy":{"meta":{"request_model":"m"}}}}"#,
                2_710_000
            ),
            (
                #"{"start_time":1787113205000,"latency":21.9,"request":{"method":"POST","uri":"/v1/x"},"response":{"status":200},"llm_summary":{"request_model":"m"}}"#,
                21_900
            ),
            (
                #"{"id":"1","created_at":"2026-05-01T10:15:20Z","model":"m","success":true,"status_code":200,"step":0,"duration":18,"tokens_in":1}"#,
                18_000
            ),
            (
                #"{"request_id":"1","request_created_at":"2026-05-01T10:15:20Z","delay_ms":18,"response_status":200,"request_path":"https://h/v1/x","request_model":"m"}"#,
                18_000
            ),
            (
                #"{"request_parameters":"{\"stream\":true}","id":"1","prompt_tokens":1,"finish_reason":{"type":"stop"},"completion_tokens":5,"e2e_latency":0.8,"request_received_ts":1787113201.7}"#,
                800_000
            ),
            (
                #"{"resourceSpans":[{"scopeSpans":[{"spans":[{"spanId":"1","startTimeUnixNano":"1795404007000000000","endTimeUnixNano":"1795404008250000000","attributes":[{"key":"gen_ai.request.model","value":{"stringValue":"m"}},{"key":"gen_ai.operation.name","value":{"stringValue":"chat"}}]}]}]}]}"#,
                1_250_000
            ),
        ] as [(String, Int64)])
    func `13 each make has its own unit`(line: String, microseconds: Int64) {
        record(line) { #expect($0.duration == TimeSpan(microseconds: microseconds)) }
    }

    @Test func `14 some logs are stamped with the start, others with the end`() {
        record(Self.envoy) { record in
            #expect(record.endedAt == Timestamp(microseconds: 1_795_404_799_396_000))
            #expect(record.startedAt == Timestamp(microseconds: 1_795_404_798_896_000))
        }
        record(Self.nginx) { record in
            #expect(record.endedAt == Timestamp(microseconds: 1_795_404_736_136_000))
            #expect(record.startedAt == Timestamp(microseconds: 1_795_404_735_980_000))
        }
    }

    @Test func `14 Kong and LiteLLM stamp the start, Caddy the end`() {
        record(
            #"{"started_at":1787113201719,"latencies":{"request":2710},"request":{"uri":"/v1/x","method":"POST"},"response":{"status":200},"ai":{"ai-proxy":{"meta":{"request_model":"m"}}}}"#
        ) { record in
            #expect(record.startedAt == Timestamp(microseconds: 1_787_113_201_719_000))
            #expect(record.endedAt == nil || record.endedAt == Timestamp(microseconds: 1_787_113_204_429_000))
        }
        record(Self.payload) { record in
            #expect(record.startedAt == Timestamp(microseconds: 1_795_403_963_000_000))
            #expect(record.endedAt == Timestamp(microseconds: 1_795_403_965_500_000))
        }
        record(
            #"{"logger":"http.log.access","ts":1795404742.5,"request":{"method":"POST","uri":"/v1/x"},"duration":0.5,"status":200}"#
        ) { record in
            #expect(record.endedAt == Timestamp(microseconds: 1_795_404_742_500_000))
        }
    }

    @Test func `15 the time of the headers is not that of the first token`() {
        for line in [Self.envoy, Self.nginx] {
            record(line) { record in
                #expect(record.timeToFirstByte != nil)
                #expect(record.timeToFirstToken == nil)
            }
        }
        record(Self.envoy, [(#""method""#, #""token_latency_ttft":150,"method""#)]) {
            #expect($0.timeToFirstToken == .milliseconds(150))
        }
    }

    @Test func `16 lines in the order of completion are counted in the minute that they ended in`() {
        var decoder = LogDecoder()
        var accumulator = RollupAccumulator()
        let late = Self.envoy.replacing("18.896Z\",\"duration\":500", with: "18.896Z\",\"duration\":30000")
        let text = "\(Self.envoy.replacing("03:33:18", with: "03:33:40"))\n\(late)\n\(Self.envoy)\n"
        Array(text.utf8).withUnsafeBytes {
            decoder.decode($0, observedAt: Timestamp(seconds: 1_795_404_900), into: &accumulator)
        }
        let rows = accumulator.drain()
        #expect(rows.map(\.rollup.requests).reduce(0, +) == 3)
        #expect(Set(rows.map(\.start)) == [Timestamp(seconds: 1_795_404_780)])
    }

    @Test func `17 a prompt of hundreds of kilobytes is passed over`() {
        let prompt = String(repeating: #"Lorem \"ipsum\" {[\\ "#, count: 20_000)
        record(Self.payload, [(#""error_str":null"#, #""messages":[{"content":"\#(prompt)"}],"error_str":null"#)]) {
            #expect($0.tokens?.input == 100)
        }
    }

    @Test func `18 plain text and colours between the lines are passed over`() {
        let noise =
            "\u{1B}[92m12:00:00 - LiteLLM Proxy:INFO\u{1B}[0m: proxy_server.py:7\nINFO:     Started server process [1]"
        let text = [noise, Self.payload, "\u{1B}[1;31mGive Feedback / Get Help\u{1B}[0m", "", noise].joined(
            separator: "\n")
        var models: [String] = []
        let counts = forEachRecord(of: text + "\n") { models.append($0.model.string) }
        #expect(models == ["gpt-4o"])
        #expect(counts == LineCounts(read: 7, requests: 1, ignored: 6))
    }

    @Test(arguments: ["1e999", "-1", "\"Infinity\"", "\"NaN\"", "\"+Inf\""])
    func `22 a number that stands for none is no count and no cost`(number: String) {
        record(Self.payload, [(#""prompt_tokens":100"#, #""prompt_tokens":\#(number)"#), ("0.001", number)]) { record in
            #expect((record.tokens?.input ?? 0) == 0)
            #expect((record.gatewayCost ?? .zero) == .zero)
        }
    }
}
