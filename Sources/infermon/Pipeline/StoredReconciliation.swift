import InfermonCost
import InfermonModel
import InfermonStore

/// A month's bills beside what the logs of the store say of it.
enum StoredReconciliation {
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
        var rows: [RollupRow] = []
        try store.forEachRow(span, from: month.start, to: month.end) { row in
            var row = row
            row.series = SeriesKey(scenario: row.series.scenario, provider: row.series.provider)
            rows.append(row)
        }
        return Reconciliation(
            rollups: rows, bills: bills, scenarioByProject: configuration.scenarioByProject, month: month, now: now)
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
