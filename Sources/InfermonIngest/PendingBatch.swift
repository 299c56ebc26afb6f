public import InfermonModel

/// What was read of a log and not yet stored.
///
/// A busy log is read many times a second, and each commit reads, adds to and writes every row that it touches: what several passes
/// gave is stored together. The positions are stored with it, so what a crash throws away is read again.
public struct PendingBatch {
    /// The least time between two commits of a log that is written all the time.
    public static let interval = TimeSpan.seconds(1)
    /// The least time between two commits for each distinct row: storing one takes tens of microseconds, so that a log of hundreds of
    /// series keeps the store busy for a percent of the time.
    public static let intervalPerRow = TimeSpan.milliseconds(4)
    /// The most time between two commits, whatever waits: who reads the store beside sees what is no older.
    public static let longestInterval = TimeSpan.seconds(5)
    /// Distinct rows that are stored without waiting: memory follows them, about a kilobyte each.
    public static let rowLimit = 4_096

    private struct Place: Hashable {
        var start: Timestamp
        var series: SeriesKey
    }

    private var rows: [Place: Rollup] = [:]
    private var checkpoints: [SourceID: Checkpoint] = [:]
    /// When the last commit was, on a clock that never jumps.
    private var committedAt: TimeSpan?

    /// Creates an empty one, whose first rows are stored at once.
    public init() {}

    /// Whether nothing waits.
    public var isEmpty: Bool { checkpoints.isEmpty }

    /// Adds what a pass gave; its requests are not kept.
    public mutating func add(_ batch: IngestBatch) {
        for row in batch.rows { rows[Place(start: row.start, series: row.series), default: Rollup()].merge(row.rollup) }
        for checkpoint in batch.checkpoints { checkpoints[checkpoint.source] = checkpoint }
    }

    /// The time until what waits is to be stored: none when it is due, `nil` when nothing waits.
    ///
    /// What comes after a rest is due at once.
    ///
    /// - Parameter uptime: The time on a clock that never jumps.
    /// - Returns: The time to wait, ``longestInterval`` at most.
    public func delay(at uptime: TimeSpan) -> TimeSpan? {
        guard !isEmpty else { return nil }
        guard rows.count < Self.rowLimit, let committedAt else { return .zero }
        let rest = min(max(Self.interval, Self.intervalPerRow * Int64(rows.count)), Self.longestInterval)
        return max(.zero, committedAt + rest - uptime)
    }

    /// What waits: the sums of all passes, in no order, and the last position of each source.
    ///
    /// Both belong together: positions without the rows before them would lose these.
    public var batch: IngestBatch {
        IngestBatch(
            rows: rows.map { RollupRow(start: $0.key.start, series: $0.key.series, rollup: $0.value) },
            checkpoints: Array(checkpoints.values))
    }

    /// Remembers that ``batch`` was stored, and keeps nothing of it.
    ///
    /// - Parameter uptime: The time, from which the interval to the next commit counts.
    public mutating func clear(at uptime: TimeSpan) {
        rows.removeAll()
        checkpoints.removeAll()
        committedAt = uptime
    }
}
