public import InfermonModel

/// Where a price comes from.
public struct PriceOrigin: Hashable, Sendable {
    /// The list that it was read from.
    public var source: String
    /// The day on which it was compared with that list, such as `2026-11-20`; `nil` when it never was.
    public var checkedOn: String?

    /// Creates an origin.
    public init(source: String, checkedOn: String?) {
        self.source = source
        self.checkedOn = checkedOn
    }
}

/// One line of a price list: prices and when they hold.
public struct PriceRow: Hashable, Sendable {
    /// The prices.
    public var prices: TokenPrices
    /// The tier that the row is for.
    public var tier: ServiceTier
    /// Holds for requests with more prompt tokens than this, cached ones included, and then for all of their tokens.
    public var aboveInputTokens: Int64
    /// The first instant at which it holds; `nil` for since ever.
    public var validFrom: Timestamp?
    /// The instant at which it ends, exclusive; `nil` while it holds.
    public var validUntil: Timestamp?
    /// The hours of the week at which it holds; empty for always.
    public var windows: [PriceWindow]
    /// Where it comes from.
    public var origin: PriceOrigin
    /// What is to be known about it, as a sentence; empty without.
    public var note: String

    /// Creates a row.
    public init(
        prices: TokenPrices, tier: ServiceTier = .standard, aboveInputTokens: Int64 = 0, validFrom: Timestamp? = nil,
        validUntil: Timestamp? = nil, windows: [PriceWindow] = [], origin: PriceOrigin, note: String = ""
    ) {
        self.prices = prices
        self.tier = tier
        self.aboveInputTokens = aboveInputTokens
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.windows = windows
        self.origin = origin
        self.note = note
    }

    /// Why the row does not hold for a request; `nil` when it does.
    func mismatch(at instant: Timestamp, tier: ServiceTier, inputTokens: Int64) -> PriceMismatch? {
        if tier != self.tier { return .tier }
        if let validFrom, instant < validFrom { return .notYet }
        if let validUntil, instant >= validUntil { return .over }
        if aboveInputTokens > 0, inputTokens <= aboveInputTokens { return .shorterInput }
        if !windows.isEmpty, !windows.contains(where: { $0.contains(instant) }) { return .hour }
        return nil
    }

    /// Rows that hold more narrowly come first: the first that matches holds.
    func precedes(_ other: PriceRow) -> Bool {
        if aboveInputTokens != other.aboveInputTokens { return aboveInputTokens > other.aboveInputTokens }
        if windows.isEmpty != other.windows.isEmpty { return !windows.isEmpty }
        let from = validFrom ?? Timestamp(microseconds: .min)
        let otherFrom = other.validFrom ?? Timestamp(microseconds: .min)
        return from > otherFrom
    }
}

/// Why a row does not hold for a request.
public enum PriceMismatch: String, Hashable, Sendable {
    /// It is for another tier.
    case tier
    /// It holds from a later day on.
    case notYet = "not_yet"
    /// It held until an earlier day.
    case over
    /// It is for longer prompts.
    case shorterInput = "shorter_input"
    /// It holds at other hours.
    case hour
    /// A narrower row holds.
    case overruled
}

/// The prices of one model at one provider.
public struct ModelPrices: Hashable, Sendable {
    /// Who sells it, such as `openai`.
    public var provider: String
    /// The name, lower-case, provider prefix and date left out unless they matter to the price.
    public var model: String
    /// Other names of the same model.
    public var aliases: [String]
    /// Beginnings of names that are this model, whatever follows.
    public var prefixes: [String]
    /// The rows, in any order.
    public var rows: [PriceRow]
    /// Tiers that multiply the standard prices, where no row gives their own.
    public var ratios: [ServiceTier: PriceRatio]
    /// The most prompt tokens; `nil` when unknown.
    public var contextTokens: Int64?
    /// The day on which the provider shuts it off; `nil` while none is announced.
    public var retiresOn: Timestamp?
    /// The model that takes its place.
    public var successor: String?

    /// Creates the prices of a model.
    public init(
        provider: String, model: String, aliases: [String] = [], prefixes: [String] = [], rows: [PriceRow],
        ratios: [ServiceTier: PriceRatio] = [:], contextTokens: Int64? = nil, retiresOn: Timestamp? = nil,
        successor: String? = nil
    ) {
        self.provider = provider
        self.model = model
        self.aliases = aliases
        self.prefixes = prefixes
        self.rows = rows
        self.ratios = ratios
        self.contextTokens = contextTokens
        self.retiresOn = retiresOn
        self.successor = successor
    }
}
