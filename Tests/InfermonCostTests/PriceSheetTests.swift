import InfermonCost
import InfermonModel
import Testing

private let now = Timestamp(seconds: 1_795_402_800)  // 2026-11-23 03:00 UTC, a Monday
private let sheet = PriceSheet.builtIn

private func cost(
    _ model: String, _ tokens: TokenUsage, provider: String = "", at instant: Timestamp = now, tier: String = ""
) -> String? {
    sheet.cost(of: tokens, model: model, provider: provider, in: PricingContext(at: instant, serviceTier: tier))?
        .decimal
}

private func date(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0) -> Timestamp {
    Timestamp(seconds: CivilDateTime(year: year, month: month, day: day, hour: hour).secondsSince1970)
}

@Suite struct PriceSheetTests {
    private static let hundredThousand = TokenUsage(uncachedInput: 100_000, output: 100_000)

    @Test(arguments: [
        ("gpt-3.5-turbo-0613", "0.35"), ("gpt-3.5-turbo-1106", "0.3"), ("gpt-3.5-turbo", "0.2"), ("gpt-4", "9"),
        ("gpt-4-turbo", "4"), ("claude-3-sonnet-20240229", "1.8"), ("gpt-4o", "1.25"), ("gpt-4o-mini", "0.075"),
        ("gpt-4.1", "1"), ("gpt-4.1-mini", "0.2"), ("gpt-5", "1.125"), ("gpt-5.1", "1.125"), ("gpt-5-mini", "0.225"),
        ("gpt-5-nano", "0.045"), ("gpt-5.4", "1.75"), ("gpt-5.4-mini", "0.525"), ("gpt-5.5", "3.5"),
        ("gpt-5.6-sol", "2.4"), ("gpt-5.6-terra", "1.4"), ("gpt-5.6-luna", "0.14"), ("gpt-6-sol", "1.2"),
        ("gpt-6-luna", "0.06"), ("o3", "1"), ("o4-mini", "0.55"), ("claude-haiku-4-5", "0.6"),
        ("claude-sonnet-4-5", "1.8"), ("claude-sonnet-4-6", "1.8"), ("claude-sonnet-5", "1.2"),
        ("claude-opus-4-5", "3"),
        ("claude-opus-4-8", "3"), ("claude-opus-5", "3"), ("claude-fable-5", "6"), ("claude-haiku-5-5", "0.06"),
        ("gemini-2.5-pro", "1.125"), ("gemini-2.5-flash", "0.28"), ("gemini-2.5-flash-lite", "0.05"),
        ("gemini-3.1-pro-preview", "1.4"), ("gemini-3.5-flash", "1.05"), ("deepseek-v4-flash", "0.15"),
        ("deepseek-v4-pro", "0.528"), ("grok-4.3", "0.375"), ("mistral-large-latest", "0.2"),
    ])
    func `a hundred thousand tokens each way cost what the list says`(model: String, dollars: String) {
        // DeepSeek's peak prices hold on a Monday from 01:00 to 04:00 UTC.
        #expect(cost(model, Self.hundredThousand) == dollars)
    }

    @Test func `an unknown model is unpriced and never free`() {
        #expect(sheet.rate(model: "claude-next-x", provider: "anthropic") == nil)
        #expect(sheet.rate(model: "", provider: "") == nil)
        #expect(cost("ft:gpt-4o-mini:org::abc", Self.hundredThousand) == nil)
    }

    @Test func `a model on the user's own server has no provider's price`() {
        #expect(cost("deepseek-v4-flash", Self.hundredThousand, provider: "hosted_vllm") == nil)
        #expect(cost("hosted_vllm/deepseek-v4-flash", Self.hundredThousand) == nil)
        #expect(cost("deepseek-v4-flash", Self.hundredThousand, provider: "together_ai") == nil)
    }

    @Test func `a five-minute cache write costs 1.25 and an hour's 2 times the prompt`() {
        #expect(cost("claude-sonnet-4-5", TokenUsage(cacheWrite5m: 1_000_000)) == "3.75")
        #expect(cost("claude-sonnet-4-5", TokenUsage(cacheWrite1h: 1_000_000)) == "6")
        #expect(cost("claude-sonnet-4-5", TokenUsage(cacheRead: 1_000_000)) == "0.3")
    }

    @Test func `reasoning is inside the output and is not paid twice`() {
        let without = cost("gpt-5", TokenUsage(uncachedInput: 100, output: 1_000))
        #expect(cost("gpt-5", TokenUsage(uncachedInput: 100, output: 1_000, reasoning: 900)) == without)
    }

    @Test func `a cache read without a price of its own costs as much as any prompt token`() {
        #expect(cost("gpt-4", TokenUsage(cacheRead: 1_000)) == cost("gpt-4", TokenUsage(uncachedInput: 1_000)))
    }

    @Test func `a write for an hour without a price for it is unpriced when one for five minutes exists`() {
        #expect(cost("gpt-6-sol", TokenUsage(cacheWrite1h: 1)) == nil)
    }

    @Test func `a long prompt prices all of its tokens anew, cached ones and the answer included`() {
        let atLimit = TokenUsage(uncachedInput: 72_000, cacheRead: 200_000, output: 1_000)
        let above = TokenUsage(uncachedInput: 72_001, cacheRead: 200_000, output: 1_000)
        #expect(cost("gpt-5.4", atLimit) == "0.245")
        #expect(cost("gpt-5.4", above) == "0.482505")
    }

    @Test func `a price holds from its day to the day before the next`() {
        let tokens = TokenUsage(uncachedInput: 1_000_000)
        #expect(cost("o3", tokens, at: date(2025, 6, 10) - .seconds(1)) == "10")
        #expect(cost("o3", tokens, at: date(2025, 6, 10)) == "2")
        #expect(cost("gpt-5.6-luna", TokenUsage(uncachedInput: 1_000), at: date(2026, 7, 29)) == "0.001")
        #expect(cost("gpt-5.6-luna", TokenUsage(uncachedInput: 1_000), at: date(2026, 7, 30)) == "0.0002")
        #expect(cost("gpt-3.5-turbo", TokenUsage(uncachedInput: 100, output: 50), at: date(2023, 4, 1)) == "0.0003")
    }

    @Test func `a retired model keeps its price and names its successor`() {
        #expect(sheet.rate(model: "claude-3-sonnet", provider: "")?.model.successor == "claude-sonnet-5")
        #expect(cost("claude-3-sonnet", TokenUsage(uncachedInput: 100, output: 50)) == "0.00105")
    }

    @Test func `an announced rise that was cancelled is not booked`() {
        #expect(cost("claude-sonnet-5", TokenUsage(output: 1_000_000), at: date(2026, 10, 1)) == "10")
    }

    @Test func `off-peak hours cost half, by weekday in UTC`() {
        let tokens = TokenUsage(uncachedInput: 1_000_000)
        #expect(cost("deepseek-v4-flash", tokens, at: date(2026, 11, 23, 1)) == "0.3")
        #expect(cost("deepseek-v4-flash", tokens, at: date(2026, 11, 23, 4)) == "0.15")
        #expect(cost("deepseek-v4-flash", tokens, at: date(2026, 11, 23, 6)) == "0.3")
        #expect(cost("deepseek-v4-flash", tokens, at: date(2026, 11, 23, 10)) == "0.15")
        #expect(cost("deepseek-v4-flash", tokens, at: date(2026, 11, 22, 2)) == "0.15")
    }

    @Test(arguments: [
        ("gpt-4o", "batch", "0.625"), ("gpt-4o", "priority", "2.125"), ("gpt-4o", "default", "1.25"),
        ("gpt-5.4", "flex", "0.875"), ("gpt-5.5", "priority", "8.75"), ("claude-opus-5", "fast", "6"),
        ("claude-sonnet-5", "us", "1.32"), ("claude-sonnet-5", "batch+us", "0.66"),
        ("gemini-2.5-pro", "batch", "0.5625"),
        ("grok-4.3", "batch", "0.3"), ("o4-mini", "priority", "1"),
    ])
    func `a service tier has its own price`(model: String, tier: String, dollars: String) {
        #expect(cost(model, Self.hundredThousand, tier: tier) == dollars)
    }

    @Test func `a tier without a known price is unpriced`() {
        #expect(cost("gpt-4o", Self.hundredThousand, tier: "scale") == nil)
        #expect(cost("gpt-4", Self.hundredThousand, tier: "priority") == nil)
        #expect(cost("gpt-5.4", TokenUsage(uncachedInput: 300_000), tier: "priority") == nil)
    }

    @Test(arguments: [
        ("openai/gpt-4o-2024-08-06", ""), ("azure/gpt-4o", "azure"), ("GPT-4o", "openai"), ("gpt-4o-2024-11-20", ""),
    ])
    func `a prefix, a date and capitals do not change the model`(name: String, provider: String) {
        #expect(cost(name, Self.hundredThousand, provider: provider) == "1.25")
    }

    @Test func `bedrock's regional name has a price of its own and its global name the maker's`() {
        #expect(cost("us.anthropic.claude-sonnet-4-5-20250929-v1:0", TokenUsage(output: 1_000_000)) == "16.5")
        #expect(cost("bedrock/global.anthropic.claude-sonnet-4-5-20250929-v1:0", TokenUsage(output: 1_000_000)) == "15")
        #expect(cost("eu.anthropic.claude-sonnet-5-v1:0", TokenUsage(output: 1_000_000)) == "11")
    }

    @Test func `a four-digit snapshot is a model of its own`() {
        #expect(cost("gpt-3.5-turbo-1106", TokenUsage(uncachedInput: 1_000_000)) == "1")
        #expect(cost("gpt-3.5-turbo-0125", TokenUsage(uncachedInput: 1_000_000)) == "0.5")
    }

    @Test func `the user's row wins over the built-in one from its day on`() {
        let origin = PriceOrigin(source: "contract", checkedOn: "2026-11-01")
        let row = PriceRow(
            prices: TokenPrices(input: 1_000_000, output: 1_000_000), validFrom: date(2026, 11, 1), origin: origin)
        let user = PriceLayer(name: "prices.json", models: [ModelPrices(provider: "", model: "gpt-4o", rows: [row])])
        let sheet = PriceSheet.builtIn(under: [user])
        let before = PricingContext(at: date(2026, 10, 31))
        let after = PricingContext(at: date(2026, 11, 1))
        let rate = sheet.rate(model: "azure/gpt-4o", provider: "azure")
        #expect(rate.flatMap { sheet.cost(of: Self.hundredThousand, at: $0, in: after) }?.decimal == "0.2")
        #expect(rate.flatMap { sheet.cost(of: Self.hundredThousand, at: $0, in: before) }?.decimal == "1.25")
    }

    @Test func `a contract multiplies the list price while it holds`() {
        let contract = ContractRatio(provider: "openai", validFrom: date(2026, 11, 1), ratio: PriceRatio(9, 10))
        let sheet = PriceSheet.builtIn(under: [PriceLayer(name: "contract", models: [], contracts: [contract])])
        let tokens = TokenUsage(output: 1_000_000)
        #expect(sheet.cost(of: tokens, model: "gpt-4o", in: PricingContext(at: now))?.decimal == "9")
        #expect(sheet.cost(of: tokens, model: "gpt-4o", in: PricingContext(at: date(2026, 10, 1)))?.decimal == "10")
        #expect(sheet.cost(of: tokens, model: "claude-sonnet-5", in: PricingContext(at: now))?.decimal == "10")
    }

    @Test func `every built-in row has a source, a positive price and a span of time`() {
        for model in sheet.models {
            #expect(model.model == model.model.lowercased())
            #expect(!model.rows.isEmpty, "\(model.model)")
            for row in model.rows {
                #expect(!row.origin.source.isEmpty)
                #expect(row.prices.input > 0 && row.prices.output > 0, "\(model.model)")
                if let from = row.validFrom, let until = row.validUntil { #expect(from < until) }
            }
        }
        #expect(sheet.checkedOn >= "2026-11-01")
    }
}
