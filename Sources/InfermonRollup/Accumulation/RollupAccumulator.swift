public import InfermonModel

/// Adds attempt records up: joins attempts to requests, attributes them to scenarios, prices them and counts them by group.
///
/// Records come in the order of their lines. One accumulator serves any number of logs, so that the attempts of one request are
/// joined across a rotation; it belongs to one thread at a time.
public struct RollupAccumulator {
    /// Distinct series at most, unless told otherwise.
    public static let standardSeriesLimit = 10_000

    /// Where the records come from, for rules that look at it.
    public var source: SourceID {
        get { table.source }
        set { table.source = newValue }
    }
    /// Whether attempts are kept for ``takeEvents()``: only worth its cost near the end of a log.
    public var collectsEvents = false
    /// The most attempts that ``takeEvents()`` gives; `.max` for all of them.
    public var eventLimit: Int {
        get { events.limit }
        set { events.limit = max(0, newValue) }
    }
    /// Only requests whose first attempt ended from this instant on count.
    public var from: Timestamp?
    /// Only requests that ended before this instant count.
    public var to: Timestamp?
    private var events = EventTail()
    private var renewedHour: Int64 = 0
    /// When lines were read last, and when series were let in anew.
    private var observed = Timestamp.epoch
    private var renewedAt = Timestamp.epoch
    /// Records dropped since their line had been read before.
    public private(set) var repeats: Int64 = 0
    /// The end of the earliest and the latest attempt counted.
    public private(set) var span: (first: Timestamp, last: Timestamp)?

    private var table: SeriesTable
    private var folder = RequestFolder()
    private var ids = RecentIDs()
    private var rows: RowTable

    /// Creates an accumulator without sums.
    ///
    /// - Parameters:
    ///   - grouping: What to count by.
    ///   - router: Attributes requests to scenarios.
    ///   - pricer: Prices their tokens.
    ///   - seriesLimit: Distinct series at most; the rest is counted under "(other)".
    public init(
        _ grouping: RollupGrouping = .minutes, router: ScenarioRouter = ScenarioRouter(),
        pricer: SeriesPricer = .none, seriesLimit: Int = RollupAccumulator.standardSeriesLimit
    ) {
        rows = RowTable(grouping)
        table = SeriesTable(grouping: grouping, router: router, pricer: pricer, limit: seriesLimit)
    }

    /// Counts one record.
    ///
    /// - Parameters:
    ///   - record: The record; its texts are not kept.
    ///   - observed: When its line was read, for records without an end.
    public mutating func add(_ record: AttemptRecord, observedAt observed: Timestamp) {
        withUnsafePointer(to: record) { record in
            add(UnsafeBufferPointer(start: record, count: 1), observedAt: observed)
        }
    }

    /// Counts records in their order, faster than one by one.
    ///
    /// - Parameters:
    ///   - records: The records; their texts are not kept.
    ///   - observed: When their lines were read, for records without an end.
    public mutating func add(_ records: UnsafeBufferPointer<AttemptRecord>, observedAt observed: Timestamp) {
        self.observed = observed
        guard let first = records.baseAddress else { return }
        withUnsafeTemporaryAllocation(of: Ahead.self, capacity: SeriesTable.portion) { ahead in
            var start = 0
            while start < records.count {
                // Just below the limit one by one: who comes too late for a series of its own must not depend on what is read together.
                let count = min(table.isAlmostFull ? 1 : SeriesTable.portion, records.count - start)
                defer { start += count }
                makeRoom()
                lookAhead(first + start, count, ahead, observedAt: observed)
                for index in 0..<count where ahead[index].resolved >= 0 {
                    add(first + (start + index), resolved: Int(ahead[index].resolved), observedAt: observed)
                }
            }
        }
    }

    /// What is known of a record before it is counted.
    private struct Ahead {
        var identity: UInt64
        var attributes: HashedAttributes
        /// What its attributes resolve to; -1 for a record that does not count.
        var resolved: Int32 = -1
        /// The row that it will probably be counted in; -1 for none.
        var row: Int32 = -1
    }

    /// Finds out where records will be counted, step by step for all of them, and has fetched what each next step needs: thousands
    /// of series are in no near cache, and the misses of one record after the other would take a fifth of the time.
    @inline(__always)
    private mutating func lookAhead(
        _ records: UnsafePointer<AttemptRecord>, _ count: Int, _ ahead: UnsafeMutableBufferPointer<Ahead>,
        observedAt observed: Timestamp
    ) {
        for index in 0..<count {
            let identity = Self.identity(records + index, observed)
            ids.fetch(identity)
            let attributes = table.attributes(of: records + index, area: index)
            ahead.initializeElement(at: index, to: Ahead(identity: identity, attributes: attributes))
        }
        let isSpread = rows.isSpread
        if isSpread {
            for index in 0..<count { table.fetch(ahead[index].attributes) }
        }
        for index in 0..<count {
            let resolved = admit(
                records + index, ahead[index].identity, ahead[index].attributes, observedAt: observed)
            ahead[index].resolved = Int32(truncatingIfNeeded: resolved)
        }
        guard isSpread else { return }
        for index in 0..<count where ahead[index].resolved >= 0 {
            ahead[index].row = rows.fetchRow(series: table.resolved[Int(ahead[index].resolved)].series)
        }
        for index in 0..<count where ahead[index].row >= 0 {
            rows.fetchCells(of: records + index, row: ahead[index].row)
        }
    }

    /// What a record's attributes resolve to; -1 for one that does not count.
    @inline(__always)
    private mutating func admit(
        _ record: UnsafePointer<AttemptRecord>, _ identity: UInt64, _ attributes: HashedAttributes,
        observedAt observed: Timestamp
    ) -> Int {
        let end = record.pointee.endedAt ?? record.pointee.startedAt ?? observed
        if let to, end >= to { return -1 }
        if let from, end < from { return -1 }
        if !record.pointee.eventID.isEmpty, !ids.insert(identity) {
            repeats += 1
            return -1
        }
        return table.resolve(record, attributes)
    }

    /// Counts the record at an address: passed as a value, all of it would be copied.
    @inline(__always)
    private mutating func add(
        _ record: UnsafePointer<AttemptRecord>, resolved: Int, observedAt observed: Timestamp
    ) {
        let end = record.pointee.endedAt ?? record.pointee.startedAt ?? observed
        let request = Self.contribution(of: record, endedAt: end, rate: table.resolved[resolved].rate)
        var attempt = record.pointee.attempts
        if record.pointee.groupID.isEmpty {
            rows.add(request, to: row(of: request, series: table.resolved[resolved].series))
        } else {
            countFolded(record, request, resolved, attempt: &attempt, observedAt: observed)
        }
        if let span {
            if end < span.first { self.span?.first = end } else if end > span.last { self.span?.last = end }
        } else {
            span = (end, end)
        }
        if collectsEvents {
            events.keep(record, request, names: resolved, number: attempt)
        }
    }

    @inline(__always)
    private mutating func row(of request: RequestContribution, series: Int) -> Int {
        let last = rows.lastRow(of: request, series: series)
        return last >= 0 ? last : rows.row(of: request, series: series, table.series[series])
    }

    /// Counts an attempt of a request that may have had others.
    private mutating func countFolded(
        _ record: UnsafePointer<AttemptRecord>, _ request: RequestContribution, _ resolved: Int, attempt: inout Int32,
        observedAt observed: Timestamp
    ) {
        var request = request
        var series = table.resolved[resolved].series
        fold(record, &request, series: &series, attempt: &attempt, observedAt: observed)
        rows.add(request, to: row(of: request, series: series))
    }

    /// Joins the record to the failure that it follows, and remembers it when it is one.
    private mutating func fold(
        _ record: UnsafePointer<AttemptRecord>, _ request: inout RequestContribution, series: inout Int,
        attempt: inout Int32, observedAt observed: Timestamp
    ) {
        let group = record.pointee.groupID.hash(seed: 1)
        let start = record.pointee.startedAt ?? request.endedAt
        var firstStart = start
        if let open = folder.continued(group, from: start, to: request.endedAt) {
            series = table.index(of: open.series)
            rows.takeBack(open.counted, from: row(of: open.counted, series: series))
            firstStart = open.firstStart
            request.join(open.counted, firstStart: firstStart)
            attempt = Int32(clamping: request.attempts)
        }
        guard record.pointee.outcome.isFailure, !record.pointee.isKeyRejected else { return }
        folder.remember(
            RequestFolder.OpenRequest(
                series: table.series[series], firstStart: firstStart,
                lastDuration: record.pointee.duration ?? .zero, counted: request),
            group: group, observedAt: observed)
    }

    @inline(__always)
    private static func contribution(
        of record: UnsafePointer<AttemptRecord>, endedAt end: Timestamp, rate: SeriesPricer.Rate?
    ) -> RequestContribution {
        let outcome = record.pointee.outcome
        var request = RequestContribution(endedAt: end, outcome: outcome)
        request.attempts = Int64(max(1, record.pointee.attempts))
        request.isCacheHit = record.pointee.isCacheHit == true
        request.isStream = record.pointee.isStream == true
        request.latency = record.pointee.duration
        request.timeToFirstToken = record.pointee.timeToFirstToken
        request.tokens = record.pointee.tokens
        request.gatewayCost = record.pointee.gatewayCost
        if let saved = record.pointee.savedByCache { request.saved = saved }
        var tier = ""
        if !record.pointee.serviceTier.isEmpty {
            tier = record.pointee.serviceTier.cut(to: 32).string
            request.isDiscounted = tier == "batch" || tier == "flex"
        }
        if request.isCacheHit {
            request.computedCost = rate == nil ? nil : .zero
        } else if let tokens = request.tokens, let rate {
            request.computedCost = rate(tokens, PricingContext(at: end, serviceTier: tier))
        }
        // Gateways write 0 for models that they have no price of: that is no figure, unless our sheet says 0 too.
        if let cost = request.gatewayCost, cost.picodollars == 0, !request.isCacheHit, !outcome.isFailure,
            let tokens = request.tokens,
            tokens.input > 0 || tokens.output > 0, request.computedCost != .zero
        {
            request.gatewayCost = nil
        }
        request.bestCost = request.gatewayCost ?? request.computedCost
        if outcome.isFailure { request.wasted = request.bestCost ?? .zero }
        return request
    }

    @inline(__always)
    private static func identity(_ record: UnsafePointer<AttemptRecord>, _ observed: Timestamp) -> UInt64 {
        if record.pointee.eventID.isEmpty { return 0 }
        let end = record.pointee.endedAt ?? record.pointee.startedAt ?? observed
        return LogText.fold(
            record.pointee.eventID.hash() ^ UInt64(bitPattern: end.microseconds),
            UInt64(bitPattern: record.pointee.startedAt?.microseconds ?? 0) | 1)
            ^ UInt64(record.pointee.outcome.rawValue)
    }
}

extension RollupAccumulator {
    /// Gives the sums so far, which are then forgotten; what may still be followed is not.
    ///
    /// Rows are signed: a retry takes back the failure that an earlier drain may have counted.
    ///
    /// - Returns: A row for each series and interval, and their outcomes where each outcome has rows of its own.
    public mutating func drainGroups() -> (rows: [RollupRow], outcomes: [RequestOutcome?]) {
        let drained = rows.drain()
        renewSeries()
        return drained
    }

    /// The same where outcomes have no rows of their own: what the store takes.
    public mutating func drain() -> [RollupRow] { drainGroups().rows }

    /// Whether there are as many series as may be: what is new is counted under "(other)".
    public var isFull: Bool { table.isFull }

    /// Goes on with lines of another stream: only lines of one stream come in the order of time.
    ///
    /// What is open in one does not grow too old by what is read of another that began before it.
    ///
    /// - Parameter key: The stream's name, the same over restarts.
    public mutating func enter(stream key: UInt64) { folder.enter(stream: key) }

    /// The failures that a retry may still follow, as bytes for a checkpoint.
    public var openRequests: [UInt8] { folder.encoded }

    /// Takes up what ``openRequests`` wrote.
    ///
    /// - Parameter bytes: The bytes of a checkpoint.
    /// - Returns: Whether they were understood; if not, nothing changes.
    public mutating func restore(openRequests bytes: some Sequence<UInt8>) -> Bool {
        guard let restored = RequestFolder(encoded: bytes) else { return false }
        folder = restored
        return true
    }

    /// The newest attempts since the last call, oldest first, at most ``eventLimit``.
    public mutating func takeEvents() -> [RequestEvent] { events.take(table.names) }

    /// Forgets what attributes resolved to where that is too much.
    private mutating func makeRoom() {
        guard table.isCrowded else { return }
        events.settle(table.names)
        table.forgetResolved()
    }

    /// Lets new series in again, once an hour of the log, where there were too many: keys that are gone make room.
    ///
    /// A backlog's hours pass in moments: of those, one a minute is enough.
    private mutating func renewSeries() {
        guard table.isFull, let newest = span?.last.seconds, newest / 3_600 != renewedHour,
            observed - renewedAt >= .minutes(1) || observed < renewedAt
        else { return }
        renewedHour = newest / 3_600
        renewedAt = observed
        events.settle(table.names)
        table.removeAll()
        rows.forgetSeries()
    }
}
