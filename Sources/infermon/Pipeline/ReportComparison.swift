import InfermonCost
import InfermonIngest
import InfermonModel

/// A month beside the one before it: like with like, and what made the difference.
struct ReportComparison {
    /// The stretch before.
    let from: Timestamp
    let to: Timestamp
    /// Whether the month is under way, so that only the same part of the one before it is taken.
    let isPartial: Bool
    let before: Rollup
    let after: Rollup
    /// What changed, by key.
    let drivers: [(key: ReportKey, drivers: SpendDrivers)]

    /// What a comparison groups by.
    static let keys: [ReportKey] = [.scenario, .model, .provider, .key, .team]
    /// The most drivers of a key that are named.
    static let limit = 3

    /// Compares two reports by ``keys``.
    init(before: ReportResult, after: ReportResult, from: Timestamp, to: Timestamp, isPartial: Bool) {
        self.from = from
        self.to = to
        self.isPartial = isPartial
        self.before = before.totals
        self.after = after.totals
        drivers = Self.keys.map { key in
            (key, SpendDrivers(before: Self.sums(before, by: key), after: Self.sums(after, by: key)))
        }.filter { key, drivers in
            // A key that says nothing, or the same of all, explains nothing.
            drivers.drivers.contains { !$0.key.isEmpty } && (drivers.drivers.count > 1 || key == .model)
        }
    }

    /// The part of the month before that a month is compared with.
    static func stretch(
        before month: BillingMonth, in zone: TimeZoneRules, now: Timestamp
    ) -> (from: Timestamp, to: Timestamp, isPartial: Bool) {
        let earlier = BillingMonth(containing: month.start - .seconds(1), in: zone)
        guard now < month.end else { return (earlier.start, earlier.end, false) }
        return (earlier.start, min(earlier.end, earlier.start + (max(now, month.start) - month.start)), true)
    }

    private static func sums(_ result: ReportResult, by key: ReportKey) -> [String: Rollup] {
        var sums: [String: Rollup] = [:]
        for group in result.groups {
            sums[ReportKeyText.text(key, of: group, zone: .utc), default: Rollup()].merge(group.rollup)
        }
        return sums
    }
}
