import InfermonModel
import Testing

@testable import InfermonRollup

@Suite struct RollupAccumulatorTests {
    private let builder = AttemptBuilder()

    /// One dollar per token of the model `priced`, nothing for `free`.
    private struct Prices: RequestPricing {
        func rate(model: String, provider: String) -> Int64? { ["priced": 1, "free": 0][model] }
        func cost(of tokens: TokenUsage, at rate: Int64, in context: PricingContext) -> Money? {
            Money(dollars: rate * (tokens.input + tokens.output))
        }
    }

    private func sum(_ records: [AttemptRecord]) -> Rollup {
        var accumulator = RollupAccumulator(pricer: SeriesPricer(Prices()))
        for record in records { accumulator.add(record, observedAt: .epoch) }
        return accumulator.drain().reduce(into: Rollup()) { $0.merge($1.rollup) }
    }

    @Test func `rows begin at the minute that the request ended in`() {
        var accumulator = RollupAccumulator()
        for end in [0.0, 59.9, 60, 119, 30] { accumulator.add(builder.attempt(end: end), observedAt: .epoch) }
        let rows = accumulator.drain().sorted { $0.start < $1.start }
        #expect(rows.map(\.start.seconds) == [1_795_404_000, 1_795_404_060])
        #expect(rows.map(\.rollup.requests) == [3, 2])
        let rest = accumulator.drain()
        #expect(rest.isEmpty)
    }

    @Test func `a line that was delivered twice counts once`() {
        let sum = sum([
            builder.attempt(end: 1, id: "a"), builder.attempt(end: 1, id: "a"), builder.attempt(end: 2, id: "a"),
            builder.attempt(end: 1), builder.attempt(end: 1),
        ])
        #expect(sum.requests == 4)
    }

    @Test(arguments: [(1_000, 1_000), (20_000, 20_000), (30_000, 29_950)])
    func `lines of a file that overlaps the one before count once`(count: Int, least: Int64) {
        var accumulator = RollupAccumulator()
        for _ in 0..<2 {
            for number in 0..<count {
                accumulator.add(builder.attempt(end: Double(number), id: "req-\(number)"), observedAt: .epoch)
            }
        }
        #expect(accumulator.repeats >= least)
        #expect(accumulator.repeats <= Int64(count))
    }

    @Test func `a gateway's 0 for a model without a price is no figure`() {
        let tokens = TokenUsage(uncachedInput: 1)
        let unknown = sum([builder.attempt(end: 1, model: "unknown", cost: "0", tokens: tokens)])
        #expect(unknown.unpriced == 1)
        #expect(unknown.gatewayPriced == 0)
        let free = sum([builder.attempt(end: 1, model: "free", cost: "0", tokens: tokens)])
        #expect(free.unpriced == 0)
        #expect(free.gatewayPriced == 1)
        let priced = sum([builder.attempt(end: 1, model: "priced", cost: "0", tokens: tokens)])
        #expect(priced.bestCost == Money(dollars: 1))
        var hit = builder.attempt(end: 1, model: "priced", cost: "0", tokens: tokens)
        hit.isCacheHit = true
        #expect(sum([hit]).bestCost == .zero)
        #expect(sum([hit]).gatewayPriced == 1)
        #expect(sum([hit]).latency.count == 0)
    }

    @Test func `the gateway's figure comes before ours, and both are kept`() {
        let sum = sum([
            builder.attempt(end: 1, model: "priced", cost: "0.5", tokens: TokenUsage(output: 2)),
            builder.attempt(end: 1, model: "priced", tokens: TokenUsage(output: 3)),
        ])
        #expect(sum.gatewayCost == Money("0.5"))
        #expect(sum.computedCost == Money(dollars: 5))
        #expect(sum.bestCost == Money("3.5"))
    }

    @Test func `a failure's 0 prices no request that an unpriced retry completed`() {
        let tokens = TokenUsage(uncachedInput: 1)
        let failures = (1...2).map {
            builder.attempt(end: Double($0), .rateLimited, group: "g", model: "unknown", cost: "0")
        }
        let sum = sum(failures + [builder.attempt(end: 3, group: "g", model: "unknown", cost: "0", tokens: tokens)])
        #expect(sum.requests == 1)
        #expect(sum.unpriced == 1)
        #expect(sum.gatewayPriced == 0)
    }

    @Test func `a failure's 0 does not hide what a retry cost by our sheet`() {
        let sum = sum([
            builder.attempt(end: 1, .rateLimited, group: "g", model: "priced", cost: "0"),
            builder.attempt(end: 3, group: "g", model: "priced", cost: "0", tokens: TokenUsage(output: 2)),
        ])
        #expect(sum.bestCost == Money(dollars: 2))
        #expect(sum.computedCost == Money(dollars: 2))
        #expect(sum.gatewayPriced == 0)
        #expect(sum.unpriced == 0)
    }

    @Test func `failures that all say 0 keep it`() {
        let sum = sum((1...2).map { builder.attempt(end: Double($0), .timeout, group: "g", cost: "0") })
        #expect(sum.requests == 1)
        #expect(sum.gatewayPriced == 1)
        #expect(sum.unpriced == 0)
    }

    @Test func `each attempt of a request counts by its own best figure, over a checkpoint too`() {
        let attempts = [
            builder.attempt(end: 1, .upstreamError, group: "g", cost: "0.02"),
            builder.attempt(
                end: 2, .upstreamError, group: "g", model: "priced", cost: nil, tokens: TokenUsage(output: 1)),
            builder.attempt(end: 3, group: "g", model: "priced", cost: "0", tokens: TokenUsage(output: 2)),
        ]
        var rows: [RollupRow] = []
        var open: [UInt8] = []
        for attempt in attempts {
            var accumulator = RollupAccumulator(pricer: SeriesPricer(Prices()))
            let isTaken = accumulator.restore(openRequests: open)
            #expect(isTaken)
            accumulator.add(attempt, observedAt: .epoch)
            open = accumulator.openRequests
            rows += accumulator.drain()
        }
        let sum = rows.reduce(into: Rollup()) { $0.merge($1.rollup) }
        #expect(sum.requests == 1)
        #expect(sum.bestCost == Money("3.02"))
        #expect(sum.gatewayCost == Money("0.02"))
        #expect(sum.computedCost == Money(dollars: 3))
    }

    @Test func `too many keys are counted together, to the last one, each scenario on its own`() {
        var accumulator = RollupAccumulator(seriesLimit: 10)
        for index in 0..<1_000 {
            accumulator.add(
                builder.attempt(end: 1, key: "k\(index)", mark: index % 2 == 0 ? "a" : "b", cost: "0.001"),
                observedAt: .epoch)
        }
        let series = merged(accumulator.drain())
        #expect(series.count == 12)
        #expect(series.values.reduce(0) { $0 + $1.requests } == 1_000)
        #expect(series.values.reduce(Money.zero) { $0 + $1.gatewayCost } == Money(dollars: 1))
        let others = series.filter { $0.key.key == "(other)" }
        #expect(others.values.map(\.requests) == [495, 495])
    }

    @Test func `what there is no room for keeps apart who says a model, a key and a team and who does not`() {
        var accumulator = RollupAccumulator(seriesLimit: 1)
        accumulator.add(builder.attempt(end: 1, mark: "first"), observedAt: .epoch)
        for index in 0..<400 {
            accumulator.add(
                builder.attempt(
                    end: 1, model: index & 4 > 0 ? "m\(index)" : "", key: index & 1 > 0 ? "k\(index)" : "",
                    team: index & 2 > 0 ? "t\(index)" : "", mark: "a"),
                observedAt: .epoch)
        }
        let others = merged(accumulator.drain()).filter { $0.key.scenario == ScenarioID("a") }
        #expect(Set(others.map(\.value.requests)) == [50] && others.count == 8)
        #expect(Set(others.keys.flatMap { [$0.model, $0.key, $0.team] }) == ["", "(other)"])
    }

    @Test func `more scenarios than there is room for are counted as one, and so again when series were let in anew`() {
        var accumulator = RollupAccumulator(seriesLimit: 10)
        for hour in [0, 1, 2] {
            for index in 0..<1_500 {
                let record = builder.attempt(end: Double(hour * 3_600), key: "k\(index)", mark: "s\(hour * 7 + index)")
                accumulator.add(record, observedAt: record.endedAt ?? .epoch)
            }
            let series = merged(accumulator.drain())
            #expect(series.values.reduce(0) { $0 + $1.requests } == 1_500)
            #expect(series.filter { $0.key.scenario == .other }.map(\.value.requests) == [490])
            let known = Set(series.keys.map(\.scenario)).subtracting([.other])
            let expected = (0..<1_010).map { ScenarioID("s\(hour * 7 + $0)") }
            #expect(known.symmetricDifference(expected).isEmpty)
        }
    }

    @Test func `hundreds of thousands of distinct keys are counted to the last one`() {
        var accumulator = RollupAccumulator()
        var record = builder.attempt(end: 1)
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 7) { key in
            for index in 0..<200_000 {
                var rest = index
                for place in 0..<7 {
                    key[place] = UInt8(48 + rest % 10)
                    rest /= 10
                }
                record.key = LogText(UnsafeBufferPointer(key))
                accumulator.add(record, observedAt: .epoch)
            }
        }
        let series = merged(accumulator.drain())
        #expect(series.count == RollupAccumulator.standardSeriesLimit + 1)
        #expect(series.values.reduce(0) { $0 + $1.requests } == 200_000)
    }

    @Test func `hostile sizes wrap and never trap`() {
        let huge = TokenUsage(uncachedInput: .max, cacheRead: .max, output: .max, reasoning: .max)
        let sum = sum([
            builder.attempt(end: 1, lasting: 1e12, cost: "1000000000", tokens: huge),
            builder.attempt(end: 1, cost: "1000000000", tokens: huge),
        ])
        #expect(sum.gatewayCost == Money(dollars: 2_000_000_000))
    }

    @Test func `events are the newest attempts, only when asked for`() {
        var accumulator = RollupAccumulator()
        accumulator.add(builder.attempt(end: 1), observedAt: .epoch)
        let none = accumulator.takeEvents()
        #expect(none.isEmpty)
        accumulator.collectsEvents = true
        for index in 0..<1_000 {
            accumulator.add(builder.attempt(end: Double(index), id: "\(index)"), observedAt: .epoch)
        }
        accumulator.add(builder.attempt(end: 1_000, .timeout, group: "g", cost: "1"), observedAt: .epoch)
        accumulator.add(builder.attempt(end: 1_001, group: "g", cost: "2"), observedAt: .epoch)
        let events = accumulator.takeEvents()
        #expect(events.count == IngestBatch.eventLimit)
        #expect(events.last?.attempt == 2)
        #expect(events.last?.gatewayCost == Money(dollars: 2))
        #expect(events.last?.scenario == ScenarioID("chat"))
        let rest = accumulator.takeEvents()
        #expect(rest.isEmpty)
    }

    @Test(arguments: [(Int.max, 1_000), (700, 700), (1, 1), (0, 0)])
    func `as many events are kept as are asked for, the newest`(limit: Int, count: Int) {
        var accumulator = RollupAccumulator()
        accumulator.collectsEvents = true
        accumulator.eventLimit = limit
        for index in 0..<1_000 { accumulator.add(builder.attempt(end: 1, id: "\(index)"), observedAt: .epoch) }
        let events = accumulator.takeEvents()
        #expect(events.map(\.id) == ((1_000 - count)..<1_000).map(String.init))
    }
}
