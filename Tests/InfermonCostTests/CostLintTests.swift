import InfermonCost
import InfermonModel
import Testing

private let now = Timestamp(seconds: 1_795_402_800)

@Suite struct CostLintTests {
    private static func scenario(
        _ id: String, budget: Int64? = nil, objectives: [Objective.Kind] = [], options: [String] = []
    ) -> Scenario {
        Scenario(
            id: ScenarioID(id), title: id, objectives: objectives.map { Objective(kind: $0) },
            budget: budget.map { Budget(limit: Money(dollars: $0)) }, options: options)
    }

    private static func findings(_ scenario: Scenario) -> [CostFinding] {
        CostLint(prices: .builtIn, now: now).findings([scenario])
    }

    @Test func `a ceiling looser than the budget at the stated load is found`() {
        let found = Self.findings(
            Self.scenario(
                "chatbot", budget: 500,
                objectives: [.throughput(perHour: 1_000), .costPerRequest(atMost: Money("0.01") ?? .zero)]))
        #expect(found.map(\.kind) == [.looseCeiling])
        #expect(
            found.first?.sentence
                == "chatbot: $0.01 per request at 1,000 requests an hour is $7,300.00 a month, 14.6 times the budget of $500.00; "
                + "the budget allows $0.0006849 per request.")
    }

    @Test func `a ceiling that the budget covers is no finding`() {
        let found = Self.findings(
            Self.scenario(
                "chatbot", budget: 7_300,
                objectives: [.throughput(perHour: 1_000), .costPerRequest(atMost: Money("0.01") ?? .zero)]))
        #expect(found.isEmpty)
    }

    @Test func `unknown, retired, slow, small and oversized options are found`() {
        let found = Self.findings(
            Self.scenario(
                "research-assistant",
                objectives: [.latency(quantile: 0.95, atMost: .seconds(20)), .gpuMemory(atMostBytes: 80_000_000_000)],
                options: ["3A", "claude-next-x", "3C", "claude-sonnet-5"]))
        #expect(
            found.map(\.kind) == [.unknownOption, .retired, .unreachableLatency, .smallMemory, .smallContext])
        #expect(
            found.dropFirst().first?.sentence.contains("was shut off on 2025-07-21; claude-sonnet-5 takes its place")
                == true)
    }

    @Test(arguments: ["1A", "1a", "gpt-4o-mini", "openai/gpt-4o-mini", "mine", "My own box"])
    func `an option of the catalogue or a model with a price is known`(name: String) {
        let own = ModelOption(id: "mine", title: "My own box", model: "gpt-4o-mini", place: .cloud)
        let found = CostLint(prices: .builtIn, options: [own], now: now).findings([
            Self.scenario("chatbot", options: [name])
        ])
        #expect(!found.map(\.kind).contains(.unknownOption))
    }

    @Test(arguments: ["gtp-4o-mini", "1Z", "mine"])
    func `a misspelt option is told once`(name: String) {
        let found = Self.findings(Self.scenario("chatbot", options: [name]))
        #expect(found.map(\.kind) == [.unknownOption])
        #expect(
            found.first?.sentence
                == "chatbot: option \(name) is neither in the catalogue nor a model with a price; correct its name or add a row "
                + "for it to a price file.")
    }

    @Test func `an option whose model has no price is no misspelt one`() {
        let own = ModelOption(id: "mine", title: "My own box", model: "claude-next-x", place: .cloud)
        let found = CostLint(prices: .builtIn, options: [own], now: now).findings([
            Self.scenario("chatbot", options: ["mine"])
        ])
        #expect(found.map(\.kind) == [.unpriced])
    }

    @Test func `a claimed latency that memory bandwidth forbids is found even within the target`() {
        let found = Self.findings(
            Self.scenario("chatbot", objectives: [.latency(quantile: 0.95, atMost: .seconds(2))], options: ["1B"]))
        #expect(found.map(\.kind) == [.unreachableLatency])
        #expect(found.first?.sentence.contains("claims 0.15 s for 50 tokens") == true)
    }
}
