import InfermonModel

/// The newest attempts of a pass, as numbers and bytes: only those that are taken in the end become events, which are texts.
struct EventTail {
    /// The most events that are given; `.max` for all.
    var limit = IngestBatch.eventLimit

    private struct Attempt {
        var request: RequestContribution
        var status: Int32?
        var isStream: Bool?
        /// Which attempt of its request this is, from 1.
        var number: Int32
        /// Where the names are of what its attributes resolved to.
        var names: Int32
        /// Where its id begins, counted from the first byte ever kept; its error follows.
        var textStart: Int
        var idCount: UInt16
        var errorCount: UInt16
    }

    /// Attempts whose names would be gone by now.
    private var events: [RequestEvent] = []
    private var attempts: [Attempt] = []
    private var texts: [UInt8] = []
    /// Bytes that came before those in ``texts``.
    private var droppedBytes = 0
    private static let textLimit = 256

    /// Keeps an attempt.
    ///
    /// - Parameters:
    ///   - record: The attempt; its texts are copied.
    ///   - request: What it added to the sums by itself.
    ///   - names: The place of its names among those that ``take(_:)`` is given.
    ///   - number: Which attempt of its request it is, from 1.
    mutating func keep(
        _ record: UnsafePointer<AttemptRecord>, _ request: RequestContribution, names: Int, number: Int32
    ) {
        // Now and then half of them, since each removal moves the rest; no product, since the limit may be the greatest integer.
        if attempts.count - limit >= limit { drop(attempts.count - limit) }
        let id = record.pointee.eventID.cut(to: Self.textLimit)
        let error = record.pointee.errorClass.cut(to: Self.textLimit)
        attempts.append(
            Attempt(
                request: request, status: record.pointee.status, isStream: record.pointee.isStream, number: number,
                names: Int32(truncatingIfNeeded: names), textStart: droppedBytes + texts.count,
                idCount: UInt16(id.count), errorCount: UInt16(error.count)))
        texts.append(contentsOf: id.bytes)
        texts.append(contentsOf: error.bytes)
    }

    private mutating func drop(_ count: Int) {
        attempts.removeFirst(count)
        let start = attempts.first?.textStart ?? droppedBytes + texts.count
        texts.removeFirst(start - droppedBytes)
        droppedBytes = start
    }

    /// Makes events of what is kept, before the names that it refers to go.
    ///
    /// - Parameter names: The names as they were while it was kept.
    mutating func settle(_ names: [SeriesTable.Names]) {
        if attempts.count > limit { drop(attempts.count - limit) }
        events.reserveCapacity(events.count + attempts.count)
        for attempt in attempts { events.append(event(of: attempt, names[Int(attempt.names)])) }
        if events.count > limit { events.removeFirst(events.count - limit) }
        attempts.removeAll(keepingCapacity: true)
        droppedBytes += texts.count
        texts.removeAll(keepingCapacity: true)
    }

    /// Gives what was kept since the last call.
    ///
    /// - Parameter names: The names as they were while it was kept.
    /// - Returns: The newest attempts, oldest first, at most ``limit``.
    mutating func take(_ names: [SeriesTable.Names]) -> [RequestEvent] {
        settle(names)
        defer { events = [] }
        return events
    }

    private func event(of attempt: Attempt, _ names: SeriesTable.Names) -> RequestEvent {
        let request = attempt.request
        let id = attempt.textStart - droppedBytes
        let error = id + Int(attempt.idCount)
        return RequestEvent(
            endedAt: request.endedAt, scenario: names.scenario, model: names.model, provider: names.provider,
            outcome: request.outcome, status: attempt.status.map(Int.init), latency: request.latency,
            timeToFirstToken: request.timeToFirstToken, tokens: request.tokens, gatewayCost: request.gatewayCost,
            computedCost: request.computedCost, isCacheHit: request.isCacheHit, isStream: attempt.isStream,
            attempt: Int(attempt.number), id: String(decoding: texts[id..<error], as: UTF8.self),
            errorClass: String(decoding: texts[error..<(error + Int(attempt.errorCount))], as: UTF8.self))
    }
}
