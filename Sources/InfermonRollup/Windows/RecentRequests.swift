public import InfermonModel

/// The newest requests of all logs, oldest first.
///
/// A screen shares the list, so that each batch would copy it; batches wait beside it until somebody looks.
public struct RecentRequests: Sendable {
    /// The most requests kept.
    public let limit: Int
    /// The requests as of the last ``settle()``.
    public private(set) var settled: [RequestEvent] = []
    private var fresh: [RequestEvent] = []
    private var isInOrder = true

    /// Creates an empty list.
    public init(limit: Int) {
        self.limit = limit
    }

    /// Adds a batch, oldest first; the end of a backlog may come after what is newer.
    public mutating func add(_ batch: [RequestEvent]) {
        guard let first = batch.first else { return }
        let newest = (fresh.last ?? settled.last)?.endedAt ?? .epoch
        if first.endedAt < newest { isInOrder = false }
        fresh += batch
        if fresh.count > limit { settle() }
    }

    /// Makes ``settled`` hold all that was added; O(limit).
    public mutating func settle() {
        guard !fresh.isEmpty else { return }
        let surplus = max(0, settled.count + fresh.count - limit)
        if isInOrder {
            var newest: [RequestEvent] = []
            newest.reserveCapacity(limit)
            newest += settled.dropFirst(surplus)
            newest += fresh.suffix(limit)
            settled = newest
        } else {
            settled += fresh
            settled.sort { $0.endedAt < $1.endedAt }
            settled.removeFirst(surplus)
        }
        fresh.removeAll(keepingCapacity: true)
        isInOrder = true
    }
}
