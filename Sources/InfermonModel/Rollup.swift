/// The sums over many client requests: of a minute, a window, a report's group.
///
/// Rollups merge in any order.
public struct Rollup: Hashable, Sendable {
    // In the order of a line's way through them: what every request changes lies together, since thousands of rollups fit no cache.

    /// Client requests: retries and fallbacks folded in.
    public var requests: Int64 = 0
    /// Attempts: one or more per client request.
    public var attempts: Int64 = 0
    /// Sum of the costs that the log itself states.
    public var gatewayCost = Money.zero
    /// Sum of tokens x dated prices.
    public var computedCost = Money.zero
    /// Sum, per request, of the gateway's figure where there is one and of our own where not.
    public var bestCost = Money.zero
    /// Requests whose cost the log states.
    public var gatewayPriced: Int64 = 0
    /// Requests whose cost our price sheet gives.
    public var computedPriced: Int64 = 0
    /// Tokens of the last attempt of each request.
    public var tokens = TokenUsage.zero
    /// The greatest prompt plus output of one request, in tokens.
    public var largestContext: Int64 = 0
    /// Requests whose answer was streamed.
    public var streamed: Int64 = 0
    /// Sum of generation time over streamed requests with both times, for tokens per second.
    public var decodeMicroseconds: Int64 = 0
    /// Output tokens generated in ``decodeMicroseconds``.
    public var decodeTokens: Int64 = 0
    /// End-to-end time of successful requests that no response cache answered.
    public var latency = LatencyHistogram()
    /// Prompt plus output of successful requests, each token counted as a microsecond: how many would not fit a context.
    public var contexts = LatencyHistogram()
    /// Time to the first token of successful streams, where the source measured it.
    public var timeToFirstToken = LatencyHistogram()
    /// How the requests ended.
    public var outcomes = OutcomeCounts()
    /// Requests that the gateway answered from its response cache.
    public var cacheHits: Int64 = 0
    /// Requests of batch, flex or other discounted tiers.
    public var discounted: Int64 = 0
    /// Requests whose tokens the source does not say.
    public var requestsWithoutTokens: Int64 = 0
    /// Requests with neither figure: unpriced, never $0.
    public var unpriced: Int64 = 0
    /// Cost that response-cache hits avoided, where the log says so.
    public var savedByCache = Money.zero
    /// Cost of attempts that failed or were retried (part of the costs above).
    public var wastedCost = Money.zero

    /// Creates an empty rollup.
    public init() {}

    /// Which distributions are summed up: a sum over many rollups that leaves out what nobody asks of it costs less.
    public struct Distributions: OptionSet, Hashable, Sendable {
        /// One bit each.
        public let rawValue: UInt8

        /// Creates a set of the bits.
        public init(rawValue: UInt8) { self.rawValue = rawValue }

        /// ``Rollup/latency``.
        public static let latency = Distributions(rawValue: 1)
        /// ``Rollup/timeToFirstToken``.
        public static let timeToFirstToken = Distributions(rawValue: 2)
        /// ``Rollup/contexts``.
        public static let contexts = Distributions(rawValue: 4)
        /// Those of time: all but ``contexts``.
        public static let times: Distributions = [.latency, .timeToFirstToken]
        /// All.
        public static let all: Distributions = [.latency, .timeToFirstToken, .contexts]
    }

    /// Adds another rollup; O(buckets of the histograms).
    ///
    /// - Parameters:
    ///   - other: The rollup.
    ///   - distributions: Those of its distributions to add.
    public mutating func merge(_ other: Rollup, _ distributions: Distributions = .all) {
        requests &+= other.requests
        attempts &+= other.attempts
        outcomes += other.outcomes
        cacheHits &+= other.cacheHits
        streamed &+= other.streamed
        discounted &+= other.discounted
        if distributions.contains(.latency) { latency.merge(other.latency) }
        if distributions.contains(.timeToFirstToken) { timeToFirstToken.merge(other.timeToFirstToken) }
        tokens += other.tokens
        requestsWithoutTokens &+= other.requestsWithoutTokens
        gatewayCost += other.gatewayCost
        gatewayPriced &+= other.gatewayPriced
        computedCost += other.computedCost
        computedPriced &+= other.computedPriced
        bestCost += other.bestCost
        unpriced &+= other.unpriced
        savedByCache += other.savedByCache
        wastedCost += other.wastedCost
        decodeMicroseconds &+= other.decodeMicroseconds
        decodeTokens &+= other.decodeTokens
        largestContext = max(largestContext, other.largestContext)
        if distributions.contains(.contexts) { contexts.merge(other.contexts) }
    }

    /// Errors that count against availability.
    public var failures: Int64 {
        RequestOutcome.allCases.filter(\.countsAgainstAvailability).reduce(0) { $0 + outcomes[$1] }
    }

    /// Output tokens per second of generation, over streams; `nil` where nothing was measured.
    public var outputTokensPerSecond: Double? {
        decodeMicroseconds > 0 ? Double(decodeTokens) * 1e6 / Double(decodeMicroseconds) : nil
    }

    /// Best-known cost per request that has one; `nil` when none has.
    public var costPerRequest: Money? {
        let priced = requests - unpriced
        return priced > 0 ? bestCost.scaled(by: 1, over: priced) : nil
    }
}
