/// How many lines of a log were understood.
public struct LineCounts: Hashable, Sendable {
    /// Lines read.
    public var read: Int64 = 0
    /// Lines that were attempts of requests.
    public var requests: Int64 = 0
    /// Good lines that are no requests: health checks, start-up lines, other programs' output.
    public var ignored: Int64 = 0
    /// Lines that could not be understood.
    public var malformed: Int64 = 0

    /// Creates counts.
    public init(read: Int64 = 0, requests: Int64 = 0, ignored: Int64 = 0, malformed: Int64 = 0) {
        self.read = read
        self.requests = requests
        self.ignored = ignored
        self.malformed = malformed
    }

    /// Adds counts.
    public static func += (left: inout LineCounts, right: LineCounts) {
        left.read += right.read
        left.requests += right.requests
        left.ignored += right.ignored
        left.malformed += right.malformed
    }
}

/// How far a source is behind its end while it catches up.
public struct BackfillProgress: Hashable, Sendable {
    /// Bytes read so far.
    public var doneBytes: Int64
    /// Bytes to read in all.
    public var totalBytes: Int64
    /// Bytes per second over the last seconds.
    public var bytesPerSecond: Double

    /// Creates progress.
    public init(doneBytes: Int64, totalBytes: Int64, bytesPerSecond: Double) {
        self.doneBytes = doneBytes
        self.totalBytes = totalBytes
        self.bytesPerSecond = bytesPerSecond
    }
}

/// The health of one source: the place to look when a number is missing.
public struct SourceStatus: Hashable, Sendable {
    /// What kind of thing is read.
    public enum Kind: String, Hashable, Sendable {
        /// A gateway's request log.
        case gatewayLog = "gateway_log"
        /// The local GPUs.
        case gpu
        /// A provider's usage and cost API.
        case provider
        /// Infermon's own memory.
        case store
    }

    /// How the requests of a log ended that stands in front of another one, since infermon started; `nil` for all other sources.
    public var outcomesInFront: OutcomeCounts?
    /// The source.
    public var id: SourceID
    /// What kind of thing it is.
    public var kind: Kind
    /// What is being read just now, such as a log format's name; empty when unknown.
    public var detail: String
    /// Whether it can be read; the value is empty.
    public var state: ReadingState
    /// When something was last read from it.
    public var lastReadAt: Timestamp?
    /// How often it is expected to be read; `nil` when nothing is promised, as for a log that is followed.
    public var interval: TimeSpan?
    /// The median time from the end of a request to its being read; `nil` without requests.
    public var lag: TimeSpan?
    /// Lines, for logs.
    public var lines: LineCounts
    /// Bytes that vanished before they could be read.
    public var lostBytes: Int64
    /// Progress while it catches up.
    public var backfill: BackfillProgress?
    /// What is wrong and what to do, as a sentence.
    public var problem: String?

    /// Creates a status.
    public init(
        id: SourceID, kind: Kind, detail: String = "", state: ReadingState, lastReadAt: Timestamp? = nil,
        interval: TimeSpan? = nil, lag: TimeSpan? = nil, lines: LineCounts = LineCounts(), lostBytes: Int64 = 0,
        backfill: BackfillProgress? = nil, problem: String? = nil
    ) {
        self.id = id
        self.kind = kind
        self.detail = detail
        self.state = state
        self.lastReadAt = lastReadAt
        self.interval = interval
        self.lag = lag
        self.lines = lines
        self.lostBytes = lostBytes
        self.backfill = backfill
        self.problem = problem
    }
}
