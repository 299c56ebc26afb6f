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

    private struct Row {
        var start: Int64
        var series: Int
        var outcome: RequestOutcome?
        var rollup: Rollup
    }

    private struct RowKey: Hashable {
        var start: Int64
        var series: Int32
        var outcome: UInt8
    }

    private let grouping: RollupGrouping
    private var table: SeriesTable
    private var folder = RequestFolder()
    private var ids = RecentIDs()
    /// Records whose ids are fetched together.
    private static let portion = 16
    /// Keeps the compiler from leaving the fetching out.
    private var touched: UInt64 = 0
    private var rows: [Row] = []
    private var index: [RowKey: Int] = [:]
    /// Per series, the row that it was last counted in.
    private var lastRows: [Int32] = []

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
        self.grouping = grouping
        table = SeriesTable(grouping: grouping, router: router, pricer: pricer, limit: seriesLimit)
    }

    /// Counts one record.
    ///
    /// - Parameters:
    ///   - record: The record; its texts are not kept.
    ///   - observed: When its line was read, for records without an end.
    public mutating func add(_ record: AttemptRecord, observedAt observed: Timestamp) {
        self.observed = observed
        makeRoom()
        withUnsafePointer(to: record) { record in
            add(record, identity: Self.identity(record, observed), observedAt: observed)
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
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.portion) { identities in
            for start in stride(from: 0, to: records.count, by: Self.portion) {
                let count = min(Self.portion, records.count - start)
                makeRoom()
                for index in 0..<count {
                    let identity = Self.identity(first + (start + index), observed)
                    identities.initializeElement(at: index, to: identity)
                    touched &+= ids.touch(identity)
                }
                for index in 0..<count {
                    add(first + (start + index), identity: identities[index], observedAt: observed)
                }
            }
        }
    }

    /// Counts the record at an address: passed as a value, all of it would be copied.
    @inline(__always)
    private mutating func add(
        _ record: UnsafePointer<AttemptRecord>, identity: UInt64, observedAt observed: Timestamp
    ) {
        let end = record.pointee.endedAt ?? record.pointee.startedAt ?? observed
        if let to, end >= to { return }
        if let from, end < from { return }
        if !record.pointee.eventID.isEmpty, !ids.insert(identity) {
            repeats += 1
            return
        }
        let resolved = table.resolve(record)
        let request = Self.contribution(of: record, endedAt: end, rate: table.resolved[resolved].rate)
        var attempt = record.pointee.attempts
        if record.pointee.groupID.isEmpty {
            count(request, series: table.resolved[resolved].series)
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
    private mutating func count(_ request: RequestContribution, series: Int) {
        let row = row(of: request, series: series)
        rows[row].rollup.add(request, grouping.distributions)
    }

    /// Counts an attempt of a request that may have had others.
    private mutating func countFolded(
        _ record: UnsafePointer<AttemptRecord>, _ request: RequestContribution, _ resolved: Int, attempt: inout Int32,
        observedAt observed: Timestamp
    ) {
        var request = request
        var series = table.resolved[resolved].series
        fold(record, &request, series: &series, attempt: &attempt, observedAt: observed)
        count(request, series: series)
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
            rows[row(of: open.counted, series: series)].rollup.takeBack(open.counted)
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
    private mutating func row(of request: RequestContribution, series: Int) -> Int {
        let start = grouping.start(of: request.endedAt)
        if lastRows.count <= series {
            lastRows.append(contentsOf: repeatElement(-1, count: max(64, series + 1 - lastRows.count)))
        }
        let last = Int(lastRows[series])
        if last >= 0, rows[last].start == start, !grouping.splitsOutcomes { return last }
        return findRow(start, series: series, outcome: grouping.splitsOutcomes ? request.outcome : nil)
    }

    private mutating func findRow(_ start: Int64, series: Int, outcome: RequestOutcome?) -> Int {
        let key = RowKey(start: start, series: Int32(series), outcome: outcome?.rawValue ?? .max)
        let row: Int
        if let known = index[key] {
            row = known
        } else {
            row = rows.count
            rows.append(Row(start: start, series: series, outcome: outcome, rollup: Rollup()))
            index[key] = row
        }
        lastRows[series] = Int32(row)
        return row
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
    /// The sums so far by group; they are then forgotten, what may still be followed is not.
    public mutating func drainGroups() -> [GroupedRollup] {
        defer {
            rows.removeAll(keepingCapacity: true)
            index.removeAll(keepingCapacity: true)
            for series in lastRows.indices { lastRows[series] = -1 }
            renewSeries()
        }
        return rows.map { row in
            GroupedRollup(
                start: Timestamp(microseconds: row.start), series: table.series[row.series], outcome: row.outcome,
                rollup: row.rollup)
        }
    }

    /// The sums so far as rows for the store; they are then forgotten.
    ///
    /// Rows are signed: a retry takes back the failure that an earlier drain may have counted.
    public mutating func drain() -> [RollupRow] {
        drainGroups().map { RollupRow(start: $0.start, series: $0.series, rollup: $0.rollup) }
    }

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
        lastRows.removeAll(keepingCapacity: true)
    }
}
