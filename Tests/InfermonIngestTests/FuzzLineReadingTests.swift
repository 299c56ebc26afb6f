import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import InfermonTestSupport
import Testing

/// Whatever lines come, reading them ends, stays inside of its memory, and accounts for each line once.
@Suite struct FuzzLineReadingTests {
    private static let formats = ["auto"] + LogFormatRegistry.all.map(\.id)
    private static let words = [
        "\"startTime\":", "\"ts\":", "\"latency_ms\":", "\"usage\":{", "\"cost\":", "null", "true", "\\u0000",
        "\\ud83d\\ude00", "\\ud83d",
        "[{", "}]", "\u{1b}[31m", "\r\n", "\n", "\n\n", "\"metadata\":{\"a\":", "\"tags\":[", "-", "e+", "\"\"",
    ]

    /// A decoder's answer that does not depend on the memory of its records.
    private struct Answer: Equatable {
        var counts: LineCounts
        var records: [String]
    }

    /// Every fixture, cut into pieces of a few lines.
    private static func corpus() throws -> [[UInt8]] {
        let folder = try #require(Bundle.module.url(forResource: "Fixtures", withExtension: nil))
        let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
        var pieces: [[UInt8]] = [
            Array(
                #"{"ts":1795404007.25,"model":"gpt-4","latency_ms":812,"input_tokens":100,"output_tokens":50,"cost_usd":0.0105}"#
                    .utf8),
            Array("{\"ts\":\"2026-11-23T03:20:07Z\",\"model\":\"m\",\"status\":500}\nplain text\n\n[]\n".utf8),
        ]
        for case let file as URL in files where ["jsonl", "log"].contains(file.pathExtension) {
            let lines = try [UInt8](Data(contentsOf: file)).split(separator: 0x0a)
            for start in stride(from: 0, to: min(lines.count, 60), by: 3) {
                let piece = lines[start..<min(lines.count, start + 3)].map { $0 + [0x0a] }.joined()
                pieces.append(Array(piece.prefix(Mutator.sizeLimit)))
            }
        }
        return pieces
    }

    private func lineCount(_ input: [UInt8]) -> Int64 {
        let newlines = input.count { $0 == 0x0a }
        return Int64(newlines + (input.last.map { $0 != 0x0a } == true ? 1 : 0))
    }

    private func decode(_ portions: [[UInt8]], format: String) -> Answer {
        var decoder = LogDecoder(format: format)
        var records: [String] = []
        for portion in portions {
            GuardedBytes.with(portion) { bytes in
                decoder.decode(bytes) { record in
                    records.append(
                        """
                        \(record.startedAt as Any) \(record.endedAt as Any) \(record.duration as Any) \
                        \(record.timeToFirstToken as Any) \(record.tokens as Any) \(record.gatewayCost as Any) \
                        \(record.outcome) \(record.model.string) \(record.eventID.string) \(record.key.string)
                        """)
                }
            }
        }
        return Answer(counts: decoder.counts, records: records)
    }

    @Test(arguments: formats)
    func `every line is counted once, whatever it is`(format: String) throws {
        let run = try FuzzRun(corpus: Self.corpus(), words: Self.words, share: 0.1) { input in
            let counts = decode([input], format: format).counts
            #expect(counts.read == counts.requests + counts.ignored + counts.malformed)
            #expect(counts.read == lineCount(input))
        }
        #expect(run.slowest.time < .seconds(2), "\(String(decoding: run.slowest.input.prefix(500), as: UTF8.self))")
    }

    @Test(arguments: formats.dropFirst())
    func `where lines are portioned makes no difference`(format: String) throws {
        try _ = FuzzRun(corpus: Self.corpus(), words: Self.words, share: 0.05) { input in
            let ends = input.indices.filter { input[$0] == 0x0a }
            guard let cut = ends.dropFirst(ends.count / 2).first else { return }
            let whole = decode([input], format: format)
            let parts = decode([Array(input[...cut]), Array(input[(cut + 1)...])], format: format)
            if whole != parts { Issue.record("cut at \(cut): \(String(decoding: input.prefix(2_000), as: UTF8.self))") }
        }
    }

    @Test func `hostile numbers add up without a trap`() throws {
        let run = try FuzzRun(corpus: Self.corpus(), words: Self.words, share: 0.25) { input in
            var decoder = LogDecoder()
            var accumulator = RollupAccumulator()
            for hour in 0..<3 {
                input.withUnsafeBytes {
                    decoder.decode(
                        $0, observedAt: Timestamp(seconds: 1_795_404_007 + Int64(hour) * 3_600), into: &accumulator)
                }
            }
            for row in accumulator.drain() { #expect(row.rollup.requests >= 0) }
        }
        #expect(run.slowest.time < .seconds(2))
    }
}
