import Foundation
import InfermonIngest
import InfermonModel
import Testing

@Suite struct ReportOracleTests {
    private struct Oracle: Decodable {
        struct Latency: Decodable {
            var p50, p95: Double
            var p99: Double?
            var count: Int64
        }
        struct Model: Decodable {
            var requests: Int64
            var cost: String
        }
        var lines, malformed, requests, ok, attempts, input_tokens, output_tokens, cache_hits: Int64
        var gateway_cost_usd: String
        var latency_ms_no_hits, ttft_ms: Latency
        var by_first_model_group: [String: Model]
    }

    @Test func `the report over LiteLLM's cases equals the oracle`() async throws {
        let oracle = try JSONDecoder().decode(Oracle.self, from: Data(Fixture.bytes("litellm/cases.oracle.json")))
        let result = await LogReport().read([Fixture.url("litellm/cases.jsonl").path], at: .epoch)
        let totals = result.totals
        #expect(result.lines == LineCounts(read: oracle.lines, requests: oracle.lines))
        #expect(totals.requests == oracle.requests)
        #expect(totals.attempts == oracle.attempts)
        #expect(totals.outcomes[.ok] == oracle.ok)
        #expect(totals.cacheHits == oracle.cache_hits)
        #expect(totals.tokens.input == oracle.input_tokens)
        #expect(totals.tokens.output == oracle.output_tokens)
        #expect(totals.gatewayCost.decimal == oracle.gateway_cost_usd)
        #expect(totals.outcomes[.rateLimited] == 2)
        #expect(totals.outcomes[.contextOverflow] == 1)
        #expect(totals.outcomes[.auth] == 2)
        #expect(totals.outcomes[.timeout] == 1)
        #expect(totals.outcomes[.upstreamError] == 3)
        #expect(totals.outcomes[.clientError] == 1)
        for (histogram, expected) in [
            (totals.latency, oracle.latency_ms_no_hits), (totals.timeToFirstToken, oracle.ttft_ms),
        ] {
            #expect(histogram.count == expected.count)
            #expect(abs((histogram.percentileMilliseconds(0.5) ?? 0) - expected.p50) < 0.001)
            #expect(abs((histogram.percentileMilliseconds(0.95) ?? 0) - expected.p95) < 0.001)
            if let p99 = expected.p99 { #expect(abs((histogram.percentileMilliseconds(0.99) ?? 0) - p99) < 0.001) }
        }
        var models: [String: Rollup] = [:]
        for group in result.groups { models[group.series.model, default: Rollup()].merge(group.rollup) }
        #expect(models.mapValues(\.requests) == oracle.by_first_model_group.mapValues(\.requests))
        #expect(models.mapValues(\.gatewayCost.decimal) == oracle.by_first_model_group.mapValues(\.cost))
    }

    @Test func `requests with a rejected key belong to no scenario`() async {
        let result = await LogReport().read([Fixture.url("litellm/cases.jsonl").path], at: .epoch)
        let refused = result.groups.filter { $0.series.scenario == .unauthenticated }
        #expect(refused.map(\.rollup.requests) == [1])
    }

    @Test func `redacted messages are read like any others`() async {
        let result = await LogReport().read([Fixture.url("litellm/redacted-messages.jsonl").path], at: .epoch)
        #expect(result.lines.malformed == 0)
        #expect(result.lines.requests == result.lines.read)
        #expect(result.totals.requests > 0)
    }
}
