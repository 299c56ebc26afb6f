import InfermonCost
import InfermonModel
import Testing

@Suite struct ClaimsAuditTests {
    private static let lines = ClaimsAudit(prices: .builtIn, at: Timestamp(seconds: 1_795_402_800)).lines()

    private func line(_ topic: ClaimLine.Topic, _ parts: String...) throws -> ClaimLine {
        try #require(
            Self.lines.first { line in
                line.topic == topic && parts.allSatisfy { (" " + line.subject).contains(" " + $0) }
            })
    }

    @Test(arguments: [
        ("1A", "0.0003", "0.000125", ClaimLine.Verdict.stale, "2.4 times today's"),
        ("1C", "0.0011", "0.00105", .consistent, "+5 %"),
        ("2A", "0.045", "0.075", .wrong, "-40 %: all 1,500 tokens at the input price"),
        ("2C", "0.0225", "0.0165", .wrong, "+36 %: all 1,500 tokens at the output price"),
        ("3A", "0.1125", "0.045", .wrong, "2.5 times as much: it is 5 times the figure of 2C"),
        ("3B", "0.225", "0.27", .wrong, "-17 %: it is 5 times the figure of 2A"),
    ])
    func `a request's claimed cost is judged by dated prices`(
        id: String, claimed: String, recomputed: String, verdict: ClaimLine.Verdict, reason: String
    ) throws {
        let line = try line(.request, id + " ")
        #expect(line.claimed == Money(claimed).map(ClaimValue.money))
        #expect(line.recomputed == Money(recomputed).map(ClaimValue.money))
        #expect(line.verdict == verdict)
        #expect(line.reason.contains(reason), "\(line.reason)")
    }

    @Test(arguments: [
        ("1B", 0.00007, ClaimLine.Verdict.plausible, "0.83 kW", "50 times"),
        ("2B", 0.0008, .wrong, "0.17 kW", "less than the idle machine's"),
        ("3C", 0.0035, .wrong, "0.33 kW", "1 times the energy of its latency"),
    ])
    func `electricity per request is judged by the power that it implies`(
        id: String, recomputed: Double, verdict: ClaimLine.Verdict, power: String, words: String
    ) throws {
        let line = try line(.request, id + " ")
        #expect(abs((line.recomputed?.number ?? 0) - recomputed) < recomputed * 0.05)
        #expect(line.verdict == verdict)
        #expect(line.reason.contains(power) && line.reason.contains(words), "\(line.reason)")
    }

    @Test(arguments: [
        ("Chatbot", "0.01", 0.000685, "$7,300.00", "14.6 times"),
        ("Content", "0.2", 0.0274, "$14,600.00", "7.3 times"),
        ("Research", "1", 0.137, "$36,500.00", "7.3 times"),
    ])
    func `each ceiling per request contradicts its budget`(
        scenario: String, ceiling: String, implied: Double, total: String, factor: String
    ) throws {
        let line = try line(.budget, scenario, "ceiling")
        #expect(line.claimed == Money(ceiling).map(ClaimValue.money))
        #expect(abs((line.recomputed?.number ?? 0) / implied - 1) < 0.002)
        #expect(line.verdict == .contradiction)
        #expect(line.reason.contains(total) && line.reason.contains(factor), "\(line.reason)")
    }

    @Test(arguments: [
        ("Chatbot on 1A GPT-3.5 Turbo, a month", "219", "91.25", "18 % of the budget, not 44 %"),
        ("Chatbot on 1C", "803", "766.5", "153 % of the budget, not 161 %"),
        ("Content on 2A", "3285", "5475", "274 % of the budget, not 164 %"),
        ("Content on 2C", "1642.5", "1204.5", "60 % of the budget, not 82 %"),
        ("Research on 3A Claude 3 Sonnet, a month", "4106.25", "1642.5", "33 % of the budget, not 82 %"),
        ("Research on 3B", "8212.5", "9855", "197 % of the budget, not 164 %"),
        ("15 exchanges", "219", "474.5", "95 % of the budget"),
        ("20 exchanges", "219", "611.375", "122 % of the budget"),
        ("100K prompt tokens", "4106.25", "12045", "241 % of the budget"),
    ])
    func `a month at the expected load is recomputed exactly`(
        subject: String, claimed: String, recomputed: String, reason: String
    ) throws {
        let line = try line(.budget, subject)
        #expect(line.claimed == Money(claimed).map(ClaimValue.money))
        #expect(line.recomputed == Money(recomputed).map(ClaimValue.money))
        #expect(line.reason.contains(reason), "\(line.reason)")
    }

    @Test func `the hybrid's premium share is bounded by the budget`() throws {
        let line = try line(.budget, "largest share")
        #expect(abs((line.recomputed?.number ?? 0) - 0.287) < 0.0005)
        #expect(line.reason.contains("36.4 %"))
    }

    @Test(arguments: [
        ("Chatbot, cloud", "0.3", "0.3", ClaimLine.Verdict.consistent), ("Chatbot, local", "0.1", "0.1", .consistent),
        ("Chatbot, hybrid", "0.2", "0.2", .consistent), ("Content, cloud", "4.5", "45", .wrong),
        ("Content, local", "0.2", "0.2", .consistent), ("Content, hybrid", "2.35", "22.6", .wrong),
        ("Research, cloud", "11.25", "112.5", .wrong), ("Research, local", "0.8", "0.8", .consistent),
        ("Research, hybrid", "6.03", "56.65", .wrong),
    ])
    func `the table at a thousand requests is checked against its own figures`(
        cell: String, claimed: String, recomputed: String, verdict: ClaimLine.Verdict
    ) throws {
        let line = try line(.table, cell)
        #expect(line.claimed == Money(claimed).map(ClaimValue.money))
        #expect(line.recomputed == Money(recomputed).map(ClaimValue.money))
        #expect(line.verdict == verdict)
    }

    @Test(arguments: [("Chatbot", "730 times"), ("Content", "73 times"), ("Research", "36.5 times")])
    func `the table understates the stated load`(scenario: String, factor: String) throws {
        #expect(try line(.table, "\(scenario): requests a month").reason.contains(factor))
    }

    @Test func `the promised saving is neither in the table nor possible as routed`() throws {
        let line = try line(.rules, "saving")
        #expect(line.claimed == .ratio(0.6))
        #expect(abs((line.recomputed?.number ?? 0) - 0.478) < 0.0005)
        for figure in ["49.8 %", "60.2 %", "67.8 %"] { #expect(line.reason.contains(figure), "\(line.reason)") }
    }

    @Test func `half a machine cannot be bought`() {
        let lines = Self.lines.filter { $0.topic == .rules && $0.subject.contains("purchase for the hybrid") }
        #expect(lines.map(\.claimed) == [5_000, 7_500, 30_000].map { .money(Money(dollars: $0)) })
        #expect(lines.map(\.recomputed) == [10_000, 15_000, 60_000].map { .money(Money(dollars: $0)) })
    }

    @Test(arguments: [
        ("1B", 0.00045, "$329", "4.51 times"), ("2B", 0.0065, "$477", "32.7 times"),
        ("3C", 0.0491, "$1,793", "61.4 times"),
    ])
    func `with the purchase a local request costs many times the claim`(
        id: String, each: Double, month: String, factor: String
    ) throws {
        let line = try line(.rules, id + " ", "with the purchase")
        #expect(abs((line.recomputed?.number ?? 0) / each - 1) < 0.01)
        #expect(line.reason.contains(month) && line.reason.contains(factor), "\(line.reason)")
        #expect(line.reason.contains("dearer than Claude 3 Sonnet at $0.045") == (id == "3C"))
    }

    @Test(arguments: [
        ("Chatbot", "cloud", "hybrid", "24,000"), ("Content", "hybrid", "local", "2,400"),
        ("Research", "cloud", "local", "1,200"),
    ])
    func `all three recommendations contradict the volume guideline`(
        scenario: String, advised: String, rule: String, load: String
    ) throws {
        let line = try line(.rules, "\(scenario): recommendation")
        #expect(line.claimed == .words(advised))
        #expect(line.recomputed == .words(rule))
        #expect(line.verdict == .contradiction)
        #expect(line.reason.contains(load))
    }

    @Test(arguments: [
        ("Chatbot: $10,000.00 against 1A", 68.5, 548.0), ("Chatbot: $10,000.00 against 1C", 13.7, 14.4),
        ("Content: $15,000.00 against 2A", 4.6, 2.7), ("Content: $15,000.00 against 2C", 9.2, 12.6),
        ("Research: $60,000.00 against 3A", 14.7, 37.2), ("Research: $60,000.00 against 3B", 7.3, 6.1),
    ])
    func `months until the hardware is paid back`(subject: String, own: Double, correct: Double) throws {
        let line = try line(.breakEven, subject)
        #expect(abs((line.claimed?.number ?? 0) - own) <= 0.05)
        #expect(abs((line.recomputed?.number ?? 0) / correct - 1) < 0.02)
    }

    @Test func `by its table the hardware is paid back in thousands of years`() {
        let lines = Self.lines.filter { $0.topic == .breakEven && $0.subject.contains("by the table") }
        let months = lines.compactMap { $0.claimed?.number?.rounded() }
        #expect(months == [50_000, 3_488, 5_742])
    }

    @Test(arguments: [
        ("Content: $15,000.00 against 2A", 183.0), ("Content: $15,000.00 against 2C", 840),
        ("Research: $60,000.00 against 3A", 1_240),
        ("Chatbot: $10,000.00 against 1A", 365_000),
    ])
    func `requests a day from which hardware pays`(subject: String, perDay: Double) throws {
        let line = try line(.breakEven, subject, "requests a day")
        #expect(abs((line.recomputed?.number ?? 0) / perDay - 1) < 0.005)
        #expect(line.reason.contains("above its capacity of 48,000") == subject.contains("1A"))
    }

    @Test(arguments: [("1B", 0.43, false), ("2B", 12.8, true), ("3C", 25.5, false)])
    func `memory bandwidth bounds the latency`(id: String, least: Double, misses: Bool) throws {
        let line = try line(.limits, id + " ", "latency")
        #expect(abs((line.recomputed?.number ?? 0) / least - 1) < 0.01)
        #expect(line.verdict == .wrong)
        #expect(line.reason.contains("misses the 10 s target") == misses)
    }

    @Test func `contexts that are too small are named`() throws {
        let local = try line(.limits, "3C", "context")
        #expect(local.claimed == .tokens(7_000) && local.recomputed == .tokens(4_096))
        let gpt4 = try line(.limits, "3B", "context")
        #expect(gpt4.claimed == .tokens(100_000) && gpt4.recomputed == .tokens(8_192))
    }

    @Test func `all three cloud models are gone, each with its successor`() {
        let lines = Self.lines.filter { $0.topic == .limits && $0.subject.hasSuffix("availability") }
        #expect(lines.map(\.subject) == ["GPT-3.5 Turbo", "Claude 3 Sonnet", "GPT-4"].map { $0 + ": availability" })
        #expect(lines.allSatisfy { $0.recomputed == .words("retired") && $0.reason.contains("takes its place") })
    }

    @Test(arguments: [
        ("Chatbot on gpt-4o-mini", 33.0, "7 %"), ("Chatbot on gpt-6-luna", 26, "5 %"),
        ("Chatbot on claude-haiku-4-5", 256, "51 %"),
        ("Chatbot on claude-sonnet-5", 511, "102 %"), ("Content on gpt-5.4", 1_186, "59 %"),
        ("Content on claude-sonnet-5", 803, "40 %"), ("Content on gemini-2.5-flash", 193, "10 %"),
        ("Research on claude-sonnet-5, 5,000", 1_095, "22 %"), ("Research on claude-sonnet-5, 100,000", 8_030, "161 %"),
        ("Research on gemini-2.5-flash, 100,000", 1_278, "26 %"),
    ])
    func `the same loads today`(subject: String, dollars: Double, share: String) throws {
        let line = try line(.today, subject)
        #expect(abs((line.recomputed?.number ?? 0) - dollars) < 0.6)
        #expect(line.reason.contains(share), "\(line.reason)")
    }

    @Test func `other prices give other figures`() throws {
        let origin = PriceOrigin(source: "test", checkedOn: nil)
        let row = PriceRow(prices: TokenPrices(input: 300_000_000, output: 0), origin: origin)
        let layer = PriceLayer(name: "test", models: [ModelPrices(provider: "", model: "gpt-4", rows: [row])])
        let lines = ClaimsAudit(prices: .builtIn(under: [layer]), at: Timestamp(seconds: 1_795_402_800)).lines()
        let line = try #require(lines.first { $0.topic == .request && $0.subject.hasPrefix("2A") })
        #expect(line.recomputed == Money("0.15").map(ClaimValue.money))
    }
}
