/// What a provider sells the same model as, at another price.
public enum ServiceTier: String, CaseIterable, Hashable, Sendable {
    /// The ordinary service.
    case standard
    /// Answers within a day.
    case batch
    /// Answers when there is room.
    case flex
    /// Answers sooner.
    case priority
    /// The same model at a higher speed.
    case fast
    /// Processing that stays in one region, on top of another tier.
    case regional

    /// Reads one word of a logged tier.
    ///
    /// - Returns: `nil` for words that no price is known for, such as prepaid capacity.
    init?(word: some StringProtocol) {
        switch word.lowercased() {
        case "", "standard", "default", "auto", "on_demand", "ondemand", "standard_only": self = .standard
        case "batch", "batches": self = .batch
        case "flex", "flex_discount": self = .flex
        case "priority", "priority_on_demand": self = .priority
        case "fast": self = .fast
        case "regional", "us", "eu": self = .regional
        default: return nil
        }
    }

    /// Reads a tier as logged; words joined by `+` hold together, such as `batch+us`.
    ///
    /// - Returns: The tiers other than the standard one; `nil` when any word is unknown.
    static func parse(_ text: String) -> [ServiceTier]? {
        var tiers: [ServiceTier] = []
        for word in text.split(separator: "+") {
            guard let tier = ServiceTier(word: word) else { return nil }
            if tier != .standard { tiers.append(tier) }
        }
        return tiers
    }
}

/// A ratio that a tier or a contract multiplies prices by.
public struct PriceRatio: Hashable, Sendable {
    /// The ratio's numerator.
    public var numerator: Int64
    /// The ratio's denominator, greater than zero.
    public var denominator: Int64

    /// Creates a ratio; `denominator` is greater than zero.
    public init(_ numerator: Int64, _ denominator: Int64) {
        self.numerator = numerator
        self.denominator = max(1, denominator)
    }

    /// No change.
    public static let one = PriceRatio(1, 1)

    /// The product of two ratios.
    public static func * (left: PriceRatio, right: PriceRatio) -> PriceRatio {
        PriceRatio(left.numerator &* right.numerator, left.denominator &* right.denominator)
    }
}
