import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

@Suite struct FormatsGenericJSONTests {
    private func record(
        _ line: String, options: LogFormatOptions = LogFormatOptions(), _ body: (AttemptRecord) -> Void
    ) {
        var count = 0
        _ = forEachRecord(of: line + "\n", format: "json", options: options) { record in
            count += 1
            body(record)
        }
        #expect(count == 1)
    }

    @Test func `well-known names map themselves`() {
        record(
            """
            {"ts":"2026-11-23T03:20:07.250Z","model":"openai/gpt-4o","latency_ms":1250.5,"ttft_ms":300,"stream":true,\
            "input_tokens":100,"cached_tokens":40,"output_tokens":20,"cost_usd":0.00026750000000000003,"scenario":"chatbot",\
            "team":"t","key":"k","status":200,"request_id":"r1","cache_hit":false}
            """
        ) { record in
            #expect(record.endedAt == Timestamp(microseconds: 1_795_404_007_250_000))
            #expect(record.startedAt == Timestamp(microseconds: 1_795_404_005_999_500))
            #expect(record.duration == TimeSpan(microseconds: 1_250_500))
            #expect(record.timeToFirstToken == .milliseconds(300))
            #expect(record.model.string == "gpt-4o")
            #expect(record.provider.string == "openai")
            #expect(record.tokens == TokenUsage(uncachedInput: 60, cacheRead: 40, output: 20))
            #expect(record.gatewayCost == Money("0.0002675"))
            #expect(record.scenarioMark.string == "chatbot")
            #expect(record.outcome == .ok)
            #expect(record.isCacheHit == false)
            #expect(record.eventID.string == "r1")
        }
    }

    @Test func `paths and units come from the configuration`() {
        let options = LogFormatOptions(map: [
            FieldMapping(field: "end_time", path: "t", unit: .epochSeconds),
            FieldMapping(field: "latency", path: "x.rt", unit: .s),
            FieldMapping(field: "model", path: "request.model"),
            FieldMapping(field: "scenario", path: "labels.app"),
            FieldMapping(field: "cost", path: "c", unit: .cents),
        ])
        record(
            #"{"t":1795404007.5,"x":{"rt":0.25},"request":{"model":"m"},"labels":{"app":"chat"},"c":"1.5"}"#,
            options: options
        ) { record in
            #expect(record.endedAt == Timestamp(microseconds: 1_795_404_007_500_000))
            #expect(record.duration == .milliseconds(250))
            #expect(record.model.string == "m")
            #expect(record.scenarioMark.string == "chat")
            #expect(record.gatewayCost == Money("0.015"))
        }
    }

    @Test(
        arguments: [
            ("1795404007", 1_795_404_007_000_000), ("1795404007.250", 1_795_404_007_250_000),
            ("1795404007250", 1_795_404_007_250_000), ("1795404007250000", 1_795_404_007_250_000),
            ("1795404007250000000", 1_795_404_007_250_000), (#""2026-11-23T04:20:07.25+01:00""#, 1_795_404_007_250_000),
            (#""2026-11-23 03:20:07""#, 1_795_404_007_000_000), ("1.795404007e9", 1_795_404_007_000_000),
        ] as [(String, Int64)])
    func `an instant's unit shows in its size`(text: String, microseconds: Int64) {
        record(#"{"ts":\#(text),"model":"m"}"#) { #expect($0.endedAt == Timestamp(microseconds: microseconds)) }
    }

    @Test(arguments: [
        "1e999", "-1e999", "NaN", "-5", "9223372036854775808", "99999999999999999999999999", "null", "true", "{}",
        "[1]",
        #""12x""#, #""""#, "1e400000000000",
    ])
    func `a count that is none is unknown, not zero`(text: String) {
        record(#"{"ts":1795404007,"model":"m","input_tokens":\#(text)}"#) { #expect($0.tokens == nil) }
        record(#"{"ts":1795404007,"model":"m","cost_usd":\#(text),"latency_ms":\#(text)}"#) { record in
            #expect(record.gatewayCost == nil)
            #expect(record.duration == nil)
        }
    }

    @Test(
        arguments: [
            ("0.000000000001", 1), ("1e-12", 1), ("0.0000000000005", 0), ("0.0000000000015", 2),
            ("12", 12_000_000_000_000),
            ("0.10", 100_000_000_000), ("1.5E-3", 1_500_000_000), ("8.05e-05", 80_500_000),
            ("0.00026750000000000003", 267_500_000), ("123456.123456789012", 123_456_123_456_789_012),
            ("0.000000000000000000000000000001", 0), ("12345678.123456789012345", 12_345_678_123_456_789_012),
        ] as [(String, Int128)])
    func `money is read by its digits`(text: String, picodollars: Int128) {
        record(#"{"ts":1795404007,"model":"m","cost_usd":\#(text)}"#) {
            #expect($0.gatewayCost == Money(picodollars: picodollars))
        }
    }

    @Test func `of a key that occurs twice the first value counts`() {
        record(#"{"ts":1795404007,"model":"a","model":"b","usage":{"prompt_tokens":1},"usage":{"prompt_tokens":2}}"#) {
            #expect($0.model.string == "a")
            #expect($0.tokens?.input == 1)
        }
    }

    @Test func `escapes in wanted texts and keys are resolved`() {
        record(#"{"ts":1795404007,"mod\u0065l":"caf\u00e9","key":"\ud83d\ude80 \"x\" \\ \/ \n\ud800","team":"a\tb"}"#) {
            record in
            #expect(record.model.string == "café")
            #expect(record.key.string == "🚀 \"x\" \\ / \n\u{FFFD}")
            #expect(record.team.string == "a\tb")
        }
    }

    @Test func `other values of any shape are passed over`() {
        record(
            #"{"a":[1,{"b":"}]\""}],"ts":1795404007,"c":{"model":"no","d":[[[]]]},"model":"yes","e":"\\","f":-1.5e+3}"#
        ) { #expect($0.model.string == "yes") }
    }

    @Test(arguments: [
        "{", "{}x", #"{"ts"}"#, #"{"ts":}"#, #"{"ts":1795404007,}"#, #"{"ts":1795404007 "model":"m"}"#,
        #"{"ts":1795404007,"model":"m"#, #"{"ts":1795404007,"model":abc}"#, "{,}", #"{"ts":1795404007,"a":[1,2}"#,
        #"{"model":"m","latency_ms":1}"#,
    ])
    func `a broken line is malformed`(line: String) {
        let counts = forEachRecord(of: line + "\n", format: "json") { _ in }
        #expect(counts == LineCounts(read: 1, malformed: 1))
    }

    @Test(arguments: [
        "", "   ", "INFO started", "\u{1B}[32mok\u{1B}[0m", #"{"level":"info","msg":"up","ts":1795404007}"#,
    ])
    func `a line that is no request is ignored`(line: String) {
        let counts = forEachRecord(of: line + "\n", format: "json") { _ in }
        #expect(counts == LineCounts(read: 1, ignored: 1))
    }

    @Test func `nesting ends at a depth of 64`() {
        func nested(_ depth: Int) -> String {
            #"{"ts":1795404007,"model":"m","a":"# + String(repeating: "[", count: depth)
                + String(repeating: "]", count: depth) + "}\n"
        }
        #expect(forEachRecord(of: nested(63), format: "json") { _ in }.requests == 1)
        #expect(forEachRecord(of: nested(64), format: "json") { _ in }.malformed == 1)
        #expect(forEachRecord(of: nested(100_000), format: "json") { _ in }.malformed == 1)
    }

    @Test func `a line of a megabyte is read`() {
        let line = #"{"ts":1795404007,"x":"\#(String(repeating: "ab\\\"", count: 1 << 18))","model":"m"}"#
        record(line) { #expect($0.model.string == "m") }
    }

    @Test func `bytes of a truncated file and bad UTF-8 do no harm`() {
        let bytes = [0, 0, 0] + Array(#"{"ts":1795404007,"model":"m"#.utf8) + [0xFF, 0xC3] + Array("\"}\n".utf8)
        let decoded = Decoded([bytes], format: "json")
        #expect(decoded.counts.requests == 1)
        #expect(decoded.records[0].contains("m\u{FFFD}"))
    }
}
