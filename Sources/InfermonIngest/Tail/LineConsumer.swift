public import InfermonModel

/// Takes the lines of logs.
public protocol LineConsumer {
    /// Hears of a live content before older ones are read that are far behind, also while nothing has been written to it.
    ///
    /// - Parameter id: The content's number.
    mutating func begin(content id: UInt64)

    /// Takes whole lines, each ended by a newline.
    ///
    /// - Parameters:
    ///   - lines: Valid during the call only; any bytes are possible.
    ///   - content: What the lines are part of.
    mutating func consume(_ lines: UnsafeRawBufferPointer, of content: TailedContent)

    /// Hears that no more lines of a content are expected, so that what is kept for it can go.
    ///
    /// - Parameter id: The content's number.
    mutating func close(content id: UInt64)
}

extension LineConsumer {
    /// Nothing to do.
    public mutating func begin(content id: UInt64) {}
}

/// One log's content as consumers know it: it keeps its number when its file is renamed, copied or compressed.
public struct TailedContent: Hashable, Sendable {
    /// The number, never used twice within a source.
    public var id: UInt64
    /// The file's path when it was last seen.
    public var path: String
    /// Whether the lines are older than lines of the same content that were already given.
    public var isBacklog: Bool
    /// Bytes between these lines and those that were given before them; 0 unless they are of a backlog.
    public var bytesToNewer: Int64 = 0
}

/// Where a first start begins to read.
public enum TailStart: Hashable, Sendable {
    /// At the end: only what comes.
    case end
    /// At the beginning of every file.
    case start
    /// At the beginning of every file last written at this instant or later; the consumer drops records that ended before it.
    case since(Timestamp)
}

/// What one pass over a source's files gave.
public struct TailPass: Hashable, Sendable {
    /// Bytes given to the consumer.
    public var bytesRead: Int64 = 0
    /// The state to save with what was counted; `nil` when nothing moved.
    public var checkpoint: [UInt8]?
    /// Whether another pass would read more at once.
    public var hasMore = false
    /// The time after which to look again even if nothing is heard.
    public var nextLook: TimeSpan = .zero
    /// Bytes that vanished before they could be read, since the first start.
    public var lostBytes: Int64 = 0
    /// Lines left out for being longer than 64 MiB, since the first start.
    public var longLines: Int64 = 0
    /// Progress while much is left to read.
    public var backfill: BackfillProgress?
    /// What is wrong, the worst thing first.
    public var problem: TailProblem?
    /// Whether a file is open or was read to its end, so that silence means that nothing was written.
    public var isFollowing = false
}
