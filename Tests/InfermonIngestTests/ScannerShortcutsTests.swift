import Foundation
@testable import InfermonIngest
import InfermonModel
import InfermonRollup
import InfermonTestSupport
import Testing

/// What is read ahead, in words and from memory gives what the careful way gives, whatever the lines are.
@Suite struct ScannerShortcutsTests {
    private static let formats = LogFormatRegistry.all.map(\.id)
    private static let words = [
        "\"ts\":", "\"latency_ms\":", "\"input_tokens\":", "\"model\":\"a\"", "1e3", "-", "-0", ".", "0.", "12345678",
        "123456789012345", "1234567890123456789", "12345678901234567890", "0.123456789012345678", "true", "tru",
        "false", "null", "nul", "\\\"", "\\", "\"", "}", "]", ",", " ", ":", "\t", "\r", "\u{ff}", "{", "[{",
    ]

    /// Lines that the shortcuts are made for, and some that they must leave alone.
    private static func corpus() throws -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        for format in formats {
            for log in Fixture.logs(of: format) where log.hasSuffix(".jsonl") || log.hasSuffix(".log") {
                let lines = try Fixture.bytes(log).split(separator: 0x0a).prefix(6)
                pieces.append(Array(lines.joined(separator: [0x0a]).prefix(Mutator.sizeLimit)))
            }
        }
        for number in 0..<40 {
            let line = """
                {"ts":"2026-11-\(10 + number % 20)T03:20:\(10 + number).\(number)Z","request_id":"req_\(number)",\
                "model":"\(number.isMultiple(of: 7) ? "openai/" : "")gpt-\(number)","team":"t","key":"-","status":200,\
                "path":"/v1/chat/completions?\(number)","latency_ms":\(number * 1_000).\(number),"ttft_ms":\(number).5,\
                "input_tokens":\(1 << number),"output_tokens":-\(number),"cost_usd":0.\(number)\(1 << number),\
                "stream":\(number.isMultiple(of: 2)),"cache_hit":null}
                """
            pieces.append(Array((line + "\n" + line).utf8))
        }
        return pieces
    }

    /// Lines handed over alone: what is readable ends with each, so that nothing behind it can be looked at.
    private func careful(_ lines: [[UInt8]], format: String) -> [String] {
        Decoded(lines.map { $0 + [0x0a] }, format: format).records
    }

    @Test(arguments: formats)
    func `lines read with room behind them give what each alone gives`(format: String) throws {
        try _ = FuzzRun(corpus: Self.corpus(), words: Self.words, share: 0.05) { input in
            // Twice, so that the second time all keys are known.
            let lines = input.split(separator: 0x0a, omittingEmptySubsequences: false).map(Array.init)
            let both = lines + lines
            let slow = careful(both, format: format)
            // As much room as reading ahead takes at the last line's end, and one byte less.
            for length in [JSONScanner.reach + 1, JSONScanner.reach, JSONScanner.reach - 1] {
                let room = [UInt8](repeating: 0x0a, count: length)
                let fast = Decoded([Array(both.joined(separator: [0x0a])) + room], format: format).records
                if fast != slow { Issue.record("\(length): \(String(decoding: input.prefix(2_000), as: UTF8.self))") }
            }
        }
    }

    private func instant(_ text: String, spelled other: String) {
        var text = text
        var other = other
        let usual = text.withUTF8 { LogText($0).instant(in: .utc) }
        let unusual = other.withUTF8 { LogText($0).instant(in: .utc) }
        #expect(usual == unusual, "\(text)")
    }

    @Test func `an instant in the usual form is the one that another form spells`() {
        for day in stride(from: Int64(-719_000), to: 2_900_000, by: 13) {
            let date = CivilDateTime(secondsSince1970: day * 86_400 + (day * 977) % 86_400)
            func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let year = String(repeating: "0", count: max(0, 4 - String(date.year).count)) + String(date.year)
            guard year.count == 4 else { continue }
            let text = "\(year)-\(two(date.month))-\(two(date.day))T\(two(date.hour)):\(two(date.minute))"
            let fraction = ["", ".5", ".123", ".123456", ".123456789"][Int(abs(day) % 5)]
            instant("\(text):\(two(date.second))\(fraction)Z", spelled: "\(text):\(two(date.second))\(fraction)+00:00")
        }
        for text in [
            "2026-13-01T00:00:00", "2026-00-01T00:00:00", "2026-01-32T00:00:00", "2026-01-00T00:00:00",
            "2026-01-01T24:00:00", "2026-01-01T23:60:00", "2026-01-01T23:59:60", "2026-01-01T23:59:61",
            "0000-01-01T00:00:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59", "2026-01-01T23:59:5/",
            "2026-01-01T23:59:5:", "202a-01-01T23:59:59", "2026-01-01T23:59:59.", "2026-01-01T23:59:59.1x",
            "2026-01-01T23:59:59.123456x", "2026-01-01T23:59:59,5", "2026-01-01t23:59:59", "2026/01/01T23:59:59",
        ] {
            instant(text + "Z", spelled: text + "+00:00")
        }
    }

    @Test func `a byte is found wherever it stands`() {
        for length in Array(0..<40) + [63, 64, 65, 100, 140] {
            for place in 0...length {
                var bytes = [UInt8](repeating: 0x2E, count: length)
                if place < length { bytes[place] = 0x2F }
                for later in stride(from: place, to: length, by: 3) { bytes[later] = 0x2F }
                GuardedBytes.with(bytes) { buffer in
                    let text = LogText(buffer.bindMemory(to: UInt8.self))
                    #expect(text.firstIndex(of: 0x2F) == bytes.firstIndex(of: 0x2F))
                }
            }
        }
    }

    @Test func `the end of a plain string is its first quote, unless an escape or the end comes before`() {
        for length in 0..<80 {
            for (place, byte) in [(length, UInt8(0x22)), (length / 2, 0x5C), (length / 3, 0x22)] {
                var bytes = [UInt8](repeating: 0x2E, count: length) + [0x22]
                bytes[place] = byte
                let first = bytes.firstIndex { $0 == 0x22 || $0 == 0x5C }
                for end in [length / 2, length, length + 1] {
                    // A newline at the end of the line, and as much behind it as is promised.
                    let line = Array(bytes.prefix(end)) + [0x0A] + [UInt8](repeating: 0x22, count: 32)
                    let expected = first.flatMap { $0 < end && bytes[$0] == 0x22 ? $0 : nil }
                    GuardedBytes.with(line) { buffer in
                        guard let start = buffer.bindMemory(to: UInt8.self).baseAddress else { return }
                        let close = JSONBytes.endOfPlainString(start, end: start + end)
                        #expect(close.map { $0 - start } == expected)
                    }
                }
            }
        }
    }

    @Test func `texts are the same only when every byte is`() {
        for length in Array(0..<40) + [63, 64, 65, 100, 140] {
            let bytes = (0..<length).map { UInt8($0) }
            for place in 0...length {
                var others = bytes
                if place < length { others[place] ^= 0x80 }
                GuardedBytes.with(bytes) { left in
                    GuardedBytes.with(others) { right in
                        let texts = (left.bindMemory(to: UInt8.self), right.bindMemory(to: UInt8.self))
                        #expect((LogText(texts.0) == LogText(texts.1)) == (place == length))
                    }
                }
            }
        }
    }

    @Test(arguments: [
        "Authorization", "api_key", "my-api-key", "x-Api-Key", "apikey", "Cookie", "client_secret", "PASSWORD",
    ])
    func `metadata named like a secret is left out`(name: String) {
        let memory = ScratchMemory()
        defer { withExtendedLifetime(memory) {} }
        func labels(_ name: String) -> Int {
            var record = AttemptRecord()
            var name = name
            var value = "value"
            return name.withUTF8 { name in
                value.withUTF8 { value in
                    record.addMeta(LogText(name), LogText(value), in: memory.arena)
                    return record.labels.map(\.kind).count
                }
            }
        }
        // Capitals but the first are no secret's.
        #expect(labels(name) == (name == "PASSWORD" ? 1 : 0))
        #expect(labels("tenant") == 1)
    }
}
