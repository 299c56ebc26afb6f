import Foundation
import InfermonConfig
import InfermonCost
import InfermonModel
import Testing

private let now = Timestamp(seconds: 1_795_402_800)  // a Monday, 03:00 UTC

private func date(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0) -> Timestamp {
    Timestamp(seconds: CivilDateTime(year: year, month: month, day: day, hour: hour).secondsSince1970)
}

private func fixture(_ name: String) throws -> PriceSheet {
    let url = try #require(Bundle.module.url(forResource: "Fixtures/prices/\(name)", withExtension: "json"))
    return PriceSheet(layers: [try PriceFile.load(path: url.path)])
}

private func cost(
    _ sheet: PriceSheet, _ model: String, _ tokens: TokenUsage, at instant: Timestamp = now, tier: String = "",
    provider: String = ""
) -> String? {
    sheet.cost(of: tokens, model: model, provider: provider, in: PricingContext(at: instant, serviceTier: tier))?
        .decimal
}

@Suite struct LiteLLMPriceFileTests {
    @Test func `every built-in price equals the list that it was checked against`() throws {
        let list = try fixture("litellm.subset")
        var compared = 0
        // The list names Bedrock's regional models in full only.
        for model in PriceSheet.builtIn.models
        where model.provider != "bedrock" && list.rate(model: model.model, provider: model.provider) != nil {
            for input in [1_000, 150_000, 250_000, 300_000] as [Int64] {
                for tier in ["", "batch", "flex", "priority"] {
                    let tokens = TokenUsage(uncachedInput: input, output: 1_000)
                    guard let expected = cost(list, model.model, tokens, tier: tier, provider: model.provider) else {
                        continue
                    }
                    let own = cost(.builtIn, model.model, tokens, tier: tier, provider: model.provider)
                    #expect(own == expected, "\(model.model) \(tier) \(input)")
                    compared += 1
                }
                let cached = TokenUsage(cacheRead: input, cacheWrite5m: 100)
                #expect(
                    cost(.builtIn, model.model, cached, provider: model.provider)
                        == cost(list, model.model, cached, provider: model.provider), "\(model.model)")
            }
        }
        #expect(compared > 400)
        let regional = "us.anthropic.claude-sonnet-4-5-20250929-v1:0"
        let tokens = TokenUsage(uncachedInput: 1_000, cacheRead: 10, cacheWrite5m: 10, cacheWrite1h: 10, output: 1_000)
        #expect(cost(.builtIn, regional, tokens) == cost(list, regional, tokens))
    }

    @Test func `keys are read by pattern: tier, cliff and cache lifetime in any order`() throws {
        let list = try fixture("litellm.subset")
        #expect(cost(list, "claude-haiku-5-5", TokenUsage(uncachedInput: 0, cacheWrite1h: 200_000)) == "0.2")
        #expect(cost(list, "claude-haiku-5-5", TokenUsage(cacheWrite1h: 50_000)) == "0.01")
        #expect(cost(list, "gpt-5.6-sol", TokenUsage(uncachedInput: 300_000), tier: "batch") == "1.2")
        #expect(cost(list, "gpt-4o", TokenUsage(uncachedInput: 1_000_000), tier: "priority") == "4.25")
    }

    @Test func `float noise is rounded once`() throws {
        let text =
            #"{"m": {"input_cost_per_token": 3.2000000000000003e-06, "output_cost_per_token": 1e-7, "mode": "chat"}}"#
        let sheet = PriceSheet(layers: [try PriceFile.decode(Array(text.utf8), name: "list.json")])
        #expect(cost(sheet, "m", TokenUsage(uncachedInput: 1_000_000)) == "3.2")
    }

    @Test func `off-peak hours, tiers by range, retirement and regional surcharges are read`() throws {
        let list = try fixture("litellm.subset")
        let million = TokenUsage(uncachedInput: 100_000)
        #expect(cost(list, "deepseek-v4-flash", million, at: date(2026, 11, 23, 3)) == "0.03")
        #expect(cost(list, "deepseek-v4-flash", million, at: date(2026, 11, 23, 4)) == "0.015")
        #expect(cost(list, "deepseek-v4-flash", million, at: date(2026, 11, 22, 3)) == "0.015")
        #expect(cost(list, "qwen-flash", TokenUsage(uncachedInput: 256_000)) == "0.0128")
        #expect(cost(list, "qwen-flash", TokenUsage(uncachedInput: 256_001)) == "0.06400025")
        #expect(list.rate(model: "gpt-4", provider: "")?.model.retiresOn == date(2026, 10, 23))
        #expect(cost(list, "claude-sonnet-5", TokenUsage(output: 1_000_000), tier: "us") == "11")
        #expect(cost(list, "sample_spec", million) == nil)
    }

    @Test func `a negative price is left out and said`() throws {
        let text = #"{"a": {"input_cost_per_token": -1}, "b": {"input_cost_per_token": 1e-6}}"#
        let layer = try PriceFile.decode(Array(text.utf8), name: "list.json")
        #expect(layer.models.map(\.model) == ["b"])
        #expect(layer.notes.count == 1)
    }
}

@Suite struct GenAIPricesFileTests {
    @Test func `dates, tiers, hours and match rules are read`() throws {
        let list = try fixture("genai-prices.history.subset")
        let tokens = TokenUsage(uncachedInput: 100_000)
        #expect(cost(list, "claude-3-sonnet-20240229", tokens) == "0.3")
        #expect(cost(list, "o3", tokens, at: date(2025, 6, 9)) == "1")
        #expect(cost(list, "o3", tokens, at: date(2025, 6, 10)) == "0.2")
        #expect(cost(list, "gpt-35-turbo", tokens) == "0.05")
        #expect(cost(list, "gemini-2.5-pro", TokenUsage(uncachedInput: 200_001, output: 1_000)) == "0.5150025")
        #expect(cost(list, "claude-sonnet-4-5", TokenUsage(cacheWrite1h: 200_000)) == "1.2")
        #expect(cost(list, "claude-sonnet-4-5", TokenUsage(cacheWrite1h: 200_001)) == "2.400012")
        #expect(cost(list, "deepseek-chat", tokens, at: date(2026, 11, 23, 1)) == "0.027")
        #expect(cost(list, "deepseek-chat", tokens, at: date(2026, 11, 23, 17)) == "0.0135")
    }
}

@Suite struct OwnPriceFileTests {
    private static func read(_ text: String) throws -> PriceLayer {
        try PriceFile.decode(Array(text.utf8), name: "p.json")
    }

    @Test func `rows, tiers, windows and contracts are read`() throws {
        let layer = try Self.read(
            """
            {"schema": "infermon.prices/1", "source": "contract 17", "checked_on": "2026-11-20",
             "models": [{"model": "House-Model", "aliases": ["house"], "provider": "hosted_vllm", "context_tokens": 8192,
               "ratios": {"batch": 0.5}, "rows": [
                 {"input": 0.1, "output": 0.40, "cache_read": 0.0125, "from": "2026-01-01"},
                 {"input": 0.05, "output": 0.2, "windows": [{"weekdays": [6, 7], "from": "00:00", "to": "00:00"}]},
                 {"input": 1, "output": 2, "above_input_tokens": 4096}]}],
             "contracts": [{"provider": "openai", "from": "2026-11-01", "ratio": 0.875}]}
            """)
        let sheet = PriceSheet.builtIn(under: [layer])
        #expect(
            cost(sheet, "house", TokenUsage(uncachedInput: 1_000, output: 1_000), provider: "hosted_vllm") == "0.0005")
        #expect(cost(sheet, "house", TokenUsage(output: 1_000), tier: "batch", provider: "hosted_vllm") == "0.0002")
        #expect(
            cost(sheet, "house", TokenUsage(output: 1_000), at: date(2026, 11, 22), provider: "hosted_vllm") == "0.0002"
        )
        #expect(cost(sheet, "house", TokenUsage(uncachedInput: 5_000), provider: "hosted_vllm") == "0.005")
        #expect(cost(sheet, "gpt-4o", TokenUsage(output: 1_000_000)) == "8.75")
        #expect(layer.models.first?.rows.first?.origin == PriceOrigin(source: "contract 17", checkedOn: "2026-11-20"))
    }

    @Test(arguments: [
        (#"{"schema":"infermon.prices/2"}"#, "infermon reads infermon.prices/1"),
        (#"{"schema":"infermon.prices/1"}"#, "neither models nor contracts"),
        (#"{"schema":"infermon.prices/1","model":[]}"#, "unknown key \"model\""),
        (
            #"{"schema":"infermon.prices/1","models":[{"model":"a","rows":[{"input":1}]}]}"#,
            "models[0].rows[0] needs input and output"
        ),
        (
            #"{"schema":"infermon.prices/1","models":[{"model":"a","rows":[{"input":-1,"output":1}]}]}"#,
            "models[0].rows[0].input is no price"
        ),
        (
            #"{"schema":"infermon.prices/1","models":[{"model":"a","rows":[{"input":1,"output":1,"from":"soon"}]}]}"#,
            "from is no date"
        ),
        (
            #"{"schema":"infermon.prices/1","models":[{"model":"a","rows":[{"inputs":1,"output":1}]}]}"#,
            "unknown key \"inputs\""
        ), (#"{"schema":"infermon.prices/1","contracts":[{"ratio":1}]}"#, "needs a provider"),
        ("{}", "holds no prices"),
        ("[]", "holds no prices"), ("hello", "is no price list"), ("{", "no valid JSON"), ("", "is no price list"),
    ])
    func `what is wrong is said with its place`(text: String, words: String) throws {
        let problem = #expect(throws: PriceFileProblem.self) { _ = try Self.read(text) }
        #expect(problem?.description.contains(words) == true, "\(problem?.description ?? "")")
    }

    @Test func `a file that is not there is a sentence`() {
        #expect(throws: PriceFileProblem.self) { _ = try PriceFile.load(path: "/nonexistent/prices.json") }
    }
}
