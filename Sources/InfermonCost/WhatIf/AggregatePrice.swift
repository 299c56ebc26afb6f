import InfermonModel

/// The price of many requests known by their sums only.
///
/// Prices are linear in tokens except for cliffs on long prompts, so sums can be priced exactly once the row is chosen; it is
/// chosen by the mean prompt.
struct AggregatePrice {
    private let rate: PriceRate?
    private let context: PricingContext

    init(prices: PriceSheet, model: String, at instant: Timestamp) {
        rate = prices.rate(model: model, provider: "")
        context = PricingContext(at: instant)
    }

    var model: ModelPrices? { rate?.model }

    /// - Returns: `nil` when there is no price.
    func of(_ tokens: TokenUsage, requests: Int64) -> Money? {
        guard let rate, requests > 0, let row = rate.schedule.prices(inputTokens: tokens.input / requests, in: context)
        else { return nil }
        if let cost = row.cost(of: tokens) { return cost }
        // A model without a price for hour-long writes would be used with the writes that it sells.
        var shorter = tokens
        shorter.cacheWrite5m += shorter.cacheWrite1h
        shorter.cacheWrite1h = 0
        return row.cost(of: shorter)
    }
}

extension TokenUsage {
    /// The same prompts with nothing read from or written to a cache.
    var withoutCache: TokenUsage {
        TokenUsage(uncachedInput: input, output: output, reasoning: reasoning)
    }
}

extension PriceSchedule {
    /// The prices that hold for a request of the standard tier; `nil` when no row does.
    func prices(inputTokens: Int64, in context: PricingContext) -> TokenPrices? {
        select(inputTokens: inputTokens, in: context).map { layers[$0.layer].rows[$0.row].prices }
    }
}
