public import InfermonModel

/// The windows of one scenario: an hour by the minute, a day by the quarter, months of spend by the hour.
public struct ScenarioWindows: Sendable {
    /// How far back hourly spend is kept: two months and the week before them, for forecasts and for how good last month's was.
    public static let spendHours = 70 * 24

    private var minutes = SlottedRollups(
        slotSpan: .minutes(1), slotCount: 60, windows: [1, 5, 60], distributions: .times)
    private var quarters = SlottedRollups(slotSpan: .minutes(15), slotCount: 96, windows: [96])
    /// The models in no order, and where each is among them: a dictionary would give copies of what it holds.
    private var models: [ModelWindows] = []
    private var modelPlaces: [ModelKey: Int] = [:]
    private var months: [Timestamp: Rollup] = [:]
    private var hourlySpend: [Timestamp: Money] = [:]

    private struct ModelKey: Hashable, Sendable {
        var model: String
        var provider: String
    }

    private struct ModelWindows: Sendable {
        var key: ModelKey
        var hours = SlottedRollups(slotSpan: .hours(1), slotCount: 24, windows: [24], distributions: .latency)
    }

    /// Creates empty windows.
    public init() {}

    /// Adds the sum of one minute.
    ///
    /// - Parameters:
    ///   - row: The sum over models, providers, keys and teams.
    ///   - month: The month that it belongs to.
    ///   - now: The time; what no window reaches any more is left out.
    mutating func add(minute row: RollupRow, month: BillingMonth, now: Timestamp) {
        minutes.add(row.rollup, at: row.start, now: now)
        quarters.add(row.rollup, at: row.start, now: now)
        addToMonth(row, month: month, now: now)
    }

    /// Adds what one model at one provider did in one UTC hour: it is part of minutes that are added by themselves.
    ///
    /// - Parameters:
    ///   - row: The sum.
    ///   - now: The time; what no window reaches any more is left out.
    mutating func add(hour row: RollupRow, now: Timestamp) { addToModelAndSpend(row, now: now) }

    /// Adds a row from the store; each of its levels feeds other windows, so that nothing is added twice.
    ///
    /// Months are cut from quarters: every zone's offset is a multiple of 15 minutes, not of an hour.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - span: The length of its interval.
    ///   - month: The month that it belongs to.
    ///   - now: The time; what no window reaches any more is left out.
    public mutating func restore(_ row: RollupRow, span: RollupSpan, month: BillingMonth, now: Timestamp) {
        switch span {
        case .minute:
            minutes.add(row.rollup, at: row.start, now: now)
        case .quarter:
            quarters.add(row.rollup, at: row.start, now: now)
            addToMonth(row, month: month, now: now)
        case .hour:
            addToModelAndSpend(row, now: now)
        }
    }

    /// A gateway's clock may be ahead of ours, so that a month begins before it does here; only by a day, against wild dates.
    private mutating func addToMonth(_ row: RollupRow, month: BillingMonth, now: Timestamp) {
        guard month.end > now, month.start <= now + .days(1) else { return }
        months[month.start, default: Rollup()].merge(row.rollup, .times)
    }

    private mutating func addToModelAndSpend(_ row: RollupRow, now: Timestamp) {
        let key = ModelKey(model: row.series.model, provider: row.series.provider)
        let place: Int
        if let known = modelPlaces[key] {
            place = known
        } else {
            place = models.count
            models.append(ModelWindows(key: key))
            modelPlaces[key] = place
        }
        models[place].hours.add(row.rollup, at: row.start, now: now)
        hourlySpend[row.start.floored(to: .hours(1)), default: .zero] += row.rollup.bestCost
    }

    /// Forgets what no window reaches.
    public mutating func expire(month: BillingMonth, now: Timestamp) {
        minutes.expire(at: now)
        quarters.expire(at: now)
        for index in models.indices { models[index].hours.expire(at: now) }
        if models.contains(where: \.hours.isEmpty) {
            models.removeAll(where: \.hours.isEmpty)
            modelPlaces = Dictionary(uniqueKeysWithValues: models.indices.map { (models[$0].key, $0) })
        }
        if months.keys.contains(where: { $0 < month.start }) { months = months.filter { $0.key >= month.start } }
        let oldest = now.floored(to: .hours(1)) - .hours(Int64(Self.spendHours))
        if hourlySpend.keys.contains(where: { $0 < oldest }) { hourlySpend = hourlySpend.filter { $0.key >= oldest } }
    }

    /// Whether nothing is kept: no traffic of the last day, nothing of the month and no hourly spend.
    public var isEmpty: Bool {
        minutes.isEmpty && quarters.isEmpty && models.isEmpty && months.isEmpty && hourlySpend.isEmpty
    }

    /// The sums of every window up to `now`; the sizes of requests (``Rollup/contexts``) in that of the day alone.
    public func windows(month: BillingMonth, now: Timestamp) -> [WindowSpan: Rollup] {
        [
            .oneMinute: minutes.sum(lastFull: 1, at: now),
            .fiveMinutes: minutes.sum(lastFull: 5, at: now),
            .oneHour: minutes.sum(lastFull: 60, at: now),
            .oneDay: quarters.sum(lastFull: 96, at: now),
            .month: months[month.start] ?? Rollup(),
        ]
    }

    /// The last 24 hours by model, dearest first, then busiest.
    public func modelShares(now: Timestamp) -> [ModelShare] {
        var shares: [ModelShare] = []
        for index in models.indices {
            let key = models[index].key
            var share = ModelShare(model: key.model, provider: key.provider, requests: 0, cost: .zero)
            models[index].hours.forEachPart(lastFull: 24, at: now) { part in
                share.requests &+= part.requests
                share.cost += part.bestCost
                share.unpriced &+= part.unpriced
            }
            if share.requests > 0 { shares.append(share) }
        }
        return shares.sorted { ($1.cost, $1.requests, $0.model) < ($0.cost, $0.requests, $1.model) }
    }

    /// The sums of the last 24 hours by model, whoever provided it; of the distributions, that of latency.
    public func models(now: Timestamp) -> [String: Rollup] {
        models.reduce(into: [:]) { sums, model in
            let sum = model.hours.sum(lastFull: 24, at: now)
            if sum.requests > 0 { sums[model.key.model, default: Rollup()].merge(sum) }
        }
    }

    /// The graphs of the last `span`: by the minute up to an hour, by the quarter up to a day.
    ///
    /// - Parameters:
    ///   - quantile: The latency percentile to graph, 0…1.
    ///   - span: How far back; at most a day.
    ///   - now: The end.
    /// - Returns: One value a full step; the step under way is left out, since a part of it says nothing of the rate.
    public func history(quantile: Double, span: TimeSpan, now: Timestamp) -> ScenarioHistory {
        let slots = graphed(span)
        let count = Int(span.microseconds / slots.slotSpan.microseconds)
        let rollups = slots.ordered(at: now).dropLast().suffix(count)
        let start = now.floored(to: slots.slotSpan) - slots.slotSpan * Int64(rollups.count)
        let seconds = slots.slotSpan.seconds
        func series(_ value: (Rollup) -> Double?) -> Series {
            Series(start: start, step: slots.slotSpan, values: rollups.map { $0.flatMap(value) })
        }
        return ScenarioHistory(
            latencySeconds: series { $0.latency.percentileMilliseconds(quantile).map { $0 / 1_000 } },
            requestsPerHour: series { Double($0.requests) * 3_600 / seconds },
            inputTokensPerSecond: series { Double($0.tokens.input) / seconds },
            outputTokensPerSecond: series { Double($0.tokens.output) / seconds },
            dollarsPerHour: series { $0.bestCost.dollars * 3_600 / seconds })
    }

    /// What ``history(quantile:span:now:)`` is made of: as long as it is the same, so are the graphs.
    public func historyVersion(span: TimeSpan, now: Timestamp) -> SlottedRollups.Version? {
        graphed(span).version(at: now)
    }

    private func graphed(_ span: TimeSpan) -> SlottedRollups { span <= .hours(1) ? minutes : quarters }

    /// The most requests of four quarters in a row over the last day, per hour.
    public func busiestHour(now: Timestamp) -> Double {
        let quarters = quarters.ordered(at: now).dropLast().map { Double($0?.requests ?? 0) }
        guard quarters.count >= 4 else { return quarters.reduce(0, +) }
        return (0...(quarters.count - 4)).map { quarters[$0..<($0 + 4)].reduce(0, +) }.max() ?? 0
    }

    /// Spend by the hour on the best basis, oldest first, from the first hour known to the one under way.
    public func spendByHour(now: Timestamp) -> (start: Timestamp, amounts: [Money]) {
        let current = now.floored(to: .hours(1))
        guard let first = hourlySpend.keys.min(), first <= current else { return (current, []) }
        let count = Int((current - first).microseconds / TimeSpan.hours(1).microseconds) + 1
        return (first, (0..<count).map { hourlySpend[first + .hours(Int64($0))] ?? .zero })
    }

    /// The time that a window's sum at `now` covers, for rates.
    ///
    /// - Parameters:
    ///   - window: The window.
    ///   - month: The month under way.
    ///   - observedSince: When observing began: what lies before it was not measured.
    ///   - now: The end of the window.
    /// - Returns: The time, at least one second.
    public func covered(
        _ window: WindowSpan, month: BillingMonth, observedSince: Timestamp, now: Timestamp
    ) -> TimeSpan {
        let whole =
            switch window {
            case .oneMinute: minutes.covered(lastFull: 1, at: now)
            case .fiveMinutes: minutes.covered(lastFull: 5, at: now)
            case .oneHour: minutes.covered(lastFull: 60, at: now)
            case .oneDay: quarters.covered(lastFull: 96, at: now)
            case .month: now - month.start
            }
        return max(.seconds(1), min(whole, now - observedSince))
    }
}
