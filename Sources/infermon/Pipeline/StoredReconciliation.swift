import InfermonCost
import InfermonModel
import InfermonStore

/// A month's bills beside what the logs of the store say of it.
enum StoredReconciliation {
    private struct DayKey: Hashable {
        let start: Timestamp
        let series: SeriesKey
    }

    /// Puts them side by side; blocks while the disk answers.
    ///
    /// - Returns: `nil` when no provider billed anything in the month.
    /// - Throws: ``StoreError``.
    static func read(
        _ configuration: Configuration, month: BillingMonth, now: Timestamp
    ) throws(StoreError) -> Reconciliation? {
        let store = try Store(reading: configuration.storePath ?? LiveSession.standardStorePath, now: now)
        let accounts = LiveSession.billingAccounts(of: configuration)
        // A bucket that began before the month may reach into it.
        let bills = try store.providerUsage(from: month.start - .days(31), to: month.end).costs.filter {
            $0.end > month.start && accounts.contains($0.account)
        }
        guard !bills.isEmpty else { return nil }
        let span: RollupSpan = month.start >= now - RollupSpan.quarter.retention ? .quarter : .hour
        // Quarters of a month are many, days of scenarios and providers are few.
        var days: [DayKey: Rollup] = [:]
        var observedSince = try LiveSession.observedSince(store, now: now)
        try store.forEachRow(span, from: month.start, to: month.end) { row in
            observedSince = min(observedSince, row.start)
            let series = SeriesKey(scenario: row.series.scenario, provider: row.series.provider)
            // The first day of a zone's month begins within one of UTC's.
            let start = max(month.start, row.start.floored(to: .days(1)))
            days[DayKey(start: start, series: series), default: Rollup()].merge(row.rollup)
        }
        let rows = days.lazy.map { RollupRow(start: $0.key.start, series: $0.key.series, rollup: $0.value) }
        return Reconciliation(
            rollups: rows, bills: bills, scenarioByProject: configuration.scenarioByProject,
            observedSince: observedSince, month: month, now: now)
    }
}

extension Configuration {
    /// The scenario of each account's projects, by account and project.
    ///
    /// The tags in exports that name a scenario need no rule.
    var scenarioByProject: [String: [String: ScenarioID]] {
        let names = Dictionary(scenarios.map { ($0.id.rawValue, $0.id) }, uniquingKeysWith: { first, _ in first })
        return Dictionary(
            providers.map { source in
                let rules = source.scenarioByProject.mapValues(ScenarioID.init)
                guard source.provider == FocusAgent.provider else { return (source.id, rules) }
                return (source.id, names.merging(rules) { _, rule in rule })
            }, uniquingKeysWith: { first, _ in first })
    }
}
