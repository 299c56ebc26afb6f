/// The newest requests of all logs, oldest first.
///
/// They lie in batches, so that a screen which shows an earlier state shares all but the last with who adds to the list: a copy of
/// thousands of requests for each frame would cost more than drawing it.
public struct RecentRequests: Sendable {
    /// The most requests kept.
    public let limit: Int
    /// Never empty ones, oldest first; the first may reach beyond the limit.
    private var batches: [[RequestEvent]] = []
    private var storedCount = 0

    /// Requests of a batch that is not added to any more.
    private static let batchSize = 256

    /// Creates an empty list.
    public init(limit: Int) {
        self.limit = Swift.max(1, limit)
    }

    /// Creates a list of all of `events`, oldest first.
    public init(_ events: [RequestEvent] = []) {
        self.init(limit: Swift.max(1, events.count))
        add(events)
    }

    /// Adds a batch in whatever order a log has it; what is older than others, such as the end of a backlog, takes its place among them.
    public mutating func add(_ batch: [RequestEvent]) {
        let batch = Self.sorted(batch)
        guard let oldest = batch.first?.endedAt else { return }
        var newer: [[RequestEvent]] = []
        while let last = batches.last, let newest = last.last, newest.endedAt > oldest {
            newer.append(last)
            remove(at: batches.count - 1)
        }
        append(newer.isEmpty ? batch : Self.sorted(newer.reversed().joined() + batch))
        while let first = batches.first, storedCount - first.count >= limit { remove(at: 0) }
    }

    /// Sorted by their numbers: a request is large, and moved many times while sorting.
    private static func sorted(_ events: [RequestEvent]) -> [RequestEvent] {
        let times = events.map(\.endedAt.microseconds)
        guard zip(times, times.dropFirst()).contains(where: >) else { return events }
        return times.indices.sorted { times[$0] < times[$1] }.map { events[$0] }
    }

    private mutating func append(_ events: [RequestEvent]) {
        storedCount += events.count
        if let last = batches.last, last.count + events.count <= Self.batchSize {
            batches[batches.count - 1] += events
        } else if events.count <= Self.batchSize {
            batches.append(events)
        } else {
            for start in stride(from: 0, to: events.count, by: Self.batchSize) {
                batches.append(Array(events[start..<Swift.min(start + Self.batchSize, events.count)]))
            }
        }
    }

    private mutating func remove(at index: Int) {
        storedCount -= batches.remove(at: index).count
    }
}

extension RecentRequests: RandomAccessCollection {
    /// The place of the oldest.
    public var startIndex: Int { 0 }
    /// The place after the newest.
    public var endIndex: Int { Swift.min(storedCount, limit) }

    /// The request at a place; O(batches), which are limit / 128 at most.
    public subscript(position: Int) -> RequestEvent {
        var place = storedCount - count + position
        var batch = 0
        while place >= batches[batch].count {
            place -= batches[batch].count
            batch += 1
        }
        return batches[batch][place]
    }
}

extension RecentRequests: Hashable {
    /// Whether the same requests are in both, however they came.
    public static func == (left: RecentRequests, right: RecentRequests) -> Bool { left.elementsEqual(right) }

    /// Hashes how many there are.
    public func hash(into hasher: inout Hasher) { hasher.combine(count) }
}
