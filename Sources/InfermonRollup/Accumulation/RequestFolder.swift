import InfermonModel

/// Joins the attempts of one client request: a failure, and what was tried after it under the same group id.
///
/// LiteLLM writes a line per attempt, the failure first. It is counted at once, since nobody can know whether another will come;
/// when one does, the failure is taken back and the request counted anew with both. Two successes under one id are two requests:
/// the id was a session's. Only failures are remembered, and only as long as something can still follow.
struct RequestFolder {
    /// A failure that something may follow, as it was counted.
    struct OpenRequest {
        var series: SeriesKey
        var firstStart: Timestamp
        var lastDuration: TimeSpan
        var counted: RequestContribution
        /// The number of the stream that it was read from.
        var stream: UInt64 = 0

        /// Until when a next attempt may begin.
        var deadline: Timestamp { counted.endedAt + min(max(.seconds(30), lastDuration * 2), .hours(1)) }
    }

    /// The most failures remembered.
    static let limit = 10_000
    /// How late lines may come.
    static let lateness = TimeSpan.seconds(120)

    private(set) var open: [UInt64: OpenRequest] = [:]
    /// The hashes of group ids, oldest first, and the place of the oldest.
    private(set) var order: [UInt64] = []
    private var oldest = 0
    /// How many open requests share the low bits of their hash: mostly none, which spares the look-up.
    private var presence: [UInt16] = []
    private(set) var streams = LogStreams()

    /// Takes out the open request that an attempt continues.
    ///
    /// Only ends are in order: LiteLLM dates the start of a fallback before that of what failed.
    @inline(__always)
    mutating func continued(_ group: UInt64, from start: Timestamp, to end: Timestamp) -> OpenRequest? {
        if open.isEmpty || presence[Int(group & 0xFFFF)] == 0 { return nil }
        return takeOut(group, from: start, to: end)
    }

    private mutating func takeOut(_ group: UInt64, from start: Timestamp, to end: Timestamp) -> OpenRequest? {
        guard let request = open[group], start <= request.deadline, end >= request.counted.endedAt else {
            return nil
        }
        forget(group)
        return request
    }

    /// Goes on in the stream of a name.
    mutating func enter(stream key: UInt64) { streams.enter(key) }

    /// Remembers a failure whose line was read at `observed`.
    mutating func remember(_ request: OpenRequest, group: UInt64, observedAt observed: Timestamp) {
        var request = request
        request.stream = streams.current
        // One line dated in the future must not make all others too old.
        streams.reach(min(request.counted.endedAt, observed))
        insert(request, group: group)
        expire()
    }

    private mutating func insert(_ request: OpenRequest, group: UInt64) {
        if presence.isEmpty { presence = [UInt16](repeating: 0, count: 1 << 16) }
        if open.updateValue(request, forKey: group) == nil {
            presence[Int(group & 0xFFFF)] &+= 1
            order.append(group)
        }
        while open.count > Self.limit, oldest < order.count {
            if open[order[oldest]] != nil { forget(order[oldest]) }
            oldest += 1
        }
        if order.count > 2 * Self.limit { compact() }
    }

    /// Forgets from the oldest on what nothing can follow any more.
    private mutating func expire() {
        while oldest < order.count {
            if let request = open[order[oldest]] {
                guard isExpired(request) else { return }
                forget(order[oldest])
            }
            oldest += 1
        }
    }

    /// Leaves only what is open in the order: what a retry took out stays behind an older one that nothing followed.
    private mutating func compact() {
        var seen: Set<UInt64> = []
        order = order[oldest...].filter { open[$0] != nil && seen.insert($0).inserted }
        oldest = 0
    }

    private func isExpired(_ request: OpenRequest) -> Bool {
        request.deadline + Self.lateness < streams.newestEnd(since: request.stream)
    }

    private mutating func forget(_ group: UInt64) {
        guard open.removeValue(forKey: group) != nil else { return }
        presence[Int(group & 0xFFFF)] &-= 1
    }

    /// Restores what ``encoded`` wrote, in its order.
    init(restoring requests: [(group: UInt64, request: OpenRequest)] = [], streams: LogStreams = LogStreams()) {
        self.streams = streams
        for (group, request) in requests { insert(request, group: group) }
    }

    /// What something may still follow, oldest first.
    var remembered: [(group: UInt64, request: OpenRequest)] {
        var seen: Set<UInt64> = []
        return order[oldest...].compactMap { group in
            guard let request = open[group], !isExpired(request), seen.insert(group).inserted else { return nil }
            return (group, request)
        }
    }
}
