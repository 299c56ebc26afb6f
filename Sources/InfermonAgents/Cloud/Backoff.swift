import InfermonModel

/// How long to wait after failures: exponential with full jitter.
///
/// Source: Marc Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015. The randomness is a hash of a seed and the
/// number of failures, so that a plan can be computed twice; a thousand machines with a thousand seeds spread evenly.
enum Backoff {
    /// The longest wait without a provider's word.
    static let cap = TimeSpan.minutes(5)
    /// The longest wait that a provider's word is obeyed for.
    static let retryAfterCap = TimeSpan.hours(1)
    private static let base = TimeSpan.seconds(4)
    private static let least = TimeSpan.seconds(1)

    /// The wait after `failures` failures in a row, 1 s and more.
    static func wait(failures: Int, seed: UInt64) -> TimeSpan {
        let doubled = base * (Int64(1) << min(max(failures, 1), 20))
        let ceiling = min(cap, doubled)
        let share = Double(hash(seed &+ UInt64(truncatingIfNeeded: failures)) >> 11) / 9_007_199_254_740_992
        let span = Double((ceiling - least).microseconds)
        return least + TimeSpan(microseconds: Int64(share * span))
    }

    /// The wait when a provider may have named one: never shorter than ours, never longer than an hour.
    static func wait(failures: Int, seed: UInt64, retryAfter: TimeSpan?) -> TimeSpan {
        let own = wait(failures: failures, seed: seed)
        guard let retryAfter else { return own }
        return max(own, min(retryAfter, retryAfterCap))
    }

    /// The finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
    private static func hash(_ seed: UInt64) -> UInt64 {
        var value = seed &+ 0x9E37_79B9_7F4A_7C15
        value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
        return value ^ (value >> 31)
    }
}
