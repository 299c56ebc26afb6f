public import InfermonModel

/// Prices requests through any ``RequestPricing``, its rate resolved once per model.
public struct SeriesPricer: Sendable {
    /// Prices requests of one model.
    public typealias Rate = @Sendable (TokenUsage, PricingContext) -> Money?

    private let resolve: @Sendable (_ model: String, _ provider: String) -> Rate?

    /// Prices nothing.
    public static let none = SeriesPricer(resolve: { _, _ in nil })

    private init(resolve: @escaping @Sendable (String, String) -> Rate?) {
        self.resolve = resolve
    }

    /// Prices by a price sheet.
    public init<Pricing: RequestPricing>(_ pricing: Pricing) {
        resolve = { model, provider in
            guard let rate = pricing.rate(model: model, provider: provider) else { return nil }
            return { tokens, context in pricing.cost(of: tokens, at: rate, in: context) }
        }
    }

    /// The rate of a model; `nil` when it has none.
    func rate(model: String, provider: String) -> Rate? { resolve(model, provider) }
}
