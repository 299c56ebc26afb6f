/// The newest requests of all logs, oldest first.
///
/// They lie in batches, so that a screen which shows an earlier state shares all but the last with who adds to the list: a copy of
/// thousands of requests for each frame would cost more than drawing it.
public struct RecentRequests: Sendable {
    /// The most requests kept.
    public let limit: Int
    /// Never empty ones, oldest first; the first may reach beyond the limit.
    private var batches: [ArraySlice<RequestEvent>] = []
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
        guard let oldest = batch.min(by: { $0.endedAt < $1.endedAt })?.endedAt else { return }
        var newer: [ArraySlice<RequestEvent>] = []
        while let last = batches.last, let newest = last.last, newest.endedAt > oldest {
            // Mostly a few stragglers: the rest stays where it is, in slices, since a screen may share it.
            let start = last.partitioningIndex { $0.endedAt > oldest }
            remove(at: batches.count - 1)
            newer.append(last[start...])
            guard start > last.startIndex else { continue }
            append(last[..<start])
            break
        }
        newer.reverse()
        append(Self.sorted(newer + [batch[...]]))
        while let first = batches.first, storedCount - first.count >= limit { remove(at: 0) }
    }

    /// Sorted by their numbers: a request is large, and moved many times while sorting.
    private static func sorted(_ batches: [ArraySlice<RequestEvent>]) -> ArraySlice<RequestEvent> {
        var places: [(endedAt: Timestamp, batch: Int, index: Int)] = []
        for batch in batches.indices {
            for index in batches[batch].indices { places.append((batches[batch][index].endedAt, batch, index)) }
        }
        if batches.count == 1, !zip(places, places.dropFirst()).contains(where: { $0.endedAt > $1.endedAt }) {
            return batches[0]
        }
        places.sort { $0.endedAt < $1.endedAt }
        return places.map { batches[$0.batch][$0.index] }[...]
    }

    private mutating func append(_ events: ArraySlice<RequestEvent>) {
        storedCount += events.count
        if let last = batches.last, last.count + events.count <= Self.batchSize {
            batches[batches.count - 1] += events
        } else {
            var rest = events
            while !rest.isEmpty {
                batches.append(rest.prefix(Self.batchSize))
                rest = rest.dropFirst(Self.batchSize)
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
        return batches[batch][batches[batch].startIndex + place]
    }
}

extension RecentRequests: Hashable {
    /// Whether the same requests are in both, however they came.
    public static func == (left: RecentRequests, right: RecentRequests) -> Bool { left.elementsEqual(right) }

    /// Hashes how many there are.
    public func hash(into hasher: inout Hasher) { hasher.combine(count) }
}

extension ArraySlice {
    /// The index of the first element that holds, where all that do come after all that do not.
    fileprivate func partitioningIndex(where holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
