import Foundation
import InfermonModel

extension Sample {
    /// A scenario with a day of traffic of the given shape.
    static func scenario(
        id: String, title: String, state: HealthState, perHour: Int64, goal: Double?, median: Double, latency: Double,
        bound: Int64?, firstToken: Double?, availability: Double, failures: Int64, tokens: (Int64, Int64),
        cost: Double?,
        ceiling: Double?, spent: String, limit: Int64?, burn: String, estimate: String?, runsOut: Timestamp? = nil,
        models: [(String, Int64, String?)]
    ) -> ScenarioSnapshot {
        let hour = rollup(
            requests: perHour, failures: failures, median: median, tail: latency, firstToken: firstToken,
            tokens: tokens,
            cost: cost)
        let five = rollup(
            requests: max(20, perHour / 12), failures: 0, median: median, tail: latency, firstToken: firstToken,
            tokens: tokens, cost: cost)
        var objectives: [ObjectiveResult] = []
        if let bound {
            let share = latency / Double(bound)
            objectives.append(
                ObjectiveResult(
                    objective: Objective(kind: .latency(quantile: 0.95, atMost: .seconds(bound))), value: latency,
                    target: Double(bound), unit: "s", count: 96,
                    state: share > 1 ? .violated : share > 0.9 ? .atRisk : .met))
            objectives.append(
                ObjectiveResult(
                    objective: Objective(kind: .availability(atLeast: 0.999), window: .oneHour), value: availability,
                    target: 0.999, unit: "ratio", count: perHour, state: availability < 0.99 ? .violated : .met))
        }
        if let goal {
            objectives.append(
                ObjectiveResult(
                    objective: Objective(kind: .throughput(perHour: goal), window: .oneHour), value: Double(perHour),
                    target: goal, unit: "1/h", count: perHour, state: .met))
        }
        if let ceiling, let cost {
            objectives.append(
                ObjectiveResult(
                    objective: Objective(kind: .costPerRequest(atMost: .zero), window: .oneHour), value: cost,
                    target: ceiling, unit: "USD", count: perHour, state: .met))
        }
        let budget = BudgetStatus(
            month: month, limit: limit.map { Money(dollars: $0) }, spent: Money(spent) ?? .zero, basis: .best,
            burnPerHour: Money(burn) ?? .zero, burnPerHourLastDay: Money(burn)?.scaled(by: 100, over: 118),
            elapsedRatio: month.elapsedRatio(at: now), pace: 0.86, estimate: estimate.flatMap { Money($0) },
            low: estimate.flatMap { Money($0)?.scaled(by: 92, over: 100) },
            high: estimate.flatMap { Money($0)?.scaled(by: 109, over: 100) }, runsOutAt: runsOut,
            dailyAllowance: limit.map { Money(dollars: $0).scaled(by: 1, over: 40) })
        return ScenarioSnapshot(
            scenario: Scenario(id: ScenarioID(id), title: title), state: state,
            windows: [.oneMinute: five, .fiveMinutes: five, .oneHour: hour, .oneDay: hour, .month: hour],
            models: models.map { model in
                ModelShare(
                    model: model.0, provider: "openai", requests: model.1,
                    cost: model.2.flatMap { Money($0) } ?? .zero, unpriced: model.2 == nil ? model.1 : 0)
            },
            objectives: objectives, budget: budget,
            history: ScenarioHistory(
                latencySeconds: state == .critical && id != "all"
                    ? SampleSeries.step(latency * 0.66, latency, at: 0.8)
                    : SampleSeries.wave(latency * 0.92, latency * 0.1),
                requestsPerHour: SampleSeries.wave(Double(perHour), Double(perHour) * 0.12),
                inputTokensPerSecond: SampleSeries.wave(
                    Double(perHour * tokens.0) / 3_600, Double(perHour * tokens.0) / 9_000),
                outputTokensPerSecond: SampleSeries.wave(
                    Double(perHour * tokens.1) / 3_600, Double(perHour * tokens.1) / 8_000),
                dollarsPerHour: SampleSeries.wave((Money(burn) ?? .zero).dollars, (Money(burn) ?? .zero).dollars * 0.1))
        )
    }

    /// Sums whose latencies have the given median and 95th percentile, log-normally spread.
    static func rollup(
        requests: Int64, failures: Int64, median: Double, tail: Double, firstToken: Double?, tokens: (Int64, Int64),
        cost: Double?
    ) -> Rollup {
        var sums = Rollup()
        sums.requests = requests
        sums.attempts = requests + requests / 150
        sums.outcomes[.ok] = requests - failures
        sums.outcomes[.rateLimited] = failures / 2 + failures % 2
        sums.outcomes[.upstreamError] = failures / 2
        sums.cacheHits = requests * 31 / 100
        let sigma = log(tail / median) / 1.645
        let count = min(requests, 199)
        for index in 0..<count {
            let share = (Double(index) + 0.5) / Double(count)
            let spread = exp(sigma * probit(share))
            sums.latency.record(microseconds: Int64(median * spread * 1e6))
            if let firstToken { sums.timeToFirstToken.record(microseconds: Int64(firstToken * 0.6 * spread * 1e6)) }
        }
        sums.tokens = TokenUsage(uncachedInput: tokens.0 * requests, output: tokens.1 * requests)
        sums.decodeTokens = tokens.1 * requests
        sums.decodeMicroseconds = Int64(Double(tokens.1 * requests) / 27 * 1e6)
        if let cost {
            sums.bestCost = Money(picodollars: Int128(cost * 1e12) * Int128(requests))
        } else {
            sums.unpriced = requests
        }
        return sums
    }

    /// The normal quantile, by the logistic approximation; good enough for a picture.
    private static func probit(_ share: Double) -> Double { log(share / (1 - share)) / 1.702 }
}

/// Series that look like traffic and never change.
enum SampleSeries {
    static let count = 1_440

    static func wave(_ middle: Double, _ swing: Double) -> Series {
        series { index in
            let x = Double(index)
            return max(0, middle + swing * (sin(x / 9) * 0.6 + sin(x / 2.3) * 0.25 + noise(index) * 0.3))
        }
    }

    static func step(_ before: Double, _ after: Double, at share: Double) -> Series {
        series { index in
            let position = Double(index - (count - 60)) / 60
            let level = position < share ? before : after
            return level * (1 + 0.06 * noise(index))
        }
    }

    private static func series(_ value: (Int) -> Double) -> Series {
        Series(
            start: Sample.now - .minutes(Int64(count)), step: .minutes(1), values: (0..<count).map { value($0) })
    }

    private static func noise(_ index: Int) -> Double {
        var bits = UInt64(index) &* 0x9E37_79B9_7F4A_7C15
        bits ^= bits >> 29
        bits &*= 0xBF58_476D_1CE4_E5B9
        bits ^= bits >> 32
        return Double(bits % 2_001) / 1_000 - 1
    }
}
