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
        // A bucket that began before the month may reach into it.
        let bills = try store.providerUsage(from: month.start - .days(31), to: month.end).costs.filter {
            $0.end > month.start
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
    /// The scenario of each project or workspace, by provider: those of all its accounts.
    var scenarioByProject: [String: [String: ScenarioID]] {
        Dictionary(
            providers.map { ($0.provider, $0.scenarioByProject.mapValues(ScenarioID.init)) },
            uniquingKeysWith: { $0.merging($1) { first, _ in first } })
    }
}
