import InfermonModel
import InfermonRollup

extension LogReport.Options {
    /// What to sum by; the provider comes along with the model, since a model mostly has one.
    var grouping: RollupGrouping {
        var dimensions: Set<RollupGrouping.Dimension> = []
        var interval: TimeSpan?
        for key in keys {
            switch key {
            case .scenario: dimensions.insert(.scenario)
            case .model: dimensions.formUnion([.model, .provider])
            case .provider: dimensions.insert(.provider)
            case .key: dimensions.insert(.key)
            case .team: dimensions.insert(.team)
            case .hour: interval = .hours(1)
            case .day: if interval == nil { interval = .days(1) }
            case .outcome: break
            }
        }
        return RollupGrouping(by: dimensions, every: interval, in: zone, splitsOutcomes: keys.contains(.outcome))
    }

    /// The groups of a report, ordered by key; sums that differ in the provider alone are merged where it was not asked for.
    func groups(of sums: [GroupedRollup]) -> [ReportGroup] {
        struct Key: Hashable {
            var series: SeriesKey
            var outcome: RequestOutcome?
            var start: Timestamp
        }
        var merged: [Key: (rollup: Rollup, providers: Set<String>)] = [:]
        for sum in sums where sum.rollup != Rollup() {
            var key = Key(series: sum.series, outcome: sum.outcome, start: sum.start)
            if !keys.contains(.provider) { key.series.provider = "" }
            merged[key, default: (Rollup(), [])].rollup.merge(sum.rollup)
            if sum.rollup.requests > 0 { merged[key]?.providers.insert(sum.series.provider) }
        }
        let hasInterval = keys.contains(.hour) || keys.contains(.day)
        return merged.map { key, value in
            var series = key.series
            if !keys.contains(.provider), value.providers.subtracting([""]).count == 1 {
                series.provider = value.providers.subtracting([""]).first ?? ""
            }
            return ReportGroup(
                series: series, outcome: key.outcome, start: hasInterval ? key.start : nil, rollup: value.rollup)
        }.sorted { left, right in
            (left.start ?? .epoch, left.series, left.outcome?.rawValue ?? 0)
                < (right.start ?? .epoch, right.series, right.outcome?.rawValue ?? 0)
        }
    }
}
