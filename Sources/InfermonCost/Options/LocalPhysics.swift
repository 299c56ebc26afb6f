public import InfermonModel

/// What a local model's hardware can and must do, whatever is claimed.
///
/// Generating a token reads every weight once, so memory bandwidth bounds the time per token of one request. Answers to several
/// requests at once share the reading: throughput can be higher, the time of a request cannot be shorter.
public struct LocalPhysics: Hashable, Sendable {
    /// The hardware.
    public var hardware: ModelOption.LocalHardware

    /// Creates the bounds of hardware.
    public init(_ hardware: ModelOption.LocalHardware) {
        self.hardware = hardware
    }

    /// The least seconds per generated token; zero where the bandwidth is unknown.
    public var secondsPerToken: Double {
        hardware.memoryBandwidth > 0 ? hardware.weightBytes / hardware.memoryBandwidth : 0
    }

    /// The least time for an answer of that many tokens.
    public func leastTime(outputTokens: Double) -> TimeSpan {
        TimeSpan(microseconds: Int64(min(outputTokens * secondsPerToken * 1e6, 1e15)))
    }

    /// The share of the GPUs' time that requests keep busy, one at a time, 0…1.
    public func busyRatio(requestsPerHour: Double, outputTokens: Double) -> Double {
        min(1, requestsPerHour * outputTokens * secondsPerToken / 3_600 / Double(max(1, hardware.gpus)))
    }

    /// Power of GPUs and host at a busy share, in watts, cooling not included.
    public func watts(busyRatio: Double) -> Double {
        hardware.hostWatts + hardware.idleWatts + busyRatio * (hardware.busyWatts - hardware.idleWatts)
    }

    /// Power of GPUs and host with nothing to do, in watts.
    public var idleWatts: Double { watts(busyRatio: 0) }

    /// Dollars of electricity an hour; `nil` without a tariff.
    public func electricityPerHour(busyRatio: Double, cost: HardwareCost) -> Double? {
        cost.meanTariff.map { watts(busyRatio: busyRatio) / 1_000 * cost.powerUsageEffectiveness * $0 }
    }

    /// Dollars of purchase written off in a mean month.
    public func amortisationPerMonth(cost: HardwareCost) -> Double {
        (hardware.purchase.dollars - cost.resale.dollars) / Double(max(1, cost.months))
    }
}

/// When own hardware is paid back.
public enum BreakEven {
    /// Months until the purchase is saved; `nil` for never.
    public static func months(purchase: Double, cloudPerMonth: Double, runningPerMonth: Double) -> Double? {
        let saving = cloudPerMonth - runningPerMonth
        return saving > 0 ? purchase / saving : nil
    }

    /// Requests a day from which own hardware is cheaper over its whole life; `nil` for never.
    ///
    /// - Parameters:
    ///   - fixedPerMonth: What the hardware costs a month, busy or not.
    ///   - cloudPerRequest: A request's cost at the provider.
    ///   - localPerRequest: A request's cost in electricity.
    /// - Returns: `nil` when a request costs no less on own hardware.
    public static func requestsPerDay(
        fixedPerMonth: Double, cloudPerRequest: Double, localPerRequest: Double
    ) -> Double? {
        let saving = cloudPerRequest - localPerRequest
        return saving > 0 ? fixedPerMonth / saving / PlanningMonth.days : nil
    }

    /// The largest share of requests that the dearer way may serve within a budget, 0…1.
    ///
    /// - Parameters:
    ///   - budget: Dollars a month.
    ///   - fixed: What the cheaper way costs a month, busy or not.
    ///   - premium: The month's cost with all requests on the dearer way.
    ///   - base: The month's cost with all requests on the cheaper way, without `fixed`.
    /// - Returns: `nil` when not even the cheaper way alone fits.
    public static func premiumShare(budget: Double, fixed: Double, premium: Double, base: Double) -> Double? {
        guard budget >= fixed + base else { return nil }
        guard premium > base else { return 1 }
        return min(1, (budget - fixed - base) / (premium - base))
    }
}
