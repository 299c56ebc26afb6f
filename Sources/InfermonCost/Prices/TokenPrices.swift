public import InfermonModel

/// Prices of the classes of tokens, in micro-dollars per million tokens: pico-dollars per token.
public struct TokenPrices: Hashable, Sendable {
    /// Prompt tokens that no cache holds.
    public var input: Int64
    /// Generated tokens, reasoning included.
    public var output: Int64
    /// Prompt tokens read from a cache; `nil` where they cost as much as any other.
    public var cacheRead: Int64?
    /// Prompt tokens written to a cache for five minutes; `nil` where they cost as much as any other.
    public var cacheWrite5m: Int64?
    /// Prompt tokens written to a cache for an hour; with a price for five minutes but none for an hour, they are unpriced.
    public var cacheWrite1h: Int64?

    /// Creates prices.
    public init(
        input: Int64, output: Int64, cacheRead: Int64? = nil, cacheWrite5m: Int64? = nil, cacheWrite1h: Int64? = nil
    ) {
        self.input = input
        self.output = output
        self.cacheRead = cacheRead
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
    }

    /// Counts of tokens above this are damage, not traffic.
    static let plausibleTokens: Int64 = 1 << 48

    /// The exact cost of tokens.
    ///
    /// - Returns: `nil` for counts that cannot be, and where a class in use has no price.
    @inline(__always)
    public func cost(of tokens: TokenUsage) -> Money? {
        let counts =
            tokens.uncachedInput | tokens.cacheRead | tokens.cacheWrite5m | tokens.cacheWrite1h | tokens.output
        guard counts >= 0, counts < Self.plausibleTokens else { return nil }
        var sum = Self.product(tokens.uncachedInput, input) + Self.product(tokens.output, output)
        if tokens.cacheRead != 0 { sum += Self.product(tokens.cacheRead, cacheRead ?? input) }
        if tokens.cacheWrite5m != 0 { sum += Self.product(tokens.cacheWrite5m, cacheWrite5m ?? input) }
        if tokens.cacheWrite1h != 0 {
            guard let price = cacheWrite1h ?? (cacheWrite5m == nil ? input : nil) else { return nil }
            sum += Self.product(tokens.cacheWrite1h, price)
        }
        return Money(picodollars: sum)
    }

    @inline(__always)
    private static func product(_ tokens: Int64, _ price: Int64) -> Int128 {
        let (high, low) = tokens.multipliedFullWidth(by: price)
        return Int128(high) << 64 | Int128(low)
    }
}
