import InfermonModel

/// The fields of a report's group and of a snapshot's window: the contract of `infermon.report/1`.
enum RollupJSON {
    static func members(_ rollup: Rollup) -> [(String, JSONText)] {
        [
            ("requests", .integer(rollup.requests)),
            ("attempts", .integer(rollup.attempts)),
            ("outcomes", .object(RequestOutcome.allCases.map { ($0.name, .integer(rollup.outcomes[$0])) })),
            ("availability", .double(rollup.outcomes.availability)),
            ("cache_hits", .integer(rollup.cacheHits)),
            ("streamed", .integer(rollup.streamed)),
            ("latency_ms", histogram(rollup.latency)),
            ("ttft_ms", histogram(rollup.timeToFirstToken)),
            ("tokens", tokens(rollup)),
            ("cost", cost(rollup)),
        ]
    }

    static func histogram(_ histogram: LatencyHistogram) -> JSONText {
        let percentiles = histogram.percentilesMilliseconds([0.5, 0.9, 0.95, 0.99])
        return .object([
            ("count", .integer(histogram.count)),
            ("p50", .double(percentiles[0])),
            ("p90", .double(percentiles[1])),
            ("p95", .double(percentiles[2])),
            ("p99", .double(percentiles[3])),
            ("max", .double(histogram.maximum?.milliseconds)),
            ("mean", .double(histogram.meanMilliseconds)),
        ])
    }

    /// Where no request says its tokens their number is not known, and not 0; the same holds for costs.
    private static func tokens(_ rollup: Rollup) -> JSONText {
        let isKnown = rollup.requests == 0 || rollup.requestsWithoutTokens < rollup.requests
        func count(_ count: Int64) -> JSONText { isKnown ? .integer(count) : .null }
        return .object([
            ("input", count(rollup.tokens.input)),
            ("cached_input", count(rollup.tokens.cacheRead)),
            ("cache_write", count(rollup.tokens.cacheWrite)),
            ("output", count(rollup.tokens.output)),
            ("reasoning", count(rollup.tokens.reasoning)),
            ("unknown_requests", .integer(rollup.requestsWithoutTokens)),
        ])
    }

    private static func cost(_ rollup: Rollup) -> JSONText {
        func sum(_ cost: Money, of priced: Int64) -> JSONText {
            rollup.requests == 0 || priced > 0 ? .number(cost.decimal) : .null
        }
        return .object([
            ("currency", .string("USD")),
            ("gateway", sum(rollup.gatewayCost, of: rollup.gatewayPriced)),
            ("computed", sum(rollup.computedCost, of: rollup.computedPriced)),
            ("best", sum(rollup.bestCost, of: rollup.requests - rollup.unpriced)),
            ("unpriced_requests", .integer(rollup.unpriced)),
            ("saved_by_cache", .number(rollup.savedByCache.decimal)),
            ("wasted", .number(rollup.wastedCost.decimal)),
        ])
    }
}
