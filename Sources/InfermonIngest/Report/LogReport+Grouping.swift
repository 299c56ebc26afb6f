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
    ///
    /// - Parameters:
    ///   - sums: The sums; taken out, not copied.
    ///   - outcomes: Their outcomes, when grouped by it.
    /// - Returns: The groups.
    func groups(takingFrom sums: inout [RollupRow], outcomes: [RequestOutcome?]) -> [ReportGroup] {
        let hasInterval = keys.contains(.hour) || keys.contains(.day)
        var groups: [ReportGroup] = []
        var providers: [GroupProvider] = []
        groups.reserveCapacity(sums.count)
        var last: ReportPlace?
        for (index, place) in ordered(sums, outcomes) {
            let requests = sums[index].rollup.requests
            if place == last {
                groups[groups.count - 1].rollup.merge(sums[index].rollup)
            } else {
                var series = sums[index].series
                if !keys.contains(.provider) { series.provider = "" }
                groups.append(
                    ReportGroup(
                        series: series, outcome: outcomes.isEmpty ? nil : outcomes[index],
                        start: hasInterval ? sums[index].start : nil, rollup: Rollup()))
                swap(&groups[groups.count - 1].rollup, &sums[index].rollup)
                providers.append(GroupProvider())
                last = place
            }
            if requests > 0 { providers[groups.count - 1].add(sums[index].series.provider) }
        }
        if !keys.contains(.provider) {
            for index in groups.indices { groups[index].series.provider = providers[index].name }
        }
        return groups
    }

    /// The numbers of the sums that have something, by their places.
    ///
    /// Sorted by numbers: sums are large, and texts are compared once each, not once a comparison of groups.
    private func ordered(_ sums: [RollupRow], _ outcomes: [RequestOutcome?]) -> [(index: Int, place: ReportPlace)] {
        func ranks(_ text: (SeriesKey) -> String) -> [Int32] {
            var numbers: [String: Int] = [:]
            let ordinals = sums.map { numbers.ordinal(of: text($0.series)) }
            var ranks = [Int32](repeating: 0, count: numbers.count)
            for (rank, entry) in numbers.sorted(by: { $0.key < $1.key }).enumerated() {
                ranks[entry.value] = Int32(truncatingIfNeeded: rank)
            }
            return ordinals.map { ranks[$0] }
        }
        func ranks(of key: ReportKey, _ text: (SeriesKey) -> String) -> [Int32]? {
            keys.contains(key) ? ranks(text) : nil
        }
        let scenarios = ranks(of: .scenario) { $0.scenario.rawValue }
        let models = ranks(of: .model, \.model)
        let providers = ranks(of: .provider, \.provider)
        let names = ranks(of: .key, \.key)
        let teams = ranks(of: .team, \.team)
        let nothing = Rollup()
        return sums.indices.filter { sums[$0].rollup != nothing }.map { index in
            let place = ReportPlace(
                start: sums[index].start.microseconds, scenario: scenarios?[index] ?? 0, model: models?[index] ?? 0,
                provider: providers?[index] ?? 0, key: names?[index] ?? 0, team: teams?[index] ?? 0,
                outcome: outcomes.isEmpty ? 0 : outcomes[index]?.rawValue ?? 0)
            return (index, place)
        }.sorted { $0.place < $1.place }
    }
}

/// Where a group stands in a report: texts as their ranks.
private struct ReportPlace: Comparable {
    var start: Int64
    var scenario, model, provider, key, team: Int32
    var outcome: UInt8

    static func < (left: ReportPlace, right: ReportPlace) -> Bool {
        if left.start != right.start { return left.start < right.start }
        if left.scenario != right.scenario { return left.scenario < right.scenario }
        if left.model != right.model { return left.model < right.model }
        if left.provider != right.provider { return left.provider < right.provider }
        if left.key != right.key { return left.key < right.key }
        if left.team != right.team { return left.team < right.team }
        return left.outcome < right.outcome
    }
}

/// The one provider of a group's requests.
private struct GroupProvider {
    /// Its name; empty for none and for several.
    private(set) var name = ""
    private var isMixed = false

    mutating func add(_ provider: String) {
        guard !provider.isEmpty, !isMixed, provider != name else { return }
        isMixed = !name.isEmpty
        name = isMixed ? "" : provider
    }
}
