/// Something that was promised of a scenario.
public struct Objective: Hashable, Sendable {
    /// What is promised.
    public enum Kind: Hashable, Sendable {
        /// End-to-end time at a quantile (0.95 for p95) stays below a bound.
        case latency(quantile: Double, atMost: TimeSpan)
        /// Time to the first token at a quantile stays below a bound.
        case timeToFirstToken(quantile: Double, atMost: TimeSpan)
        /// The share of requests served, 0…1, stays above a bound.
        case availability(atLeast: Double)
        /// Client requests per hour: the load that the scenario is sized for.
        case throughput(perHour: Double)
        /// The cost of a request stays below a bound.
        case costPerRequest(atMost: Money)
        /// The GPU memory of the scenario's servers stays below a bound, in bytes.
        case gpuMemory(atMostBytes: Int64)
    }

    /// What is promised.
    public var kind: Kind
    /// The stretch of time that it is judged over.
    public var window: WindowSpan

    /// Creates an objective.
    public init(kind: Kind, window: WindowSpan = .fiveMinutes) {
        self.kind = kind
        self.window = window
    }

    /// The name in configuration, JSON and alerts, such as `latency_p95`.
    public var name: String {
        switch kind {
        case .latency(let quantile, _): "latency_p\(Self.percent(quantile))"
        case .timeToFirstToken(let quantile, _): "ttft_p\(Self.percent(quantile))"
        case .availability: "availability"
        case .throughput: "throughput"
        case .costPerRequest: "cost_per_request"
        case .gpuMemory: "gpu_memory"
        }
    }

    private static func percent(_ quantile: Double) -> String {
        let tenths = Int((quantile * 1_000).rounded())
        return tenths.isMultiple(of: 10) ? "\(tenths / 10)" : "\(tenths / 10)_\(tenths % 10)"
    }
}

/// A stretch of time up to now.
public enum WindowSpan: String, CaseIterable, Hashable, Sendable {
    /// One minute.
    case oneMinute = "1m"
    /// Five minutes.
    case fiveMinutes = "5m"
    /// One hour.
    case oneHour = "1h"
    /// Twenty-four hours.
    case oneDay = "24h"
    /// The calendar month in the configured zone, so far.
    case month = "month"

    /// The length; `nil` for the calendar month.
    public var span: TimeSpan? {
        switch self {
        case .oneMinute: .minutes(1)
        case .fiveMinutes: .minutes(5)
        case .oneHour: .hours(1)
        case .oneDay: .days(1)
        case .month: nil
        }
    }
}

/// What became of an objective.
public struct ObjectiveResult: Hashable, Sendable {
    /// Whether the promise is kept.
    public enum State: String, Hashable, Sendable {
        /// Kept.
        case met
        /// Kept, with less than a tenth to spare.
        case atRisk = "at_risk"
        /// Broken.
        case violated
        /// Nothing was measured in the window.
        case noData = "no_data"
    }

    /// The objective.
    public var objective: Objective
    /// The measured value in the objective's unit: seconds, ratio, requests per hour, dollars, bytes; `nil` without data.
    public var value: Double?
    /// The bound in the same unit.
    public var target: Double
    /// The unit's name in JSON: `s`, `ratio`, `1/h`, `USD`, `bytes`.
    public var unit: String
    /// How many samples the value is over.
    public var count: Int64
    /// Whether the promise is kept.
    public var state: State

    /// Creates a result.
    public init(objective: Objective, value: Double?, target: Double, unit: String, count: Int64, state: State) {
        self.objective = objective
        self.value = value
        self.target = target
        self.unit = unit
        self.count = count
        self.state = state
    }

    /// The value as a share of the target: over 1 is broken for an upper bound; `nil` without data.
    public var shareOfTarget: Double? {
        guard let value, target > 0 else { return nil }
        return value / target
    }
}
