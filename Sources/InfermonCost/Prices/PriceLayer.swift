public import InfermonModel

/// A discount or surcharge by contract on what a provider lists.
public struct ContractRatio: Hashable, Sendable {
    /// The provider.
    public var provider: String
    /// The model; `nil` for all of the provider's.
    public var model: String?
    /// The first instant; `nil` for since ever.
    public var validFrom: Timestamp?
    /// The end, exclusive; `nil` while it holds.
    public var validUntil: Timestamp?
    /// What list prices are multiplied by.
    public var ratio: PriceRatio

    /// Creates a ratio.
    public init(
        provider: String, model: String? = nil, validFrom: Timestamp? = nil, validUntil: Timestamp? = nil,
        ratio: PriceRatio
    ) {
        self.provider = provider
        self.model = model
        self.validFrom = validFrom
        self.validUntil = validUntil
        self.ratio = ratio
    }

    func holds(at instant: Timestamp) -> Bool {
        if let validFrom, instant < validFrom { return false }
        if let validUntil, instant >= validUntil { return false }
        return true
    }
}

/// One list of prices: the built-in one, or a file of the user's.
public struct PriceLayer: Hashable, Sendable {
    /// The name for people: `built-in` or the file's path.
    public var name: String
    /// The models.
    public var models: [ModelPrices]
    /// Contracts, which apply to rows of every layer.
    public var contracts: [ContractRatio]
    /// What could not be read or had to be left out, as sentences.
    public var notes: [String]

    /// Creates a layer.
    public init(name: String, models: [ModelPrices], contracts: [ContractRatio] = [], notes: [String] = []) {
        self.name = name
        self.models = models
        self.contracts = contracts
        self.notes = notes
    }
}
