import InfermonModel
import InfermonRollup
import Synchronization

/// Reads one file of a report.
///
/// Blocks of whole lines are parsed by several tasks at once and added up in order, each by the one task that also reads: attempts
/// meet the attempts before them as they would on one thread. A run of lines that make no sense may mean that the format changed;
/// one task then reads on for a while and looks for it.
struct FilePass {
    var accumulator: RollupAccumulator
    private(set) var file: ReportFile
    private let options: LogReport.Options
    private let now: Timestamp
    private var reader: LineReader
    private var unitGuard: UnitGuard?

    /// Parses a block in a task of its own.
    private final class Lane: Sendable {
        let reader: Mutex<LineReader>

        init(_ seed: LineReader.Seed) {
            reader = Mutex(LineReader(seed))
        }

        func parse(_ block: LineBlock, count: Int) {
            reader.withLock { reader in
                reader.tally = LineTally()
                reader.beginBlock()
                reader.read(UnsafeBufferPointer(rebasing: block.lines[..<min(count, block.capacity)])) { _ in }
            }
        }
    }

    private struct Parsing {
        var lane: Lane
        var block: LineBlock
        var count: Int
        var skippedLines: Int
        var task: Task<Void, Never>
    }

    init(path: String, options: LogReport.Options, accumulator: RollupAccumulator, now: Timestamp) {
        self.options = options
        self.accumulator = accumulator
        self.now = now
        file = ReportFile(path: path, format: "", lines: LineCounts(), bytes: 0, problem: nil)
        reader = LineReader(format: options.format, options: options.lines, formats: LogFormatRegistry.all)
        if options.lines.map.contains(where: { $0.field == "latency" }) { unitGuard = UnitGuard() }
    }

    /// The first lines that could not be understood.
    var defects: [LineDefect] { reader.tally.defects }

    /// Reads the file to its end, or to what keeps it from being read further.
    mutating func run() async {
        do throws(LogReadError) {
            let source = try LogFile(path: file.path)
            var cutter = BlockCutter(source)
            let isLarge =
                options.lanes > 1 && (source.size ?? .max) >= (source.isPlain ? options.parallelSize : 1 << 20)
            // After a run of lines that made no sense some are read here first, so that a log with many such runs is not begun anew
            // at each.
            var blocksHere = 0
            while try readOnOneThread(&cutter, untilTrained: isLarge, butFirst: blocksHere) {
                try await readOnAllCores(&cutter)
                blocksHere = 16
            }
        } catch {
            file.problem = error
        }
        file.format = reader.format?.id ?? ""
        file.lines = reader.tally.counts
        file.unitDoubt = unitGuard?.doubt
    }

    /// Reads blocks here, at least as many as said; returns whether the rest can be read by several tasks.
    private mutating func readOnOneThread(
        _ cutter: inout BlockCutter, untilTrained: Bool, butFirst least: Int
    ) throws(LogReadError) -> Bool {
        var block = LineBlock(capacity: options.blockSize)
        var blocks = 0
        while true {
            if untilTrained, blocks >= least, reader.format != nil, reader.isTrained { return true }
            let count = try cutter.fill(&block)
            noteSkipped(cutter.skippedLines)
            guard count > 0 else { return false }
            blocks += 1
            if file.bytes == 0,
                let packing = ForeignPacking(beginning: block.lines[..<min(count, block.capacity)])
            {
                throw .packed(path: file.path, packing)
            }
            if file.bytes == 0, SpreadJSON.begins(block.lines[..<min(count, block.capacity)]) {
                try readSpread(&cutter, &block, count: count)
            } else {
                read(block, count: count)
            }
        }
    }

    /// Reads a file whose objects stand on several lines each, such as one with a single indented payload.
    private mutating func readSpread(
        _ cutter: inout BlockCutter, _ block: inout LineBlock, count: Int
    ) throws(LogReadError) {
        var text = Array(block.lines[..<min(count, block.capacity)])
        while text.count < SpreadJSON.sizeLimit {
            let count = try cutter.fill(&block)
            noteSkipped(cutter.skippedLines)
            guard count > 0 else { break }
            text += block.lines[..<min(count, block.capacity)]
        }
        SpreadJSON.gather(&text)
        let gathered = LineBlock(capacity: text.count)
        gathered.bytes.copyBytes(from: text)
        read(gathered, count: text.count)
    }

    private mutating func read(_ block: LineBlock, count: Int) {
        file.bytes += Int64(count)
        Self.read(block, count: count, by: &reader, guarded: &unitGuard, into: &accumulator, at: now)
    }

    private static func read(
        _ block: LineBlock, count: Int, by reader: inout LineReader, guarded unitGuard: inout UnitGuard?,
        into accumulator: inout RollupAccumulator, at now: Timestamp
    ) {
        reader.beginBlock()
        reader.read(UnsafeBufferPointer(rebasing: block.lines[..<min(count, block.capacity)])) { batch in
            unitGuard?.note(batch)
            batch.add(to: &accumulator, observedAt: now)
            batch.removeAll()
        }
    }

    private mutating func readOnAllCores(_ cutter: inout BlockCutter) async throws(LogReadError) {
        let seed = reader.seed
        var free = (0..<options.lanes).map { _ in
            (lane: Lane(seed), block: LineBlock(capacity: options.blockSize))
        }
        var parsing: [Parsing] = []
        var isAtEnd = false
        var isInOrder = false
        // What came before a failure is being parsed, and counts.
        var failure: LogReadError?
        while true {
            while !isAtEnd, !isInOrder, let (lane, spare) = free.popLast() {
                var block = spare
                let count: Int
                do throws(LogReadError) {
                    count = try cutter.fill(&block)
                } catch {
                    failure = error
                    count = 0
                }
                let filled = block
                isAtEnd = count == 0
                parsing.append(
                    Parsing(
                        lane: lane, block: block, count: count, skippedLines: cutter.skippedLines,
                        task: Task { lane.parse(filled, count: count) }))
            }
            guard !parsing.isEmpty else { break }
            let next = parsing.removeFirst()
            await next.task.value
            noteSkipped(next.skippedLines)
            if !isInOrder, add(next) {
                free.append((next.lane, next.block))
            } else {
                isInOrder = true
                read(next.block, count: next.count)
            }
        }
        if let failure { throw failure }
    }

    /// Adds a parsed block up; returns false, having added nothing, when its lines may be of another format.
    private mutating func add(_ parsed: Parsing) -> Bool {
        parsed.lane.reader.withLock { lane in
            let longest = max(lane.tally.longestRun, reader.tally.unknownRun + lane.tally.leadingRun)
            if reader.isDetecting, longest >= LineReader.unknownRunLimit { return false }
            let batch = lane.batch
            unitGuard?.note(batch)
            batch.add(to: &accumulator, observedAt: now)
            reader.tally.append(lane.tally)
            file.bytes += Int64(parsed.count)
            return true
        }
    }

    private mutating func noteSkipped(_ count: Int) {
        for _ in 0..<count {
            reader.tally.counts.read += 1
            reader.tally.note(.malformed("a line of over 16 MB, which is skipped"))
        }
    }
}
