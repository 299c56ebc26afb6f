import InfermonModel

/// How a rollup lies in the columns of its table.
enum RollupColumns {
    private static let outcomes = RequestOutcome.allCases
    private static let amounts = ["gateway", "computed", "best", "saved", "wasted"]
    private static let counts = [
        "requests", "attempts", "cache_hits", "streamed", "discounted", "without_tokens", "gateway_priced",
        "computed_priced",
        "unpriced", "decode_us", "decode_tokens", "largest_context", "uncached_input", "cache_read", "cache_write_5m",
        "cache_write_1h", "output", "reasoning",
    ]

    /// The names of all integer columns, in the order of ``values(of:)``.
    static let integers =
        counts + outcomes.map { "outcome_\($0.name)" } + amounts.flatMap { ["\($0)_high", "\($0)_low"] }

    /// All columns, histograms last.
    static let all = integers + ["latency", "ttft", "contexts"]

    static func values(of rollup: Rollup) -> [SQLiteValue] {
        let tokens = rollup.tokens
        let counts = [
            rollup.requests, rollup.attempts, rollup.cacheHits, rollup.streamed, rollup.discounted,
            rollup.requestsWithoutTokens, rollup.gatewayPriced, rollup.computedPriced, rollup.unpriced,
            rollup.decodeMicroseconds, rollup.decodeTokens, rollup.largestContext, tokens.uncachedInput,
            tokens.cacheRead,
            tokens.cacheWrite5m, tokens.cacheWrite1h, tokens.output, tokens.reasoning,
        ]
        let amounts = [
            rollup.gatewayCost, rollup.computedCost, rollup.bestCost, rollup.savedByCache, rollup.wastedCost,
        ]
        return (counts + outcomes.map { rollup.outcomes[$0] } + amounts.flatMap { [$0.highHalf, $0.lowHalf] }).map {
            .integer($0)
        }
            + [
                .blob(rollup.latency.encoded), .blob(rollup.timeToFirstToken.encoded),
                .blob(rollup.contexts.encoded),
            ]
    }

    /// The rollup whose columns begin at `first`; `nil` when its histograms make no sense.
    static func rollup(in row: Statement, from first: Int) -> Rollup? {
        var rollup = Rollup()
        var column = first
        func next() -> Int64 {
            defer { column += 1 }
            return row.integer(column)
        }
        rollup.requests = next()
        rollup.attempts = next()
        rollup.cacheHits = next()
        rollup.streamed = next()
        rollup.discounted = next()
        rollup.requestsWithoutTokens = next()
        rollup.gatewayPriced = next()
        rollup.computedPriced = next()
        rollup.unpriced = next()
        rollup.decodeMicroseconds = next()
        rollup.decodeTokens = next()
        rollup.largestContext = next()
        rollup.tokens = TokenUsage(
            uncachedInput: next(), cacheRead: next(), cacheWrite5m: next(), cacheWrite1h: next(), output: next(),
            reasoning: next())
        for outcome in outcomes { rollup.outcomes[outcome] = next() }
        rollup.gatewayCost = Money(high: next(), low: next())
        rollup.computedCost = Money(high: next(), low: next())
        rollup.bestCost = Money(high: next(), low: next())
        rollup.savedByCache = Money(high: next(), low: next())
        rollup.wastedCost = Money(high: next(), low: next())
        guard let latency = LatencyHistogram(encoded: row.blob(column)),
            let timeToFirstToken = LatencyHistogram(encoded: row.blob(column + 1)),
            let contexts = LatencyHistogram(encoded: row.blob(column + 2))
        else { return nil }
        rollup.latency = latency
        rollup.timeToFirstToken = timeToFirstToken
        rollup.contexts = contexts
        return rollup
    }
}

extension Money {
    /// The upper 64 bits, signed.
    var highHalf: Int64 { Int64(truncatingIfNeeded: picodollars >> 64) }

    /// The bit pattern of the lower 64 bits.
    var lowHalf: Int64 { Int64(truncatingIfNeeded: picodollars) }

    init(high: Int64, low: Int64) {
        self.init(picodollars: Int128(high) << 64 | Int128(UInt64(bitPattern: low)))
    }
}
