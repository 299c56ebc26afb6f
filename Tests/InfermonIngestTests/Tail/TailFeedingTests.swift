import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

/// How a log's bytes arrive makes no difference to its records.
@Suite struct TailFeedingTests {
    /// Describes the records of every content, each decoded by itself as a source's are.
    private struct RecordCollector: LineConsumer {
        var decoders: [UInt64: LogDecoder] = [:]
        var records: [String] = []

        mutating func consume(_ lines: UnsafeRawBufferPointer, of content: TailedContent) {
            var decoder = decoders.removeValue(forKey: content.id) ?? LogDecoder()
            decoder.decode(lines) { records.append(Decoded.describe($0)) }
            decoders[content.id] = decoder
        }

        mutating func close(content id: UInt64) {}

        var counts: LineCounts { decoders.values.reduce(into: LineCounts()) { $0 += $1.counts } }
    }

    private let folder: LogFolder

    init() throws { folder = try LogFolder() }

    /// The records of portions that are appended one after the other, each read before the next comes.
    private func feed(_ portions: [[UInt8]], pattern: String = "app.log", blockSize: Int = 4_096) -> RecordCollector {
        let tailer = FileTailer(
            path: folder.path(pattern), start: .start, checkpoint: nil, blockSize: blockSize, usesInotify: false)
        var collector = RecordCollector()
        var now = Timestamp(seconds: 1_795_500_000)
        func drain() {
            repeat { now = now + .milliseconds(250) } while tailer.pass(now: now, into: &collector).hasMore
        }
        folder.append([])
        drain()
        for portion in portions {
            folder.append(portion)
            drain()
        }
        return collector
    }

    private func expect(_ collector: RecordCollector, toBe whole: Decoded, _ what: String) {
        #expect(collector.records == whole.records, "\(what)")
        #expect(collector.counts == whole.counts, "\(what)")
    }

    private func lines(_ path: String) throws -> [UInt8] {
        let bytes = try Fixture.bytes(path)
        return bytes.last == 10 ? bytes : bytes + [10]
    }

    @Test(arguments: FormatsContractTests.files)
    func `all at once`(path: String) throws {
        let bytes = try lines(path)
        expect(feed([bytes]), toBe: Decoded([bytes]), path)
    }

    /// What fits a few thousand passes: the log's beginning, in whole lines.
    @Test(arguments: FormatsContractTests.files)
    func `byte by byte`(path: String) throws {
        let bytes = try lines(path)
        let end = bytes.prefix(3_000).lastIndex(of: 10) ?? bytes.firstIndex(of: 10) ?? 0
        // Of a longer first line, its last bytes one at a time.
        let sudden = max(0, end - 2_500)
        let begin = [Array(bytes[..<sudden])].filter { !$0.isEmpty }
        let collector = feed(begin + bytes[sudden...end].map { [$0] })
        let whole = Decoded(
            bytes[...end].split(separator: 10, omittingEmptySubsequences: false).dropLast().map { Array($0) + [10] })
        expect(collector, toBe: whole, path)
    }

    @Test(arguments: FormatsContractTests.files)
    func `cut anywhere`(path: String) throws {
        let bytes = try lines(path)
        var random = SeededBytes(state: UInt64(bytes.count))
        var cuts = Set((0..<60).map { _ in Int.random(in: 1..<bytes.count, using: &random) }).sorted()
        cuts.append(bytes.count)
        var portions: [[UInt8]] = []
        for cut in cuts { portions.append(Array(bytes[portions.reduce(0) { $0 + $1.count }..<cut])) }
        expect(feed(portions), toBe: Decoded([bytes]), path)
    }

    /// Gateways that write a file per request put no newline behind it.
    @Test(arguments: [
        "litellm/cases.jsonl", "sglang/sglang-request-metrics.jsonl", "cloudflare/cloudflare-ai-gateway.jsonl",
    ])
    func `a file for each request, written in pieces`(path: String) throws {
        let documents = try lines(path).split(separator: 10).prefix(40).map(Array.init)
        let tailer = FileTailer(
            path: folder.path("*.json"), start: .start, checkpoint: nil, blockSize: 4_096, usesInotify: false)
        var collector = RecordCollector()
        var now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        func drain(after span: TimeSpan) {
            now = now + span
            while tailer.pass(now: now, into: &collector).hasMore {}
        }
        for (index, document) in documents.enumerated() {
            let name = "time-10-15-\(10 + index)-000001_id\(index).json"
            for piece in [document[..<(document.count / 3)], document[(document.count / 3)...]] {
                folder.append(Array(piece), to: name)
                drain(after: .milliseconds(250))
            }
        }
        drain(after: .seconds(1))
        // The last may still be written to.
        drain(after: .seconds(6))
        drain(after: .seconds(61))
        let expected = documents.flatMap { Decoded([$0 + [10]]).records }
        #expect(collector.records.sorted() == expected.sorted())
        #expect(collector.counts.read == documents.count)
    }

    @Test func `a line that waits for its end is no document until it is whole`() {
        let line = #"{"ts":1795404007,"model":"m","latency_ms":5,"status":200,"input_tokens":1,"note":"}"}"#
        folder.append(String(line.dropLast(2)))
        var bench = TailBench(folder.path("app.log"))
        bench.settle()
        #expect(bench.counted.isEmpty)
        folder.append(String(line.suffix(2)))
        bench.settle()
        #expect(bench.counted == [line: 1])
        folder.append("\n" + line + "\n")
        bench.settle()
        #expect(bench.counted == [line: 2, "": 1])
    }
}

private struct SeededBytes: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state ^ (state >> 29)
    }
}
