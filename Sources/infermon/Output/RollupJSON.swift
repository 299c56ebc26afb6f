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
        .object([
            ("count", .integer(histogram.count)),
            ("p50", .double(histogram.percentileMilliseconds(0.5))),
            ("p90", .double(histogram.percentileMilliseconds(0.9))),
            ("p95", .double(histogram.percentileMilliseconds(0.95))),
            ("p99", .double(histogram.percentileMilliseconds(0.99))),
            ("max", .double(histogram.maximum?.milliseconds)),
            ("mean", .double(histogram.meanMilliseconds)),
        ])
    }

    private static func tokens(_ rollup: Rollup) -> JSONText {
        .object([
            ("input", .integer(rollup.tokens.input)),
            ("cached_input", .integer(rollup.tokens.cacheRead)),
            ("cache_write", .integer(rollup.tokens.cacheWrite)),
            ("output", .integer(rollup.tokens.output)),
            ("reasoning", .integer(rollup.tokens.reasoning)),
            ("unknown_requests", .integer(rollup.requestsWithoutTokens)),
        ])
    }

    private static func cost(_ rollup: Rollup) -> JSONText {
        .object([
            ("currency", .string("USD")),
            ("gateway", .number(rollup.gatewayCost.decimal)),
            ("computed", .number(rollup.computedCost.decimal)),
            ("best", .number(rollup.bestCost.decimal)),
            ("unpriced_requests", .integer(rollup.unpriced)),
            ("saved_by_cache", .number(rollup.savedByCache.decimal)),
            ("wasted", .number(rollup.wastedCost.decimal)),
        ])
    }
}
