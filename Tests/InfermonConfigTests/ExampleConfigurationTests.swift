import InfermonConfig
import InfermonModel
import Testing

@Suite struct ExampleConfigurationTests {
    static let names = ExampleConfiguration.all.map(\.name)

    private func load(_ name: String) throws -> LoadedConfiguration {
        Self.loader(home: "/home/op").load(text: try #require(ExampleConfiguration.named(name)).text)
    }

    /// A loader that knows the providers that the examples name.
    static func loader(home: String) -> ConfigurationLoader {
        ConfigurationLoader(
            vocabulary: ConfigurationVocabulary(
                providers: ["openai", "anthropic", "openrouter"].map { .init(name: $0) } + [
                    .init(name: "focus", settings: ["path", "cost"])
                ]),
            environment: ["HOME": home])
    }

    @Test(arguments: names)
    func `an example has no errors`(name: String) throws {
        let loaded = try load(name)
        #expect(loaded.errors.map(\.description) == [])
        #expect(loaded.configuration != nil)
    }

    @Test(arguments: names.filter { $0 != "scenarios" })
    func `an example has no warnings`(name: String) throws {
        #expect(try load(name).warnings.map(\.description) == [])
    }

    @Test func `the three scenarios are those of the analysis`() throws {
        let configuration = try #require(try load("scenarios").configuration)
        #expect(configuration.scenarios.map(\.id.rawValue) == ["chatbot", "content", "research"])
        #expect(configuration.scenarios.map(\.budget?.limit.decimal) == ["500", "2000", "5000"])
        #expect(
            configuration.scenarios.map(\.options) == [["1A", "1B", "1C"], ["2A", "2B", "2C"], ["3A", "3B", "3C"]])
        let kinds = configuration.scenarios[0].objectives.map(\.kind)
        #expect(kinds.contains(.latency(quantile: 0.95, atMost: .seconds(2))))
        #expect(kinds.contains(.availability(atLeast: 0.999)))
        #expect(kinds.contains(.throughput(perHour: 1_000)))
        #expect(kinds.contains(.gpuMemory(atMostBytes: 32_000_000_000)))
        #expect(kinds.contains(.costPerRequest(atMost: Money(picodollars: 10_000_000_000))))
    }

    @Test func `the ceilings of the analysis are told to be looser than its budgets`() throws {
        let warnings = try load("scenarios").warnings.map(\.message)
        #expect(
            warnings == [
                "$0.01 a request at 1000 an hour is $7300 a month, over the budget of $500; the budget allows $0.000684 a request",
                "$0.2 a request at 100 an hour is $14600 a month, over the budget of $2000; the budget allows $0.0273 a request",
                "$1 a request at 50 an hour is $36500 a month, over the budget of $5000; the budget allows $0.136 a request",
            ])
    }

    @Test func `an example is short enough to be read and fits a terminal`() {
        for example in ExampleConfiguration.all {
            #expect(example.text.hasSuffix("\n"))
            #expect(example.text.split(separator: "\n").allSatisfy { $0.count <= 120 && !$0.contains("\t") })
        }
    }

    @Test func `the names are told apart`() {
        #expect(Set(Self.names).count == Self.names.count)
        #expect(ExampleConfiguration.named("nothing") == nil)
    }
}
