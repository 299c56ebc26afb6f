import Foundation
@testable import InfermonIngest
import InfermonModel
import InfermonRollup
import InfermonTestSupport
import Testing

/// Lines whose end is not what the lines before had, read forwards from a tail and backwards.
@Suite struct ScannerTailLinesTests {
    private static let front =
        #"{"id":"x","call_type":"c","response_cost":0.1,"status":"failure","startTime":1795132800.25,"#
        + #""endTime":1795132802.5,"messages":[{"role":"user","content":"x"}]"#
    private static let usual =
        front + #","model":"top","error_str":null,"prompt_tokens":7,"completion_tokens":1}"# + "\n"
    private static let lessons = String(repeating: usual, count: JSONShortcut.lessons)

    /// The last record, of a line read after `count` lines that were cut short.
    private func record(of line: String, after count: Int) -> String? {
        let before = Self.lessons + String(repeating: Self.usual, count: count)
        return Decoded([Array(before.utf8), Array(line.utf8)], format: "litellm").records.dropFirst(
            JSONShortcut.lessons + count
        ).last
    }

    @Test func `a key of an inner object with a bulk key of its own is not the line's`() {
        let line =
            Self.front + #","model":"top","request":{"a":1,"model":"inner","messages":[]},"error_str":null,"#
            + #""prompt_tokens":7,"completion_tokens":1}"# + "\n"
        let alone = Decoded(line, format: "litellm").records.last
        #expect(record(of: line, after: 0) == alone && record(of: line, after: 10) == alone)
        #expect(alone?.contains("top") == true)
    }

    @Test(arguments: [
        #","completion_tokens":1,"extra":{"x":1},"error_information":{"error_code":"429"}}"#,
        #","completion_tokens":1,"note":"x","error_information":{"error_code":"429","error_class":"RateLimitError"}}"#,
        #","completion_tokens":1,"completion_tokens":1000}"#, #","completion_t\u006fkens":1000,"completion_tokens":1}"#,
        #","completion_tokens":1,"request_tags":["a"],"metadata":{"requester_metadata":{"b":"c"}}}"#,
    ])
    func `the lines before do not change what a line says`(end: String) {
        let line = Self.front + #","model":"top","error_str":null,"prompt_tokens":7"# + end + "\n"
        let backwards = record(of: line, after: 0)
        #expect(backwards != nil)
        for count in [1, 2, 5] { #expect(record(of: line, after: count) == backwards) }
    }

    private static let keys = [
        "id", "model", "error_str", "prompt_tokens", "completion_tokens", "messages", "response", "request_tags",
        "metadata", "error_information", "end_user", "x", "note", "", ",", "status",
    ]

    private static func value(_ random: inout Mutator, _ depth: Int) -> String {
        switch random.next() % (depth > 3 ? 6 : 9) {
        case 0: "\(random.next() % 1_000)"
        case 1: #""a""#
        case 2: #""b,\"model\":\"q\",""#
        case 3: "null"
        case 4: "\"\(String(repeating: "y", count: Int(random.next() % 40)))\""
        case 5: #""c\\""#
        case 6: "[" + (0..<random.next() % 4).map { _ in value(&random, depth + 1) }.joined(separator: ",") + "]"
        default: "{" + (0..<random.next() % 6).map { _ in member(&random, depth + 1) }.joined(separator: ",") + "}"
        }
    }

    private static func member(_ random: inout Mutator, _ depth: Int) -> String {
        "\"\(keys[Int(random.next() % UInt64(keys.count))])\":\(value(&random, depth))"
    }

    @Test func `forwards from the tail and backwards give the same records of any line`() {
        var random = Mutator(corpus: [[]], seed: 99)
        let bytes = Array("{}[]\",:\\ x".utf8)
        for round in 0..<2_500 {
            var members = [#""model":"top""#, #""error_str":null"#, #""prompt_tokens":7"#, #""completion_tokens":1"#]
            for _ in 0..<random.next() % 5 {
                members.insert(
                    Self.member(&random, 0), at: Int(random.next() % UInt64(members.count + 1)))
            }
            var line = Array((Self.front + "," + members.joined(separator: ",") + "}").utf8)
            for _ in 0..<(round.isMultiple(of: 2) ? random.next() % 4 : 0) {
                let place = Int(random.next() % UInt64(line.count))
                switch random.next() % 3 {
                case 0: line[place] = bytes[Int(random.next() % UInt64(bytes.count))]
                case 1: line.remove(at: place)
                default: line.insert(bytes[Int(random.next() % UInt64(bytes.count))], at: place)
                }
            }
            let text = String(decoding: line, as: UTF8.self) + "\n"
            let (learned, backwards) = (record(of: text, after: 3), record(of: text, after: 0))
            // What is broken is broken in many ways; only that it is read, and to its end, is asked of it.
            if (try? JSONSerialization.jsonObject(with: Data(line))) != nil { #expect(learned == backwards, "\(text)") }
        }
    }

    @Test(arguments: [
        #"{"ts":"2026-11-20T00:00:00Z","id":"r","messages":[{"content":"x"}],"model":"m","input_tokens":5,"latency_ms":5}"#,
        #"{"ts":"2026-11-20T00:00:00Z","model":"m","prompt":"x","input_tokens":5,"latency_ms":5,"status":500}"#,
        #"{"messages":[],"ts":"2026-11-20T00:00:00Z","model":"m","usage":{"prompt_tokens":5},"latency_ms":5,"status":200}"#,
        #"{"ts":"2026-11-20T00:00:00Z","id":"r","model":"m","input_tokens":5,"latency_ms":5,"response":{"a":1}}"#,
    ])
    func `lines with a prompt anywhere say all that they say, however many there are`(line: String) {
        let decoded = Decoded(String(repeating: line + "\n", count: 200))
        #expect(decoded.format == "json")
        #expect(decoded.counts == LineCounts(read: 200, requests: 200))
        #expect(Set(decoded.records).count == 1)
    }

    @Test(.timeLimit(.minutes(1)))
    func `lines full of bulk keys are read in their time`() {
        let long =
            Self.front + #","model":"top","error_str":null,"prompt_tokens":7,"pad":""#
            + String(repeating: "x", count: 40_000) + #"","completion_tokens":1}"# + "\n"
        let bulk = [String](repeating: #""messages":1"#, count: 4_000).joined(separator: ",")
        let hostile = #"{"id":"x","# + bulk + #","model":"top","# + bulk + #","x":1}"# + "\n"
        let counts = Decoded(Self.lessons + long + hostile + hostile, format: "litellm").counts
        #expect(counts.read == Int64(JSONShortcut.lessons) + 3)
    }

    @Test func `all cores read tails as one does`() async throws {
        let folder = try ScratchFolder()
        func line(_ number: Int) -> String {
            let end =
                switch number % 5 {
                case 0: #","completion_tokens":1,"completion_tokens":1000}"#
                case 1: #","completion_tokens":1,"note":"x","error_information":{"error_code":"429"}}"#
                case 2: #","completion_tokens":1,"extra":{"completion_tokens":3}}"#
                default: #","completion_tokens":1}"#
                }
            return Self.front.replacing(#""id":"x","#, with: "")
                + #","model":"top","error_str":null,"prompt_tokens":7"# + end + "\n"
        }
        let path = try folder.write((0..<1_500).map(line).joined().utf8, to: "a.jsonl")
        var results: [ReportResult] = []
        for lanes in [1, 2, 4] {
            var options = LogReport.Options()
            options.lanes = lanes
            options.parallelSize = 0
            options.blockSize = 4_096
            results.append(await LogReport(options).read([path], at: .epoch))
        }
        #expect(results[0].totals.requests == 1_500)
        for result in results {
            let isSame = result.totals == results[0].totals
            #expect(isSame)
        }
    }
}
