public import InfermonModel

/// What was read of a log and not yet stored.
///
/// A busy log is read many times a second, and each commit reads, adds to and writes every row that it touches: what several passes
/// gave is stored together. The positions are stored with it, so what a crash throws away is read again.
public struct PendingBatch {
    /// The least time between two commits of a log that is written all the time.
    public static let interval = TimeSpan.seconds(1)
    /// Rows that are stored without waiting: memory follows them.
    public static let rowLimit = 2_048

    private var rows: [RollupRow] = []
    private var checkpoints: [SourceID: Checkpoint] = [:]
    private var committedAt = Timestamp.epoch

    /// Creates an empty one, whose first rows are stored at once.
    public init() {}

    /// Whether nothing waits.
    public var isEmpty: Bool { checkpoints.isEmpty }

    /// Adds what a pass gave; its requests are not kept.
    public mutating func add(_ batch: IngestBatch) {
        rows += batch.rows
        for checkpoint in batch.checkpoints { checkpoints[checkpoint.source] = checkpoint }
    }

    /// The time until what waits is to be stored: none when it is due, `nil` when nothing waits.
    ///
    /// What comes after a rest is due at once. A clock that was set back makes it due too.
    ///
    /// - Parameter now: The time.
    /// - Returns: The time to wait, at most ``interval``.
    public func delay(at now: Timestamp) -> TimeSpan? {
        guard !isEmpty else { return nil }
        guard rows.count < Self.rowLimit, now >= committedAt else { return .zero }
        return max(.zero, committedAt + Self.interval - now)
    }

    /// What waits, to be stored; nothing waits then.
    ///
    /// - Parameter now: The time, from which the interval to the next commit counts.
    /// - Returns: The rows of all passes, a row of each pass by itself, and the last position of each source.
    public mutating func take(at now: Timestamp) -> IngestBatch {
        defer {
            rows.removeAll(keepingCapacity: true)
            checkpoints.removeAll()
            committedAt = now
        }
        return IngestBatch(rows: rows, checkpoints: Array(checkpoints.values))
    }
}
