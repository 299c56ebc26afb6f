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
        Self.add(row.rollup, to: &sums[key, default: Rollup()])
    }

    /// Adds the money of a rollup, which is all that bills are compared with.
    private static func add(_ rollup: Rollup, to sum: inout Rollup) {
        sum.gatewayCost += rollup.gatewayCost
        sum.computedCost += rollup.computedCost
        sum.bestCost += rollup.bestCost
        sum.requests &+= rollup.requests
        sum.unpriced &+= rollup.unpriced
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
