public import InfermonModel

/// Holds what was measured against what was promised.
public enum ObjectiveEvaluator {
    /// Judges one objective on the sums of its window.
    ///
    /// An objective is at risk when less than a tenth of its bound is left; for availability, less than a tenth of the failures that
    /// it allows. A bound itself keeps the promise. Throughput is the load that a scenario is sized for: less demand breaks nothing,
    /// and more demand is at risk rather than violated, since whether it was carried is what the other objectives say.
    ///
    /// - Parameters:
    ///   - objective: What was promised.
    ///   - rollup: The sums of the objective's window.
    ///   - span: The length of the window that `rollup` covers, for rates.
    ///   - gpuMemoryBytes: Memory in use on the scenario's GPUs; `nil` when no board says.
    /// - Returns: The measured value in the objective's unit with its state; `noData` where nothing was measured.
    public static func result(
        of objective: Objective, in rollup: Rollup, over span: TimeSpan, gpuMemoryBytes: Int64? = nil
    ) -> ObjectiveResult {
        switch objective.kind {
        case .latency(let quantile, let bound):
            return atMost(objective, rollup.latency.percentile(quantile), bound, count: rollup.latency.count)
        case .timeToFirstToken(let quantile, let bound):
            let times = rollup.timeToFirstToken
            return atMost(objective, times.percentile(quantile), bound, count: times.count)
        case .availability(let bound):
            return availability(objective, rollup, bound)
        case .throughput(let perHour):
            return throughput(objective, rollup, perHour, span)
        case .costPerRequest(let bound):
            return cost(objective, rollup, bound)
        case .gpuMemory(let bound):
            let value = gpuMemoryBytes.map(Double.init)
            return ObjectiveResult(
                objective: objective, value: value, target: Double(bound), unit: "bytes", count: value == nil ? 0 : 1,
                state: state(value, atMost: Double(bound)))
        }
    }

    private static func atMost(
        _ objective: Objective, _ value: TimeSpan?, _ bound: TimeSpan, count: Int64
    ) -> ObjectiveResult {
        ObjectiveResult(
            objective: objective, value: value?.seconds, target: bound.seconds, unit: "s", count: count,
            state: state(value.map { Double($0.microseconds) }, atMost: Double(bound.microseconds)))
    }

    private static func availability(_ objective: Objective, _ rollup: Rollup, _ bound: Double) -> ObjectiveResult {
        let value = rollup.outcomes.availability
        let failed = rollup.failures
        let judged = rollup.outcomes[.ok] &+ failed
        let allowed = (1 - bound) * Double(judged)
        let state: ObjectiveResult.State
        if let value {
            // The same division as the value's, so that a share of exactly the bound is kept whatever the rounding.
            if value < bound {
                state = .violated
            } else {
                state = failed > 0 && Double(failed) > 0.9 * allowed ? .atRisk : .met
            }
        } else {
            state = .noData
        }
        return ObjectiveResult(
            objective: objective, value: value, target: bound, unit: "ratio", count: judged, state: state)
    }

    private static func throughput(
        _ objective: Objective, _ rollup: Rollup, _ perHour: Double, _ span: TimeSpan
    ) -> ObjectiveResult {
        let value = rollup.requests > 0 && span > .zero ? Double(rollup.requests) / span.hours : nil
        return ObjectiveResult(
            objective: objective, value: value, target: perHour, unit: "1/h", count: rollup.requests,
            state: value.map { $0 > perHour ? .atRisk : .met } ?? .noData)
    }

    private static func cost(_ objective: Objective, _ rollup: Rollup, _ bound: Money) -> ObjectiveResult {
        let value = rollup.costPerRequest
        return ObjectiveResult(
            objective: objective, value: value?.dollars, target: bound.dollars, unit: "USD",
            count: max(0, rollup.requests - rollup.unpriced),
            state: value.map { Self.state(of: $0, atMost: bound) } ?? .noData)
    }

    private static func state(of value: Money, atMost bound: Money) -> ObjectiveResult.State {
        if value > bound { return .violated }
        return value.scaled(by: 10, over: 1) > bound.scaled(by: 9, over: 1) ? .atRisk : .met
    }

    private static func state(_ value: Double?, atMost bound: Double) -> ObjectiveResult.State {
        guard let value else { return .noData }
        if value > bound { return .violated }
        return value > bound * 0.9 ? .atRisk : .met
    }
}
