import InfermonModel

/// What one client request adds to a rollup.
struct RequestContribution {
    var endedAt: Timestamp
    var attempts: Int64 = 1
    var outcome: RequestOutcome
    var isCacheHit = false
    var isStream = false
    var isDiscounted = false
    var latency: TimeSpan?
    var timeToFirstToken: TimeSpan?
    var tokens: TokenUsage?
    var gatewayCost: Money?
    var computedCost: Money?
    var saved = Money(picodollars: 0)
    var wasted = Money(picodollars: 0)
    /// The cost to count: of each attempt the gateway's figure, or ours without one.
    var bestCost: Money?
}

extension Rollup {
    /// Counts a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - distributions: Those of its figures to count.
    @inline(__always)
    mutating func add(_ request: RequestContribution, _ distributions: Distributions) {
        count(request, sign: 1)
        guard request.outcome == .ok, !request.isCacheHit else { return }
        if distributions.contains(.contexts), let tokens = request.tokens {
            contexts.record(microseconds: tokens.input &+ tokens.output)
        }
        if let latency = request.latency { self.latency.record(microseconds: latency.microseconds) }
        guard request.isStream, let first = request.timeToFirstToken else { return }
        timeToFirstToken.record(microseconds: first.microseconds)
        if let tokens = request.tokens, tokens.output > 1, let latency = request.latency, latency > first {
            decodeMicroseconds &+= (latency - first).microseconds
            decodeTokens &+= tokens.output - 1
        }
    }

    /// Takes back a failure that turned out to be an attempt of a request that went on.
    ///
    /// Failures are in no histogram, so all that they added can be subtracted.
    mutating func takeBack(_ failure: RequestContribution) {
        count(failure, sign: -1)
    }

    @inline(__always)
    private mutating func count(_ request: RequestContribution, sign: Int64) {
        requests &+= sign
        attempts &+= sign &* request.attempts
        outcomes.add(sign, to: request.outcome)
        if request.isCacheHit { cacheHits &+= sign }
        if request.isStream { streamed &+= sign }
        if request.isDiscounted { discounted &+= sign }
        if let tokens = request.tokens {
            if sign > 0 { self.tokens += tokens } else { self.tokens -= tokens }
            largestContext = max(largestContext, tokens.input &+ tokens.output)
        } else {
            requestsWithoutTokens &+= sign
        }
        if let cost = request.gatewayCost {
            gatewayCost.picodollars &+= cost.picodollars &* Int128(sign)
            gatewayPriced &+= sign
        }
        if let cost = request.computedCost {
            computedCost.picodollars &+= cost.picodollars &* Int128(sign)
            computedPriced &+= sign
        }
        if let cost = request.bestCost {
            bestCost.picodollars &+= cost.picodollars &* Int128(sign)
        } else {
            unpriced &+= sign
        }
        if request.saved != .zero { savedByCache.picodollars &+= request.saved.picodollars &* Int128(sign) }
        if request.wasted != .zero { wastedCost.picodollars &+= request.wasted.picodollars &* Int128(sign) }
    }
}

extension RequestContribution {
    /// Makes this attempt the end of a request that began with `earlier`.
    ///
    /// - Parameters:
    ///   - earlier: The attempts before, as they were counted.
    ///   - firstStart: When the first of them began.
    mutating func join(_ earlier: RequestContribution, firstStart: Timestamp) {
        attempts &+= earlier.attempts
        if firstStart <= endedAt { latency = endedAt - firstStart }
        func sum(_ own: Money?, _ other: Money?) -> Money? {
            guard let own else { return other == .zero && earlier.isUnbilledFailure ? nil : other }
            guard let other else { return own == .zero && isUnbilledFailure ? nil : own }
            return own + other
        }
        wasted = wasted + earlier.wasted
        gatewayCost = sum(gatewayCost, earlier.gatewayCost)
        computedCost = sum(computedCost, earlier.computedCost)
        bestCost = sum(bestCost, earlier.bestCost)
        saved = saved + earlier.saved
    }

    /// Whether a cost of 0 says nothing of the request: gateways write it for every failure, even of models without a price.
    private var isUnbilledFailure: Bool {
        guard outcome.isFailure else { return false }
        guard let tokens else { return true }
        return tokens.input == 0 && tokens.output == 0
    }
}
