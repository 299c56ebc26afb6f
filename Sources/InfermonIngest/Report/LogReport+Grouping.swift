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
        return RollupGrouping(
            by: dimensions, every: interval, in: zone, splitsOutcomes: keys.contains(.outcome),
            distributions: countsContexts ? .all : .times)
    }

    /// The groups of a report, ordered by key; sums that differ in the provider alone are merged where it was not asked for.
    func groups(of sums: [GroupedRollup]) -> [ReportGroup] {
        struct Key: Hashable {
            var series: SeriesKey
            var outcome: RequestOutcome?
            var start: Timestamp
        }
        var indices: [Key: Int] = [:]
        var groups: [ReportGroup] = []
        var providers: [Set<String>] = []
        let hasInterval = keys.contains(.hour) || keys.contains(.day)
        let nothing = Rollup()
        for sum in sums where sum.rollup != nothing {
            var key = Key(series: sum.series, outcome: sum.outcome, start: sum.start)
            if !keys.contains(.provider) { key.series.provider = "" }
            let index = indices.ordinal(of: key)
            if index == groups.count {
                groups.append(
                    ReportGroup(
                        series: key.series, outcome: key.outcome, start: hasInterval ? key.start : nil,
                        rollup: sum.rollup))
                providers.append([])
            } else {
                groups[index].rollup.merge(sum.rollup)
            }
            if sum.rollup.requests > 0, !sum.series.provider.isEmpty { providers[index].insert(sum.series.provider) }
        }
        if !keys.contains(.provider) {
            for index in groups.indices where providers[index].count == 1 {
                groups[index].series.provider = providers[index].first ?? ""
            }
        }
        // Sorted by their numbers: a group is large, and moved many times while sorting.
        return groups.indices.sorted { left, right in
            let (start, other) = (groups[left].start ?? .epoch, groups[right].start ?? .epoch)
            if start != other { return start < other }
            if groups[left].series != groups[right].series { return groups[left].series < groups[right].series }
            return groups[left].outcome?.rawValue ?? 0 < groups[right].outcome?.rawValue ?? 0
        }.map { groups[$0] }
    }
}
