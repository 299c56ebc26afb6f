public import InfermonModel
public import InfermonRollup

/// Reads one gateway log: from the files that it lives in to sums by minute, with the position reached.
///
/// One thread owns an agent. A pass reads what is new; the rows of the batch that it returns are committed in one transaction with
/// its checkpoint, or with a later one and all rows up to that (``PendingBatch``). If that fails, the same is committed again later,
/// so nothing is lost or counted twice.
public final class GatewayLogAgent {
    /// What one pass gave.
    public struct Pass: Sendable {
        /// What to commit, by itself or with what the next passes give; `nil` when nothing moved.
        public var batch: IngestBatch?
        /// The health of the source.
        public var status: SourceStatus
        /// Whether more can be read at once.
        public var hasMore: Bool
        /// The time after which to look again even if nothing is heard on ``waitDescriptor``.
        public var nextLook: TimeSpan
    }

    /// The name under which the source's checkpoint is kept: its path.
    public let id: SourceID
    /// The most events of one pass, the newest ones; `.max` for all but those of a backlog.
    public var eventLimit: Int {
        get { lines.accumulator.eventLimit }
        set { lines.accumulator.eventLimit = max(0, newValue) }
    }
    private let source: GatewayLogSource
    private let tailer: FileTailer
    private var lines: LogLines
    private var lastReadAt: Timestamp?
    /// What a log in front of another says became of its requests: those are never counted again, but nobody else saw all of them.
    private var outcomesInFront = OutcomeCounts()
    /// Fewer bytes than are asked for while they hold more than ``rowsOfPass`` rows: memory follows the rows of a pass.
    private var bytesOfPass = 2 << 20
    private static let rowsOfPass = 8_000
    /// Whether lines are read that were there before they could be: at first, and while more is left than one pass takes.
    private var isCatchingUp = true

    /// Creates an agent that goes on where a checkpoint was written.
    ///
    /// - Parameters:
    ///   - source: The log as configured.
    ///   - checkpoint: What was committed last; `nil` at a first start.
    ///   - monthStart: The start of the billing month, for sources that begin with it.
    ///   - router: Attributes requests to scenarios.
    ///   - pricer: Prices their tokens.
    ///   - grouping: What to count by.
    ///   - usesInotify: Whether to ask the kernel for news.
    ///   - inOrderLimit: The most unread bytes that are read oldest first.
    public init(
        source: GatewayLogSource, checkpoint: Checkpoint?, monthStart: Timestamp,
        router: ScenarioRouter = ScenarioRouter(), pricer: SeriesPricer = .none,
        grouping: RollupGrouping = .minutes, usesInotify: Bool = true,
        inOrderLimit: Int64 = FileTailer.standardInOrderLimit
    ) {
        id = SourceID(source.path)
        self.source = source
        let parts = checkpoint.map { Self.parts(of: $0.bytes) }
        let start: TailStart =
            switch source.start {
            case .end: .end
            case .start: .start
            case .month: .since(monthStart)
            case .since(let instant): .since(instant)
            }
        tailer = FileTailer(
            path: source.path, start: start, checkpoint: parts.map { $0?.tail ?? [] }, usesInotify: usesInotify,
            inOrderLimit: inOrderLimit)
        var accumulator = RollupAccumulator(grouping, router: router, pricer: pricer)
        accumulator.source = id
        accumulator.from = tailer.dropsRecordsBefore
        // Open groups that cannot be read are given up: a retry then counts as a request of its own.
        if let parts, let open = parts?.open { _ = accumulator.restore(openRequests: open) }
        if source.role == .enrich, let parts, let outcomes = parts?.outcomes { outcomesInFront = outcomes }
        lines = LogLines(source: source, accumulator: accumulator)
    }

    /// A descriptor that becomes readable when something may have changed; `nil` where the system has none.
    public var waitDescriptor: Int32? { tailer.waitDescriptor }

    /// Reads what is new.
    ///
    /// - Parameters:
    ///   - now: The time.
    ///   - budgetBytes: About the most bytes to read; bounds the time that new lines wait for old ones.
    /// - Returns: What to commit, and how the source is.
    public func pass(now: Timestamp, budgetBytes: Int = 16 << 20) -> Pass {
        lines.now = now
        let tail = tailer.pass(now: now, budgetBytes: min(budgetBytes, bytesOfPass), into: &lines)
        if tail.isFollowing || tail.bytesRead > 0 { lastReadAt = now }
        if isCatchingUp || tail.hasMore { lines.forgetLag() }
        isCatchingUp = tail.hasMore
        var batch: IngestBatch?
        if let state = tail.checkpoint {
            let isPrimary = source.role == .primary
            let rows = lines.accumulator.drain()
            if !isPrimary { for row in rows { outcomesInFront += row.rollup.outcomes } }
            // Doubled again while rows are few, so that a burst of keys does not slow the log down for ever.
            bytesOfPass =
                rows.count > Self.rowsOfPass
                ? max(256 << 10, Int(clamping: tail.bytesRead) / rows.count * Self.rowsOfPass)
                : min(bytesOfPass, .max / 2) * 2
            let events = lines.accumulator.takeEvents()
            batch = IngestBatch(
                rows: isPrimary ? rows : [],
                checkpoints: [
                    Checkpoint(
                        source: id,
                        bytes: Self.bytes(
                            tail: state, open: lines.accumulator.openRequests,
                            outcomes: isPrimary ? nil : outcomesInFront))
                ],
                events: isPrimary ? events : [])
        }
        return Pass(batch: batch, status: status(tail), hasMore: tail.hasMore, nextLook: tail.nextLook)
    }

    private func status(_ tail: TailPass) -> SourceStatus {
        var status = SourceStatus(id: id, kind: .gatewayLog, state: .waiting)
        status.detail = lines.formatID
        status.lines = lines.counts
        status.lines.malformed += tail.longLines
        status.lostBytes = tail.lostBytes
        status.backfill = tail.backfill
        status.lag = lines.lag
        if source.role == .enrich { status.outcomesInFront = outcomesInFront }
        status.lastReadAt = lastReadAt
        status.problem =
            tail.problem?.description
            ?? LogFormatRegistry.format(lines.formatID)?.advice.map { "\(source.path): \($0)" }
            ?? lines.unitDoubt.map { "\(source.path): \($0)" }
            ?? notUnderstood(status.lines)
        if tail.isFollowing {
            status.state = .current
        } else if tail.problem != nil {
            status.state = lastReadAt == nil ? .unavailable : .stale
        }
        return status
    }

    private func notUnderstood(_ counts: LineCounts) -> String? {
        guard counts.requests == 0, counts.read > 0 else { return nil }
        if let advice = LogFormatRegistry.format(lines.formatID)?.adviceWithoutRequests {
            return "\(source.path): \(advice)"
        }
        // Health checks of a known format are what they are.
        guard source.format == "auto", lines.formatID.isEmpty else { return nil }
        return
            "\(source.path): none of its \(counts.read) lines so far is a request. Name the format with format:, or map its fields "
            + "with map: (see infermon init json-log)."
    }

    /// The outcomes are there for a log in front of another alone, and are not in checkpoints of before they were kept.
    private static func bytes(tail: [UInt8], open: [UInt8], outcomes: OutcomeCounts?) -> [UInt8] {
        var writer = ByteWriter()
        writer.write(tail)
        writer.write(open)
        if let outcomes { for outcome in RequestOutcome.allCases { writer.write(outcomes[outcome]) } }
        return writer.bytes
    }

    private static func parts(of bytes: [UInt8]) -> (tail: [UInt8], open: [UInt8], outcomes: OutcomeCounts?)? {
        var reader = ByteReader(bytes)
        guard let tail = reader.block(), let open = reader.block() else { return nil }
        guard !reader.isAtEnd else { return (tail, open, nil) }
        var outcomes = OutcomeCounts()
        for outcome in RequestOutcome.allCases {
            guard let count = reader.signed() else { return nil }
            outcomes[outcome] = count
        }
        return reader.isAtEnd ? (tail, open, outcomes) : nil
    }
}

/// Decodes the lines of a source's files, each file by its own format.
private struct LogLines: LineConsumer {
    /// How near to its end a backlog gives events: more than the newest hundreds of requests take.
    private static let eventReachBytes: Int64 = 1 << 20
    private let source: GatewayLogSource
    private var decoders: [UInt64: LogDecoder] = [:]
    private var newest: UInt64 = 0
    private var closedCounts = LineCounts()
    var accumulator: RollupAccumulator
    var now = Timestamp.epoch

    init(source: GatewayLogSource, accumulator: RollupAccumulator) {
        self.source = source
        self.accumulator = accumulator
    }

    /// The lines of this run.
    var counts: LineCounts { decoders.values.reduce(into: closedCounts) { $0 += $1.counts } }

    /// The format of the newest file that has one.
    var formatID: String {
        let known = decoders.filter { !$0.value.formatID.isEmpty }
        return known.max { $0.key < $1.key }?.value.formatID ?? ""
    }

    /// The median time from a request's end to its being read, in the newest file.
    var lag: TimeSpan? { decoders[newest]?.medianLag }

    /// What is odd about the unit of durations, in the newest file.
    var unitDoubt: String? { decoders[newest]?.unitDoubt }

    mutating func forgetLag() { decoders[newest]?.forgetLag() }

    /// A live file counts as begun before its predecessors that are read after it: what is written to it must not age their
    /// failures, be it empty until then.
    mutating func begin(content id: UInt64) { accumulator.enter(stream: id << 1) }

    mutating func consume(_ lines: UnsafeRawBufferPointer, of content: TailedContent) {
        newest = max(newest, content.id)
        var decoder =
            decoders.removeValue(forKey: content.id)
            ?? LogDecoder(format: source.format, options: LogFormatOptions(zone: source.zone, map: source.map))
        // The newer part counts as begun first even while nothing of it has come: it must not age what a backlog left open.
        accumulator.enter(stream: content.id << 1)
        if content.isBacklog { accumulator.enter(stream: content.id << 1 | 1) }
        // Events only matter near the end: over a whole backlog they would be made to be thrown away.
        accumulator.collectsEvents = content.bytesToNewer < Self.eventReachBytes
        decoder.decode(lines, observedAt: now, into: &accumulator)
        decoders[content.id] = decoder
    }

    mutating func close(content id: UInt64) {
        // The newest keeps its place, so that the source's format stays on show.
        guard id != newest, let decoder = decoders.removeValue(forKey: id) else { return }
        closedCounts += decoder.counts
    }
}
