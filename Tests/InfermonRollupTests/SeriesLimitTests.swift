import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonRollup

/// What series there are no room for, beside what has one of its own.
@Suite struct SeriesLimitTests {
    private let builder = AttemptBuilder()

    /// The same rule said plainly: a series of its own while there is room, else one by scenario and by what is said at all.
    private struct Reference {
        let limit: Int
        var sums: [SeriesKey: [Int64]] = [:]
        private var own: Set<SeriesKey> = []

        init(limit: Int) { self.limit = limit }

        mutating func add(_ key: SeriesKey, cost: Int64) {
            var key = key
            if own.contains(key) || own.count < limit {
                own.insert(key)
            } else {
                key.provider = ""
                if !key.model.isEmpty { key.model = "(other)" }
                if !key.key.isEmpty { key.key = "(other)" }
                if !key.team.isEmpty { key.team = "(other)" }
            }
            let sum = sums[key] ?? [0, 0]
            sums[key] = [sum[0] + 1, sum[1] + cost]
        }
    }

    /// A token costs the number in the name of the model that served, ten times as much at the second provider.
    private struct Prices: RequestPricing {
        func rate(model: String, provider: String) -> Int64? {
            Int64(model.dropFirst()).map { $0 * (provider == "p1" ? 10 : 1) }
        }
        func cost(of tokens: TokenUsage, at rate: Int64, in context: PricingContext) -> Money? {
            Money(dollars: rate * tokens.output)
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `any mixture of series is counted and priced as a plain table does`(seed: UInt64) {
        var generator = Mutator(corpus: [], seed: seed)
        var accumulator = RollupAccumulator(pricer: SeriesPricer(Prices()), seriesLimit: 60)
        var reference = Reference(limit: 60)
        func name(_ letter: String, _ count: Int, from first: Int = 0) -> String {
            let number = Int.random(in: first..<count, using: &generator)
            return number == 0 ? "" : "\(letter)\(number)"
        }
        for _ in 0..<20_000 {
            let (model, key, team) = (name("m", 6), name("k", 40), name("t", 3))
            let (served, provider) = (name("m", 6, from: 1), name("p", 3))
            let mark = name("s", 4, from: 1)
            var record = builder.attempt(
                end: 1, model: model, key: key, team: team, mark: mark, tokens: TokenUsage(output: 1))
            record.servedModel = builder.text(served)
            record.provider = builder.text(provider)
            accumulator.add(record, observedAt: .epoch)
            let series = SeriesKey(
                scenario: ScenarioID(mark), model: model, provider: provider, key: key, team: team)
            let price = Prices().rate(model: served, provider: provider) ?? 0
            reference.add(series, cost: price)
        }
        let series = merged(accumulator.drain()).mapValues { [$0.requests, Int64($0.computedCost.dollars)] }
        #expect(series == reference.sums)
    }

    @Test func `scenarios by key are told apart where keys have no room`() {
        let condition = MatchRule.Condition(selector: .key, patterns: [.exact("k7"), .exact("k70")])
        let vips = Scenario(id: ScenarioID("vip"), title: "vip", rules: [MatchRule(conditions: [condition])])
        var accumulator = RollupAccumulator(
            router: ScenarioRouter(scenarios: [vips], regex: { _ in nil }), seriesLimit: 5)
        for round in 0..<2 {
            for index in 0..<100 {
                accumulator.add(builder.attempt(end: Double(round), key: "k\(index)", mark: ""), observedAt: .epoch)
            }
        }
        let series = merged(accumulator.drain())
        let vip = series.filter { $0.key.scenario == ScenarioID("vip") }
        #expect(vip.map(\.value.requests) == [4] && vip.keys.first?.key == "(other)")
        #expect(series.values.reduce(0) { $0 + $1.requests } == 200)
    }

    @Test func `another spelling of a series that has room takes in nobody else`() {
        var accumulator = RollupAccumulator(seriesLimit: 2)
        for key in ["caf\u{E9}", "known", "cafe\u{301}", "x1", "x2"] {
            accumulator.add(builder.attempt(end: 1, key: key), observedAt: .epoch)
        }
        let series = merged(accumulator.drain()).reduce(into: [:]) { $0[$1.key.key] = $1.value.requests }
        #expect(series == ["caf\u{E9}": 2, "known": 1, "(other)": 2])
    }

    @Test func `a series that has room keeps it when what was resolved is forgotten`() {
        var accumulator = RollupAccumulator(seriesLimit: 3)
        let invalid: [UInt8] = [0x6b, 0xff]
        invalid.withUnsafeBufferPointer { invalid in
            var broken = builder.attempt(end: 1)
            broken.key = LogText(invalid)
            let whole = builder.attempt(end: 1, key: "known")
            accumulator.add(broken, observedAt: .epoch)
            accumulator.add(whole, observedAt: .epoch)
            // More models than are remembered, of which none has room.
            for index in 0..<70_000 {
                accumulator.add(builder.attempt(end: 1, model: "m\(index)"), observedAt: .epoch)
            }
            accumulator.add(broken, observedAt: .epoch)
            accumulator.add(whole, observedAt: .epoch)
        }
        let series = merged(accumulator.drain())
        #expect(series.filter { $0.key.key == "known" }.map(\.value.requests) == [2])
        #expect(series.filter { $0.key.key == "k\u{FFFD}" }.map(\.value.requests) == [2])
        #expect(series.values.reduce(0) { $0 + $1.requests } == 70_004)
    }
}
