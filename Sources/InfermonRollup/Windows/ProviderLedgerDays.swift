import InfermonModel

/// Money by UTC day and provider: what bills are compared with.
struct ProviderLedgerDays: Sendable {
    private struct Key: Hashable, Sendable {
        let day: Timestamp
        let provider: String
    }

    private var sums: [Key: Rollup] = [:]

    mutating func add(_ row: RollupRow) {
        let key = Key(day: row.start.floored(to: .days(1)), provider: row.series.provider)
        sums[key, default: Rollup()].gatewayCost += row.rollup.gatewayCost
        sums[key]?.computedCost += row.rollup.computedCost
        sums[key]?.bestCost += row.rollup.bestCost
        sums[key]?.requests += row.rollup.requests
        sums[key]?.unpriced += row.rollup.unpriced
    }

    mutating func expire(before day: Timestamp) {
        if sums.keys.contains(where: { $0.day < day }) { sums = sums.filter { $0.key.day >= day } }
    }

    var rows: [RollupRow] {
        sums.map { key, rollup in
            RollupRow(
                start: key.day, series: SeriesKey(scenario: .unattributed, provider: key.provider), rollup: rollup)
        }
    }
}
