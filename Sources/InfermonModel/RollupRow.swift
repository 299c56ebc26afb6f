/// The length of a stored rollup.
public enum RollupSpan: Int64, CaseIterable, Hashable, Sendable {
    /// One minute, kept 48 hours.
    case minute = 60
    /// Fifteen minutes, kept 35 days.
    case quarter = 900
    /// One hour, kept 400 days.
    case hour = 3_600

    /// The length.
    public var span: TimeSpan { .seconds(rawValue) }

    /// How long rows of this length are kept.
    public var retention: TimeSpan {
        switch self {
        case .minute: .hours(48)
        case .quarter: .days(35)
        case .hour: .days(400)
        }
    }
}

/// The rollup of one series over one interval.
public struct RollupRow: Hashable, Sendable {
    /// The start of the interval, a whole multiple of its length since 1970 UTC.
    public var start: Timestamp
    /// The counts; next to the start, since who adds a request looks at no more.
    public var rollup: Rollup
    /// What was counted.
    public var series: SeriesKey

    /// Creates a row.
    public init(start: Timestamp, series: SeriesKey, rollup: Rollup) {
        self.start = start
        self.series = series
        self.rollup = rollup
    }
}

/// How far a source has been read, in a form that only its agent understands.
public struct Checkpoint: Hashable, Sendable {
    /// The source that was read.
    public var source: SourceID
    /// The agent's own encoding: file identity, offset, open groups.
    public var bytes: [UInt8]

    /// Creates a checkpoint.
    public init(source: SourceID, bytes: [UInt8]) {
        self.source = source
        self.bytes = bytes
    }
}

/// What passes over a log gave: sums by minute, and the point reached.
///
/// The store commits both in one transaction.
public struct IngestBatch: Sendable {
    /// Sums to add, by minute and series; signed, since a retry amends the failure that was counted before it.
    public var rows: [RollupRow]
    /// The points reached, one per source that moved.
    public var checkpoints: [Checkpoint]
    /// The newest requests of a pass, oldest first, at most ``eventLimit``: for the tail and the screen, never for sums.
    public var events: [RequestEvent]

    /// The most events that a batch carries.
    public static let eventLimit = 256

    /// Creates a batch.
    public init(rows: [RollupRow] = [], checkpoints: [Checkpoint] = [], events: [RequestEvent] = []) {
        self.rows = rows
        self.checkpoints = checkpoints
        self.events = events
    }
}
