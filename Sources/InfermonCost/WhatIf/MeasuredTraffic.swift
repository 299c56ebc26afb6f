public import InfermonModel

/// The traffic of one scenario as it was measured: what every option is asked to serve.
public struct MeasuredTraffic: Hashable, Sendable {
    /// The scenario.
    public var scenario: ScenarioID
    /// The first instant that was measured.
    public var from: Timestamp
    /// The end of the measurement.
    public var to: Timestamp
    /// All sums of the stretch.
    public var total: Rollup
    /// The sums by model as logged.
    public var models: [String: Rollup]
    /// The most requests of one hour.
    public var peakPerHour: Double

    /// Creates measured traffic.
    public init(
        scenario: ScenarioID, from: Timestamp, to: Timestamp, total: Rollup, models: [String: Rollup],
        peakPerHour: Double
    ) {
        self.scenario = scenario
        self.from = from
        self.to = to
        self.total = total
        self.models = models
        self.peakPerHour = peakPerHour
    }

    /// Sums the rows of one scenario.
    ///
    /// - Parameters:
    ///   - scenario: The scenario; rows of others are left out.
    ///   - rows: Rollups of at most an hour each, in any order.
    ///   - from: The first instant that was measured.
    ///   - to: The end of the measurement.
    public init(scenario: ScenarioID, rows: some Sequence<RollupRow>, from: Timestamp, to: Timestamp) {
        self.init(scenario: scenario, from: from, to: to, total: Rollup(), models: [:], peakPerHour: 0)
        var byHour: [Timestamp: Int64] = [:]
        for row in rows where row.series.scenario == scenario {
            total.merge(row.rollup)
            models[row.series.model, default: Rollup()].merge(row.rollup)
            byHour[row.start.floored(to: .hours(1)), default: 0] += row.rollup.requests
        }
        peakPerHour = max(Double(byHour.values.max() ?? 0), requestsPerHour)
    }

    /// Hours measured, at least a minute.
    public var hours: Double { max(1.0 / 60, (to - from).hours) }

    /// Requests per hour on average.
    public var requestsPerHour: Double { Double(total.requests) / hours }

    /// Requests of a mean month at this rate.
    public var requestsPerMonth: Double { requestsPerHour * PlanningMonth.hours }

    /// Requests whose tokens are known, and which a provider and not a cache answered.
    var requestsWithTokens: Int64 { max(0, total.requests - total.requestsWithoutTokens - total.cacheHits) }

    /// What the stretch cost, as a month; `nil` when nothing in it has a price.
    public var actualPerMonth: Money? {
        guard total.requests > total.unpriced else { return nil }
        return Money(roughDollars: total.bestCost.dollars * PlanningMonth.hours / hours)
    }

    /// Mean tokens of a prompt; `nil` without requests whose tokens are known.
    public var meanInput: Double? { mean(total.tokens.input) }

    /// Mean tokens of an answer; `nil` without requests whose tokens are known.
    public var meanOutput: Double? { mean(total.tokens.output) }

    /// The share of prompt tokens that came from the provider's prompt cache, 0…1.
    public var cacheShare: Double {
        total.tokens.input > 0 ? Double(total.tokens.cacheRead) / Double(total.tokens.input) : 0
    }

    private func mean(_ tokens: Int64) -> Double? {
        requestsWithTokens > 0 ? Double(tokens) / Double(requestsWithTokens) : nil
    }

    /// The share of requests that a context holds, 0…1; `nil` when some do not fit and how many is not known.
    func shareFitting(_ context: Int64) -> Double? {
        if total.largestContext <= context { return 1 }
        let all = total.contexts.count
        guard all > 0 else { return nil }
        return Double(all - total.contexts.count(above: TimeSpan(microseconds: context))) / Double(all)
    }
}
