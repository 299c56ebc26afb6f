import InfermonCost
import InfermonModel
import Testing

/// Decimal limbs of six digits, multiplied and added as on paper: nothing in common with the code under test.
private struct PaperNumber: Equatable {
    var limbs: (UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0)

    static func == (left: PaperNumber, right: PaperNumber) -> Bool { left.limbs == right.limbs }

    mutating func addProduct(_ left: Int64, _ right: Int64) {
        let base: UInt64 = 1_000_000
        let a = UInt64(left)
        let b = UInt64(right)
        let (a0, a1) = (a % base, a / base % base)
        let (b0, b1) = (b % base, b / base % base)
        limbs.0 += a0 * b0
        limbs.1 += a0 * b1 + a1 * b0
        limbs.2 += a1 * b1
        carry()
    }

    private mutating func carry() {
        let base: UInt64 = 1_000_000
        limbs.1 += limbs.0 / base
        limbs.0 %= base
        limbs.2 += limbs.1 / base
        limbs.1 %= base
        limbs.3 += limbs.2 / base
        limbs.2 %= base
        limbs.4 += limbs.3 / base
        limbs.3 %= base
    }

    /// Dollars, when the limbs count pico-dollars.
    var dollars: String {
        func six(_ value: UInt64) -> String { String(String(1_000_000 + value).dropFirst()) }
        let whole = limbs.2 + limbs.3 * 1_000_000
        var fraction = six(limbs.1) + six(limbs.0)
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return fraction.isEmpty ? "\(whole)" : "\(whole).\(fraction)"
    }
}

@Suite struct MoneyInvariantTests {
    private static func sheet(_ prices: TokenPrices) -> PriceSheet {
        let row = PriceRow(prices: prices, origin: PriceOrigin(source: "test", checkedOn: nil))
        return PriceSheet(layers: [PriceLayer(name: "t", models: [ModelPrices(provider: "", model: "m", rows: [row])])])
    }

    @Test func `a million random token counts and prices equal paper arithmetic`() {
        var random = SplitMix64(seed: 20_261_123)
        let context = PricingContext(at: .epoch)
        for _ in 0..<1_000 {
            let prices = TokenPrices(
                input: Int64(random.next() % 200_000_000), output: Int64(random.next() % 600_000_000),
                cacheRead: Int64(random.next() % 20_000_000), cacheWrite5m: Int64(random.next() % 200_000_000),
                cacheWrite1h: Int64(random.next() % 400_000_000))
            let sheet = Self.sheet(prices)
            guard let rate = sheet.rate(model: "m", provider: "") else {
                Issue.record("the model must be known")
                return
            }
            var sum = Money.zero
            var paper = PaperNumber()
            for _ in 0..<1_000 {
                let bits = random.next()
                let tokens = TokenUsage(
                    uncachedInput: Int64(bits & 0xFFFFF), cacheRead: Int64(bits >> 20 & 0xFFFF),
                    cacheWrite5m: Int64(bits >> 36 & 0x3FFF), cacheWrite1h: Int64(bits >> 50 & 0xFF),
                    output: Int64(bits >> 48))
                sum += sheet.cost(of: tokens, at: rate, in: context) ?? Money(dollars: -1)
                paper.addProduct(tokens.uncachedInput, prices.input)
                paper.addProduct(tokens.cacheRead, prices.cacheRead ?? 0)
                paper.addProduct(tokens.cacheWrite5m, prices.cacheWrite5m ?? 0)
                paper.addProduct(tokens.cacheWrite1h, prices.cacheWrite1h ?? 0)
                paper.addProduct(tokens.output, prices.output)
            }
            guard sum.decimal == paper.dollars else {
                Issue.record("\(sum.decimal) is not \(paper.dollars)")
                return
            }
        }
    }

    @Test func `a million requests of an eighth of a thousandth make exactly 125 dollars`() {
        let sheet = PriceSheet.builtIn
        let tokens = TokenUsage(uncachedInput: 100, output: 50)
        guard let rate = sheet.rate(model: "gpt-3.5-turbo-0125", provider: "openai") else {
            Issue.record("the model must be known")
            return
        }
        var sum = Money.zero
        for _ in 0..<1_000_000 { sum += sheet.cost(of: tokens, at: rate, in: PricingContext(at: .epoch)) ?? .zero }
        #expect(sum == Money(dollars: 125))
    }

    @Test func `order and splitting do not change a sum`() {
        var random = SplitMix64(seed: 7)
        let context = PricingContext(at: Timestamp(seconds: 1_795_402_800))
        let sheet = PriceSheet.builtIn
        let names = ["gpt-5.4", "claude-sonnet-5", "gemini-2.5-pro", "deepseek-v4-flash", "gpt-3.5-turbo"]
        let costs = (0..<5_000).map { index in
            let tokens = TokenUsage(
                uncachedInput: Int64(random.next() % 400_000), cacheRead: Int64(random.next() % 1_000),
                output: Int64(random.next() % 9_000))
            return sheet.cost(of: tokens, model: names[index % names.count], in: context) ?? Money(dollars: -1)
        }
        let sum = costs.reduce(.zero, +)
        #expect(costs.shuffled(using: &random).reduce(.zero, +) == sum)
        let (left, right) = (costs[..<1_234], costs[1_234...])
        #expect(left.reduce(.zero, +) + right.reduce(.zero, +) == sum)
        #expect(!costs.contains(Money(dollars: -1)))
    }

    @Test func `the parts of a request add up to the whole`() {
        let sheet = PriceSheet.builtIn
        let context = PricingContext(at: Timestamp(seconds: 1_795_402_800))
        let whole = TokenUsage(
            uncachedInput: 12_345, cacheRead: 6_789, cacheWrite5m: 1_011, cacheWrite1h: 1_213, output: 1_415)
        let parts = [
            TokenUsage(uncachedInput: 12_345), TokenUsage(cacheRead: 6_789), TokenUsage(cacheWrite5m: 1_011),
            TokenUsage(cacheWrite1h: 1_213), TokenUsage(output: 1_415),
        ]
        let sum = parts.compactMap { sheet.cost(of: $0, model: "claude-sonnet-5", in: context) }.reduce(.zero, +)
        #expect(sheet.cost(of: whole, model: "claude-sonnet-5", in: context) == sum)
    }

    @Test func `a ratio rounds half to even once`() {
        let row = PriceRow(
            prices: TokenPrices(input: 1, output: 1), origin: PriceOrigin(source: "test", checkedOn: nil))
        let model = ModelPrices(provider: "", model: "m", rows: [row], ratios: [.batch: PriceRatio(1, 2)])
        let sheet = PriceSheet(layers: [PriceLayer(name: "t", models: [model])])
        let context = PricingContext(at: .epoch, serviceTier: "batch")
        let amounts = (0...5).map { sheet.cost(of: TokenUsage(output: $0), model: "m", in: context)?.picodollars }
        #expect(amounts == [0, 0, 1, 2, 2, 2])
    }

    @Test(arguments: [
        TokenUsage(uncachedInput: -1), TokenUsage(output: .max), TokenUsage(uncachedInput: .max, cacheRead: .max),
        TokenUsage(cacheRead: .min),
    ])
    func `counts that cannot be are unpriced and never trap`(tokens: TokenUsage) {
        let sheet = PriceSheet.builtIn
        for model in ["gpt-4o", "gpt-5.4"] {
            #expect(sheet.cost(of: tokens, model: model, in: PricingContext(at: .epoch)) == nil)
        }
    }
}
