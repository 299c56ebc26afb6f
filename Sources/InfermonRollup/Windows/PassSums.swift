import InfermonModel

/// The rows of one pass, added up by what windows tell apart: each of a hundred rows would go into four windows by itself, and
/// differs from the others in what three of them do not look at.
struct PassSums {
    /// By scenario and minute; the rest of the series is empty.
    private(set) var minutes: [RollupRow] = []
    /// By scenario, model, provider and UTC hour; of the distributions, that of latency.
    private(set) var hours: [RollupRow] = []
    private var minuteNumbers: [Key: Int] = [:]
    private var hourNumbers: [Key: Int] = [:]

    private struct Key: Hashable {
        var scenario: ScenarioID
        var model = ""
        var provider = ""
        var start: Timestamp
    }

    /// Adds a row of one minute.
    ///
    /// - Parameters:
    ///   - row: The row.
    ///   - scenario: The scenario to count it under.
    mutating func add(_ row: RollupRow, under scenario: ScenarioID) {
        Self.add(row.rollup, under: Key(scenario: scenario, start: row.start), to: &minutes, &minuteNumbers, .all)
        let hour = Key(
            scenario: scenario, model: row.series.model, provider: row.series.provider,
            start: row.start.floored(to: .hours(1)))
        Self.add(row.rollup, under: hour, to: &hours, &hourNumbers, .latency)
    }

    /// The same with all scenarios as one.
    var total: PassSums {
        var total = PassSums()
        for index in minutes.indices {
            let key = Key(scenario: .all, start: minutes[index].start)
            Self.add(minutes[index].rollup, under: key, to: &total.minutes, &total.minuteNumbers, .all)
        }
        for index in hours.indices {
            let series = hours[index].series
            let key = Key(
                scenario: .all, model: series.model, provider: series.provider, start: hours[index].start)
            Self.add(hours[index].rollup, under: key, to: &total.hours, &total.hourNumbers, .latency)
        }
        return total
    }

    private static func add(
        _ rollup: Rollup, under key: Key, to sums: inout [RollupRow], _ numbers: inout [Key: Int],
        _ distributions: Rollup.Distributions
    ) {
        let number = numbers.ordinal(of: key)
        if number == sums.count {
            let series = SeriesKey(scenario: key.scenario, model: key.model, provider: key.provider)
            sums.append(RollupRow(start: key.start, series: series, rollup: Rollup()))
        }
        sums[number].rollup.merge(rollup, distributions)
    }
}
