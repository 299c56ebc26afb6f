import InfermonCost
import InfermonModel
import Testing

private let now = Timestamp(seconds: 1_795_402_800)

@Suite struct WhatIfTests {
    /// A week of traffic at a steady rate on one model.
    private static func traffic(
        _ scenario: String, model: String, perHour: Int64, tokens: TokenUsage, latency: TimeSpan = .seconds(1)
    ) -> MeasuredTraffic {
        let from = now - .days(7)
        let prices = PriceSheet.builtIn
        let each = prices.cost(of: tokens, model: model, in: PricingContext(at: now)) ?? .zero
        let rows = (0..<168).map { hour in
            var rollup = Rollup()
            rollup.requests = perHour
            rollup.attempts = perHour
            for _ in 0..<perHour { rollup.tokens += tokens }
            rollup.bestCost = each.scaled(by: perHour, over: 1)
            rollup.largestContext = tokens.input + tokens.output
            for _ in 0..<5 { rollup.latency.record(microseconds: latency.microseconds) }
            return RollupRow(
                start: from + .hours(Int64(hour)), series: SeriesKey(scenario: ScenarioID(scenario), model: model),
                rollup: rollup)
        }
        return MeasuredTraffic(scenario: ScenarioID(scenario), rows: rows, from: from, to: now)
    }

    private static func compare(
        _ traffic: MeasuredTraffic, budget: Int64?, target: TimeSpan = .seconds(10), options: [String] = []
    ) -> WhatIf {
        let scenario = Scenario(
            id: traffic.scenario, title: "", objectives: [Objective(kind: .latency(quantile: 0.95, atMost: target))],
            budget: budget.map { Budget(limit: Money(dollars: $0)) }, options: options)
        return WhatIf(
            WhatIfInput(
                scenario: scenario, traffic: traffic, configuration: Configuration(), prices: .builtIn, now: now))
    }

    private static let content = traffic(
        "content-generation", model: "gpt-4", perHour: 100, tokens: TokenUsage(uncachedInput: 500, output: 1_000),
        latency: .milliseconds(8_000))

    private func estimate(_ whatIf: WhatIf, _ id: String) throws -> OptionEstimate {
        try #require(whatIf.options.first { $0.option.id == id })
    }

    @Test func `measured traffic on the document's options gives the audit's money`() throws {
        let result = Self.compare(Self.content, budget: 2_000)
        let gpt4 = try estimate(result, "2A")
        #expect(abs((gpt4.monthly?.dollars ?? 0) - 5_475) < 0.01)
        #expect(gpt4.fitsBudget == false)
        #expect(gpt4.latency == .measured(.seconds(8)))
        #expect(gpt4.meetsLatency == true)
        let sonnet = try estimate(result, "2C")
        #expect(abs((sonnet.monthly?.dollars ?? 0) - 1_204.5) < 0.01)
        #expect(sonnet.latency == .unknown && sonnet.meetsLatency == nil)
        #expect(abs((result.actualPerMonth?.dollars ?? 0) - 5_475) < 0.01)
    }

    @Test func `a local option carries its machine, its electricity and its bound`() throws {
        let local = try estimate(Self.compare(Self.content, budget: 2_000), "2B")
        #expect(abs((local.monthly?.dollars ?? 0) - 477.2) < 0.5)
        #expect(local.gpus == 1)
        #expect(local.purchase == Money(dollars: 15_000))
        #expect(local.meetsLatency == false)
        #expect(local.latency == .atLeast(LocalPhysics(try Self.hardware("2B")).leastTime(outputTokens: 1_000)))
        // 15,000 / (5,475 - 60.57 of electricity)
        #expect(abs((local.breakEvenMonths ?? 0) - 2.77) < 0.01)
        #expect(local.fittingShare == 1)
    }

    private static func hardware(_ id: String) throws -> ModelOption.LocalHardware {
        let option = try #require(OptionCatalogue().option(named: id))
        guard case .local(let hardware) = option.place else { throw Missing() }
        return hardware
    }

    private struct Missing: Error {}

    @Test func `more load than a machine can take needs whole machines`() throws {
        let traffic = Self.traffic(
            "content-generation", model: "gpt-4", perHour: 700, tokens: TokenUsage(uncachedInput: 500, output: 1_000))
        let local = try estimate(Self.compare(traffic, budget: 2_000), "2B")
        #expect(local.gpus == 3)
        #expect(local.purchase == Money(dollars: 45_000))
    }

    @Test func `hardware that saves nothing never pays back`() throws {
        let traffic = Self.traffic(
            "chatbot", model: "gpt-6-luna", perHour: 1_000, tokens: TokenUsage(uncachedInput: 100, output: 50))
        let local = try estimate(Self.compare(traffic, budget: 500), "1B")
        #expect(local.breakEvenMonths == nil)
        #expect(Self.compare(traffic, budget: 500).screenLines.contains { $0.remark.contains("never pays back") })
    }

    @Test func `requests that no context holds are counted where sizes are known`() throws {
        var traffic = Self.traffic(
            "research-assistant", model: "claude-sonnet-5", perHour: 50,
            tokens: TokenUsage(uncachedInput: 5_000, output: 2_000))
        #expect(try estimate(Self.compare(traffic, budget: 5_000), "3C").fittingShare == nil)
        traffic.total.contexts = LatencyHistogram()
        for tokens in [3_000, 7_000, 7_500, 8_000] { traffic.total.contexts.record(microseconds: Int64(tokens)) }
        let result = Self.compare(traffic, budget: 5_000)
        #expect(try estimate(result, "3C").fittingShare == 0.25)
        #expect(try estimate(result, "3A").fittingShare == 1)
        #expect(result.screenLines.contains { $0.remark.contains("75 % do not fit 4,096") })
    }

    @Test func `the prompt cache is shown with and without`() throws {
        let traffic = Self.traffic(
            "x", model: "claude-sonnet-5", perHour: 10,
            tokens: TokenUsage(uncachedInput: 200, cacheRead: 800, output: 100))
        let result = Self.compare(traffic, budget: nil)
        let sonnet = try estimate(result, "claude-sonnet-5")
        #expect(abs((sonnet.monthly?.dollars ?? 0) - 7_300 * 0.00156) < 0.001)
        #expect(abs((sonnet.monthlyWithoutCache?.dollars ?? 0) - 7_300 * 0.003) < 0.001)
        #expect(abs((result.leaks.savedByPromptCache?.dollars ?? 0) - 7_300 * 0.00144) < 0.001)
        #expect(traffic.cacheShare == 0.8)
    }

    @Test func `advice names an option with its reason and its contradictions`() {
        let result = Self.compare(Self.content, budget: 2_000)
        #expect(
            result.advice.hasPrefix("Use gemini-2.5-flash: $193.45 a month, 10 % of the budget, 96 % less than now"))
        #expect(result.contradictions.contains { $0.contains("recommends 2A + 2B: GPT-4 was shut off on 2026-10-23") })
        #expect(result.contradictions.contains { $0.contains("says local for 2,400 requests a day") })
        #expect(result.assumptions.contains { $0.contains("quality") })
    }

    @Test func `the cheapest model in use is kept`() {
        let traffic = Self.traffic(
            "content-generation", model: "gemini-2.5-flash", perHour: 100,
            tokens: TokenUsage(uncachedInput: 500, output: 1_000), latency: .seconds(4))
        #expect(Self.compare(traffic, budget: 2_000).advice.hasPrefix("Stay with gemini-2.5-flash"))
    }

    @Test func `a model that misses the target is not advised`() {
        let traffic = Self.traffic(
            "content-generation", model: "gemini-2.5-flash", perHour: 100,
            tokens: TokenUsage(uncachedInput: 500, output: 1_000), latency: .seconds(14))
        #expect(Self.compare(traffic, budget: 2_000).advice.hasPrefix("Use claude-sonnet-5"))
    }

    @Test func `traffic that costs less where it runs than on any option stays there`() {
        var traffic = Self.traffic(
            "content-generation", model: "house-model", perHour: 100,
            tokens: TokenUsage(uncachedInput: 500, output: 1_000), latency: .seconds(4))
        traffic.total.gatewayCost = Money(dollars: 2)
        traffic.total.bestCost = Money(dollars: 2)
        let result = Self.compare(traffic, budget: 2_000)
        #expect(result.advice.hasPrefix("Stay with house-model: at $8.69 a month"), "\(result.advice)")
        #expect(result.contradictions.isEmpty)
        #expect(Self.compare(traffic, budget: 15).advice.hasPrefix("Stay with house-model: at $8.69 a month, 58 %"))
        #expect(Self.compare(traffic, budget: 5).advice.hasPrefix("No option fits the budget"))
        traffic.total.latency = LatencyHistogram()
        for _ in 0..<5 { traffic.total.latency.record(microseconds: 30_000_000) }
        #expect(Self.compare(traffic, budget: 2_000).advice.hasPrefix("Use "), "it breaks its promise")
    }

    @Test func `a few minutes are too little to decide on, and the advice says so first`() {
        var traffic = Self.content
        traffic.from = traffic.to - .minutes(10)
        let advice = Self.compare(traffic, budget: 2_000).advice
        #expect(advice.hasPrefix("Only 10 minutes were measured, too little to decide on; if they are typical: "))
        traffic.from = traffic.to - .minutes(1)
        #expect(Self.compare(traffic, budget: 2_000).advice.hasPrefix("Only 1 minute was measured, "))
    }

    @Test func `a budget that nothing fits is said so`() {
        #expect(Self.compare(Self.content, budget: 100).advice.hasPrefix("No option fits the budget: the cheapest is"))
    }

    @Test func `the largest premium share keeps the budget`() throws {
        let result = Self.compare(
            Self.content, budget: 700, options: ["claude-sonnet-5", "gemini-2.5-flash"])
        let hybrid = try #require(result.hybrid)
        #expect(hybrid.premium.id == "claude-sonnet-5" && hybrid.base.id == "gemini-2.5-flash")
        // 803 x + 193.45 (1 - x) = 700, on 11 / 2.65 thousandths a request.
        #expect(abs(hybrid.share - (700 - 193.45) / (803 - 193.45)) < 1e-6)
        #expect(result.advice.contains("room for 83.1 % of requests on claude-sonnet-5"))
    }

    @Test func `without requests or tokens there is no advice but a reason`() {
        let empty = MeasuredTraffic(scenario: ScenarioID("x"), rows: [], from: now - .days(1), to: now)
        #expect(Self.compare(empty, budget: 100).advice == "No request was measured: there is nothing to advise on.")
        var blind = Self.content
        blind.total.tokens = .zero
        blind.total.requestsWithoutTokens = blind.total.requests
        #expect(Self.compare(blind, budget: 100).advice.contains("no token counts"))
    }
}
