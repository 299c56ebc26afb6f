@testable import InfermonIngest
import InfermonModel
import InfermonRollup
import InfermonTestSupport
import Testing

/// What is passed over without being read changes nothing: the tail behind the prompts, and containers.
@Suite struct ScannerTailTests {
    /// Members of a payload whose order, and whose absence, must not matter.
    private static let members: [(key: String, values: [String])] = [
        ("trace_id", [#""t-1""#, #""t-2""#]), ("status", [#""success""#, #""failure""#]),
        ("startTime", ["1795132800.25"]), ("endTime", ["1795132802.5", "1795132809.125"]),
        ("prompt_tokens", ["7", "1234567"]), ("completion_tokens", ["0", "9"]), ("model", [#""openai/gpt-4o""#]),
        ("metadata", [#"{"user_api_key_alias": "chat", "error_str": "Client disconnected", "x": [{}]}"#]),
        (
            "hidden_params",
            [#"{"a": 1, "error_str": "Client disconnected"}"#, #"{"b": {"c": 1, "error_str": "x"}}"#, "{}"]
        ),
        ("messages", [#"[{"role": "user", "content": "so \", \"error_str\": \"Client disconnected"}]"#, #""""#]),
        ("response", [#"{"text": "a, ", "error_str": "Client disconnected", "status": "failure"}"#, "null"]),
        ("error_str", ["null", #""Client disconnected""#, #""litellm.Timeout: \"late\"""#]),
        ("error_information", [#"{"error_code": "429", "error_class": "RateLimitError"}"#, #"{"error_code": ""}"#]),
        ("end_user", [#""e""#, #""""#]), ("request_tags", [#"["scenario:chat", "b"]"#, "[]"]),
    ]

    private static func line(_ random: inout Mutator, shuffled: Bool) -> String {
        var chosen = members
        if shuffled {
            for index in chosen.indices { chosen.swapAt(index, Int(random.next() % UInt64(chosen.count))) }
            while random.next().isMultiple(of: 3) { chosen.remove(at: Int(random.next() % UInt64(chosen.count))) }
        }
        let texts = chosen.map { member in
            #""\#(member.key)": "# + member.values[Int(random.next() % UInt64(member.values.count))]
        }
        return "{" + texts.joined(separator: ", ") + "}\n"
    }

    @Test func `a line is read the same after many of its kind as alone`() {
        var random = Mutator(corpus: [[]], seed: 7)
        var training = ""
        for _ in 0..<JSONShortcut.lessons + 10 { training += Self.line(&random, shuffled: false) }
        for round in 0..<1_500 {
            let line = Self.line(&random, shuffled: round % 4 != 0)
            let learned = Decoded(training + line, format: "litellm")
            let alone = Decoded(line, format: "litellm")
            #expect(learned.records.dropFirst(JSONShortcut.lessons + 10) == alone.records[...], "\(line)")
        }
    }

    /// Byte by byte, the plainest way to say what the end of a container is.
    private func endOfContainer(_ bytes: [UInt8], count: Int, depth: Int) -> Result<Int, JSONDefect> {
        var open = 1
        var position = 0
        var isInString = false
        while position < count {
            switch (bytes[position], isInString) {
            case (UInt8(ascii: "\\"), true): position += 1
            case (UInt8(ascii: "\""), _): isInString.toggle()
            case (UInt8(ascii: "{"), false), (UInt8(ascii: "["), false):
                open += 1
                if open + depth > JSONBytes.depthLimit { return .failure(.tooDeep) }
            case (UInt8(ascii: "}"), false), (UInt8(ascii: "]"), false):
                open -= 1
                if open == 0 { return .success(position + 1) }
            default: break
            }
            position += 1
        }
        return .failure(.endsEarly)
    }

    @Test func `a container ends at the bracket that closes it, however many bytes are looked at together`() {
        var random = Mutator(corpus: [[]], seed: 11)
        let alphabet = Array(#"{}[]""\\\ab,: {"#.utf8) + Array(#"abcdefgh,,::  "#.utf8)
        var ends = 0
        for round in 0..<30_000 {
            let length = Int(random.next() % 80)
            // Some with few special bytes, so that they get far; some so deep that they must be given up.
            let rarity = UInt64(1 + round % 4 * 4)
            let text = (0..<length).map { _ in
                random.next() % rarity == 0
                    ? alphabet[Int(random.next() % UInt64(alphabet.count))] : UInt8(ascii: round % 50 == 0 ? "[" : "x")
            }
            let room = Int(random.next() % 40)
            // What stands behind the newline belongs to the next line.
            let bytes = text + [0x0A] + [UInt8](repeating: UInt8(ascii: "}"), count: room)
            let expected = endOfContainer(bytes, count: length, depth: 3)
            let found = bytes.withUnsafeBufferPointer { buffer -> Result<Int, JSONDefect> in
                guard let start = buffer.baseAddress else { return .failure(.noObject) }
                do throws(JSONDefect) {
                    return .success(
                        try JSONBytes.endOfContainer(
                            start, end: start + length, limit: start + buffer.count, depth: 3) - start)
                } catch {
                    return .failure(error)
                }
            }
            #expect(found == expected, "\(String(decoding: text, as: UTF8.self))")
            if case .success = found { ends += 1 }
        }
        #expect(ends > 5_000)
    }

    @Test(
        arguments: [
            ("RateLimitError", RequestOutcome.rateLimited), ("litellm.ContextWindowExceededError", .contextOverflow),
            ("content_policy_violation", .blocked), ("APITIMEOUTERROR", .timeout), ("AuthenticationError", .auth),
            ("Client_Disconnect", .cancelled), ("BadRequestError", .clientError),
            ("APIConnectionError", .upstreamError),
            ("a timeout after a rate limit", .rateLimited), ("invalid_api_key", .auth), ("invalid", .clientError),
            ("http 429", .rateLimited), ("quot", nil), ("", nil), ("ratelimi", nil),
        ] as [(String, RequestOutcome?)])
    func `an error's name tells how the request ended`(name: String, outcome: RequestOutcome?) {
        var name = name
        #expect(name.withUTF8 { RequestOutcome(errorName: LogText($0)) } == outcome)
    }

    @Test func `each outcome is known by its name`() {
        for outcome in RequestOutcome.allCases {
            var name = outcome.name.uppercased()
            #expect(name.withUTF8 { RequestOutcome(word: LogText($0)) } == outcome)
        }
    }

    @Test(arguments: [0, 1, 19, 20, 21, 49, 50, 51, 70, 99, 100, 119, 121, 333])
    func `lines of no format hide none that come after them, however they are handed over`(count: Int) {
        let noise = (0..<count).map { "starting worker \($0) of many\n" }
        let requests = (0..<3).map { #"{"ts":"2026-11-20T00:00:0\#($0)Z","model":"m","latency_ms":5}"# + "\n" }
        let lines = noise + requests + noise + requests
        let whole = Decoded(lines.joined())
        #expect(whole.counts == LineCounts(read: Int64(lines.count), requests: 6, ignored: Int64(2 * count)))
        for size in [1, 3, 50] {
            let portions = stride(from: 0, to: lines.count, by: size).map {
                Array(lines[$0..<min(lines.count, $0 + size)].joined().utf8)
            }
            #expect(Decoded(portions).counts == whole.counts, "\(size) lines at a time")
        }
    }

    @Test(arguments: [1, 3, 10, 50, 400]) func `a change of make costs the same lines however they are handed over`(
        size: Int
    ) {
        func payload(_ number: Int) -> String {
            #"{"id":"a\#(number)","call_type":"c","response_cost":0.1,"status":"success","startTime":1795132800.25,"#
                + #""endTime":1795132802.5,"prompt_tokens":7,"completion_tokens":1,"model":"m"}"# + "\n"
        }
        func access(_ number: Int) -> String {
            #"{"ts":"2026-11-20T00:00:00Z","model":"m","latency_ms":5,"id":"b\#(number)"}"# + "\n"
        }
        let lines =
            (0..<60).map(payload) + (0..<20).map { "noise \($0)\n" } + (0..<60).map(payload) + (0..<200).map(access)
        let portions = stride(from: 0, to: lines.count, by: size).map {
            Array(lines[$0..<min(lines.count, $0 + size)].joined().utf8)
        }
        // The twenty lines in a row that made no sense, until the format was looked for again.
        #expect(Decoded(portions).counts.requests == 300)
    }

    @Test func `a number in quotes is the number`() {
        var random = Mutator(corpus: [[]], seed: 5)
        for _ in 0..<20_000 {
            var digits = String(random.next() >> (random.next() % 60))
            if random.next().isMultiple(of: 2) {
                digits.insert(
                    ".", at: digits.index(digits.startIndex, offsetBy: Int(random.next() % UInt64(digits.count))))
            }
            if random.next().isMultiple(of: 9) { digits = "00" + digits }
            for power in [-3, 0, 3, 6, 12] {
                let exact = DecimalDigits(digits.utf8)?.scaled(byPowerOfTen: power).flatMap { Int64(exactly: $0) }
                let found = digits.withUTF8 { JSONValue(.string, raw: LogText($0)).scaled(byPowerOfTen: power) }
                #expect(found == exact, "\(digits) times 10 to the \(power)")
            }
        }
    }

    @Test(arguments: [
        ("-", 200, RequestOutcome.ok), ("-", 503, .upstreamError), ("UF,URX", 503, .upstreamError),
        ("DC", 0, .cancelled),
        ("UT,DC", 504, .cancelled), ("RL,UT", 429, .timeout), ("RL", 429, .rateLimited), ("UC", 200, .truncated),
        ("-", 0, .unknown), ("", 0, .unknown), ("UF", 0, .upstreamError), ("DPE", 400, .cancelled),
        ("NOFLAGOFTHEIRS", 0, .unknown),
    ])
    func `response flags tell what the status does not`(flags: String, status: Int32, outcome: RequestOutcome) {
        var flags = flags
        let found = flags.withUTF8 {
            EnvoyRules.outcome(status: status == 0 ? nil : status, flags: LogText($0), details: .empty)
        }
        #expect(found == outcome)
    }
}
