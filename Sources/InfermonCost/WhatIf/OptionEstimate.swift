public import InfermonModel

/// One option asked to serve the measured traffic.
public struct OptionEstimate: Hashable, Sendable {
    /// What is known of a latency against the target.
    public enum Latency: Hashable, Sendable {
        /// The model is in the log: its percentile there.
        case measured(TimeSpan)
        /// The model is not in the log, but its hardware cannot be faster than this.
        case atLeast(TimeSpan)
        /// Nothing is known.
        case unknown
    }

    /// The option.
    public var option: ModelOption
    /// The month's cost with the prompt-cache share that was measured; `nil` when there is no price.
    public var monthly: Money?
    /// The month's cost with nothing read from a prompt cache; equal for local models.
    public var monthlyWithoutCache: Money?
    /// The cost of a request, hardware included.
    public var perRequest: Money?
    /// The part of ``monthly`` that is there with no request at all: purchase, rent and idle power.
    public var fixedPerMonth: Money
    /// Electricity a month; zero for the cloud.
    public var electricityPerMonth: Money
    /// Whether it fits the budget; `nil` without a budget or a price.
    public var fitsBudget: Bool?
    /// Latency at the target's quantile.
    public var latency: Latency
    /// Whether the latency target is met; `nil` when unknown.
    public var meetsLatency: Bool?
    /// The share of requests that its context holds, 0…1; `nil` when unknown.
    public var fittingShare: Double?
    /// GPUs needed for the busiest hour, in whole machines; `nil` for the cloud or without a known capacity.
    public var gpus: Int?
    /// The purchase; zero for the cloud.
    public var purchase: Money
    /// Months until the purchase is saved against what is spent now; `nil` for never, the cloud, or without a cost now.
    public var breakEvenMonths: Double?
    /// Requests a day from which the hardware is cheaper than now; `nil` for never, the cloud, or without a cost now.
    public var breakEvenPerDay: Double?
    /// When the provider shuts the model off, if it says so.
    public var retiresOn: Timestamp?

    /// Whether the option is on own hardware.
    public var isLocal: Bool {
        if case .local = option.place { true } else { false }
    }

    /// Whether nothing that is known speaks against it at `now`, money aside.
    public func isFeasible(at now: Timestamp) -> Bool {
        monthly != nil && meetsLatency != false && (fittingShare ?? 0) >= 0.99
            && (retiresOn.map { $0 > now } ?? true)
    }
}
