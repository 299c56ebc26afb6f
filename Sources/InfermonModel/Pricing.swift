/// What of a request decides its price, besides its tokens.
public struct PricingContext: Hashable, Sendable {
    /// When the request was served: prices have dates and hours.
    public var at: Timestamp
    /// The tier that served it, as logged: `batch`, `flex`, `priority`; empty for the standard one.
    public var serviceTier: String

    /// Creates a context.
    public init(at: Timestamp, serviceTier: String = "") {
        self.at = at
        self.serviceTier = serviceTier
    }
}

/// Prices requests; implemented by the price sheet of InfermonCost.
public protocol RequestPricing: Sendable {
    /// The price rows that a model resolves to, found once and used for many requests.
    associatedtype Rate: Sendable

    /// Resolves a model's name as logged, provider prefix or not.
    ///
    /// - Returns: `nil` when the model is unknown: its requests are unpriced.
    func rate(model: String, provider: String) -> Rate?

    /// The exact cost of a request.
    ///
    /// - Returns: `nil` when no row covers the instant or tier.
    func cost(of tokens: TokenUsage, at rate: Rate, in context: PricingContext) -> Money?
}
