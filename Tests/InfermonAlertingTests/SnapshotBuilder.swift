import InfermonAlerting
public import InfermonModel

/// Snapshots with just what a test speaks of.
enum SnapshotBuilder {
    static let start = Timestamp(seconds: 1_795_404_007)
    static let month = BillingMonth(containing: start, in: .utc)

    static func snapshot(
        at now: Timestamp = start, _ scenarios: [ScenarioSnapshot] = [],
        gpu: Reading<GPUObservation> = .unavailable(reason: "no driver"), sources: [SourceStatus] = []
    ) -> Snapshot {
        Snapshot(
            at: now, host: "ops-1", zone: .utc, scenarios: scenarios, total: scenario(Scenario(id: "all", title: "")),
            gpu: gpu, gpuUtilization: series, providers: [], sources: sources)
    }

    /// A scenario whose objectives are judged on the rollups given.
    static func scenario(
        _ scenario: Scenario, windows: [WindowSpan: Rollup] = [:], budget: BudgetStatus? = nil
    ) -> ScenarioSnapshot {
        ScenarioSnapshot(
            scenario: scenario, state: .noData, windows: windows,
            objectives: scenario.objectives.map {
                ObjectiveEvaluator.result(
                    of: $0, in: windows[$0.window] ?? Rollup(), over: $0.window.span ?? .days(20))
            },
            budget: budget ?? BudgetStatus(month: month, limit: nil, spent: .zero, basis: .best, elapsedRatio: 0.7),
            history: ScenarioHistory(
                latencySeconds: series, requestsPerHour: series, inputTokensPerSecond: series,
                outputTokensPerSecond: series, dollarsPerHour: series))
    }

    /// A rollup of served requests with these end-to-end times in seconds, and of failed ones.
    static func rollup(seconds: [Double], failures: Int64 = 0, unpriced: Int64 = 0, cost: Money = .zero) -> Rollup {
        var rollup = Rollup()
        for value in seconds { rollup.latency.record(microseconds: Int64(value * 1e6)) }
        rollup.requests = Int64(seconds.count) + failures
        rollup.outcomes[.ok] = Int64(seconds.count)
        rollup.outcomes[.upstreamError] = failures
        rollup.unpriced = unpriced
        rollup.bestCost = cost
        return rollup
    }

    static func budget(limit: Int64, spent: Money, estimate: Money? = nil, low: Money? = nil) -> BudgetStatus {
        BudgetStatus(
            month: month, limit: Money(dollars: limit), spent: spent, basis: .best, elapsedRatio: 0.7,
            estimate: estimate, low: low)
    }

    private static let series = Series(start: start, step: .minutes(1), values: [])
}

extension ScenarioID: ExpressibleByStringLiteral {
    /// Names in tests are written as they are.
    public init(stringLiteral value: String) { self.init(value) }
}
