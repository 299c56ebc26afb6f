import InfermonCost
import InfermonModel
import Testing

private let now = PricingContext(at: Timestamp(seconds: 1_795_402_800))

@Suite struct PriceExplanationTests {
    @Test func `it says how the name was resolved and which row holds`() {
        let explanation = PriceSheet.builtIn.explain(
            model: "azure/gpt-4o-2024-08-06", provider: "azure", in: now)
        #expect(explanation.model?.model == "gpt-4o")
        #expect(explanation.row?.prices.input == 2_500_000)
        #expect(explanation.layer == "built-in")
        #expect(explanation.reasons.contains { $0.contains("without its date") })
        #expect(explanation.reasons.contains { $0.contains("azure's own") })
    }

    @Test func `it names the rows that do not hold, each with its reason`() {
        let explanation = PriceSheet.builtIn.explain(model: "gpt-5.6-luna", in: now)
        #expect(explanation.row?.prices.input == 200_000)
        #expect(explanation.rejected.map(\.reason) == [.shorterInput, .over, .over])
        let long = PriceSheet.builtIn.explain(model: "gpt-5.6-luna", in: now, inputTokens: 300_000)
        #expect(long.row?.prices.input == 400_000)
        #expect(long.rejected.map(\.reason).contains(.overruled))
    }

    @Test func `it says that a model is retired and what takes its place`() {
        let explanation = PriceSheet.builtIn.explain(model: "gpt-4", in: now)
        #expect(explanation.reasons.contains("Retired on 2026-10-23; gpt-5.4 takes its place."))
        let soon = PriceSheet.builtIn.explain(model: "gpt-5", in: now)
        #expect(soon.reasons.contains("Will be retired on 2026-12-11; gpt-6-sol takes its place."))
    }

    @Test func `an unknown name gets the nearest known ones`() {
        let explanation = PriceSheet.builtIn.explain(model: "claud-sonet-5", in: now)
        #expect(explanation.row == nil)
        #expect(explanation.nearMisses.first == "claude-sonnet-5")
        #expect(explanation.reasons == ["No list has a price for claud-sonet-5: its requests are unpriced."])
    }

    @Test func `a tier without a row is said to be unpriced`() {
        let context = PricingContext(at: now.at, serviceTier: "scale")
        let explanation = PriceSheet.builtIn.explain(model: "gpt-4o", in: context)
        #expect(explanation.row == nil)
        #expect(explanation.reasons.contains { $0.contains("scale tier") && $0.contains("unpriced") })
    }
}
