public import InfermonModel

/// What was measured of one scenario up to an instant, before anything is judged.
public struct TrafficMeasurement: Sendable {
    /// The scenario's id; `nil` for all of them together.
    public let scenario: ScenarioID?
    /// The sums of the windows.
    public let windows: [WindowSpan: Rollup]
    /// The time that each window's sum covers.
    public let covered: [WindowSpan: TimeSpan]
    /// The last 24 hours by model.
    public let models: [ModelShare]
}

/// All traffic, by scenario, ready to be measured at any instant.
public struct TrafficWindows: Sendable {
    /// The most scenarios kept apart; the rest is counted under ``ScenarioID/other``.
    public static let scenarioLimit = 1_000

    /// The zone that months are cut in.
    public let zone: TimeZoneRules

    /// When observing began: rates are over no longer a time than that.
    public private(set) var observedSince: Timestamp

    private var scenarios: [ScenarioID: ScenarioWindows] = [:]
    private var all = ScenarioWindows()
    private var ledger = ProviderLedgerDays()
    private var own: OwnWorkHours
    private var providerSpend: ProviderSpendHours

    /// Creates empty windows.
    ///
    /// - Parameters:
    ///   - zone: The zone that months are cut in.
    ///   - observedSince: When observing began.
    ///   - ownModels: Patterns with `*` and `?` of the models that own hardware serves.
    ///   - budgetedProvider: The provider with a budget that a log's name means; `nil` for all others.
    public init(
        zone: TimeZoneRules, observedSince: Timestamp, ownModels: [String] = [],
        budgetedProvider: @escaping @Sendable (String) -> String? = { _ in nil }
    ) {
        own = OwnWorkHours(models: ownModels)
        providerSpend = ProviderSpendHours(provider: budgetedProvider)
        self.zone = zone
        self.observedSince = observedSince
    }

    /// Adds what a pass over a log gave.
    public mutating func add(_ rows: [RollupRow], now: Timestamp) {
        var sums = PassSums()
        for index in rows.indices {
            observedSince = min(observedSince, rows[index].start)
            let place = place(of: rows[index].series.scenario)
            if scenarios[place] == nil { scenarios[place] = ScenarioWindows() }
            sums.add(rows[index], under: place)
        }
        let total = sums.total
        var month = BillingMonth(containing: now, in: zone)
        // By their places: a sum is large, and each one given out would be a copy.
        for index in sums.minutes.indices {
            advance(&month, to: sums.minutes[index].start)
            let scenario = sums.minutes[index].series.scenario
            scenarios[scenario]?.add(minute: sums.minutes[index], month: month, now: now)
        }
        for index in total.minutes.indices {
            advance(&month, to: total.minutes[index].start)
            all.add(minute: total.minutes[index], month: month, now: now)
        }
        for index in sums.hours.indices {
            let scenario = sums.hours[index].series.scenario
            own.add(sums.hours[index], scenario: scenario)
            scenarios[scenario]?.add(hour: sums.hours[index], now: now)
        }
        for index in total.hours.indices {
            ledger.add(total.hours[index])
            providerSpend.add(total.hours[index])
            all.add(hour: total.hours[index], now: now)
        }
    }

    /// Adds stored rows at a start; each level of the store feeds the windows of its own length.
    public mutating func restore(_ rows: [RollupRow], span: RollupSpan, now: Timestamp) {
        var month = BillingMonth(containing: now, in: zone)
        for row in rows {
            advance(&month, to: row.start)
            observedSince = min(observedSince, row.start)
            let place = place(of: row.series.scenario)
            if span == .hour { providerSpend.add(row) }
            if span == .quarter {
                ledger.add(row)
                own.add(row, scenario: place)
            }
            scenarios[place, default: ScenarioWindows()].restore(row, span: span, month: month, now: now)
            all.restore(row, span: span, month: month, now: now)
        }
    }

    private func advance(_ month: inout BillingMonth, to instant: Timestamp) {
        guard instant < month.start || instant >= month.end else { return }
        month = BillingMonth(containing: instant, in: zone)
    }

    /// The scenario to count under: logs may name any number of them.
    private func place(of scenario: ScenarioID) -> ScenarioID {
        scenarios.count < Self.scenarioLimit || scenarios[scenario] != nil ? scenario : .other
    }

    /// Forgets what no window reaches, and scenarios of which nothing is left.
    public mutating func expire(at now: Timestamp) {
        let month = BillingMonth(containing: now, in: zone)
        var index = scenarios.startIndex
        while index != scenarios.endIndex {
            scenarios.values[index].expire(month: month, now: now)
            scenarios.formIndex(after: &index)
        }
        if scenarios.values.contains(where: \.isEmpty) { scenarios = scenarios.filter { !$0.value.isEmpty } }
        all.expire(month: month, now: now)
        ledger.expire(before: month.start.floored(to: .days(1)))
        own.expire(before: month.start.floored(to: .hours(1)))
        providerSpend.expire(before: now.floored(to: .hours(1)) - .hours(Int64(ScenarioWindows.spendHours)))
    }

    /// The money of the month by UTC day and provider, for comparing with bills.
    public var moneyByProviderDay: [RollupRow] { ledger.rows }

    /// Spend by the hour at a provider with a budget, oldest first, the hour under way last.
    public func spendByHour(now: Timestamp, ofProvider name: String) -> (start: Timestamp, amounts: [Money]) {
        providerSpend.spendByHour(of: name, now: now)
    }

    /// Tokens of the month that own hardware served, by UTC hour and scenario.
    public var ownWorkByHour: [Timestamp: [ScenarioID: TokenUsage]] { own.hours }

    /// The scenarios that something is known of.
    public var seen: Set<ScenarioID> { Set(scenarios.keys) }

    /// The windows of one scenario, or of all together for `nil`; of a scenario never seen, empty ones.
    public subscript(id: ScenarioID?) -> ScenarioWindows {
        id.map { scenarios[$0] ?? ScenarioWindows() } ?? all
    }

    /// Measures one scenario, or all together for `nil`.
    ///
    /// - Parameters:
    ///   - id: The scenario; `nil` for all together.
    ///   - now: The instant up to which windows reach.
    /// - Returns: The measurement; of a scenario never seen, an empty one.
    public func measure(_ id: ScenarioID?, now: Timestamp) -> TrafficMeasurement {
        let windows = self[id]
        let month = BillingMonth(containing: now, in: zone)
        return TrafficMeasurement(
            scenario: id,
            windows: windows.windows(month: month, now: now),
            covered: Dictionary(
                uniqueKeysWithValues: WindowSpan.allCases.map {
                    ($0, windows.covered($0, month: month, observedSince: observedSince, now: now))
                }),
            models: windows.modelShares(now: now))
    }
}
