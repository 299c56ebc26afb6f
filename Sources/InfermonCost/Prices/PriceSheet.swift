public import InfermonModel

/// Dated prices by model: what a request's tokens cost when they were served.
///
/// Lists lie in layers: a file of the user's over the built-in one, so that each layer need only say what it knows better. A
/// model that no layer knows has no rate: its requests are unpriced, never free.
public struct PriceSheet: RequestPricing, Sendable {
    /// The lists, first wins.
    public let layers: [PriceLayer]
    private let indexes: [PriceIndex]

    /// Creates a sheet.
    ///
    /// - Parameter layers: The lists, first wins.
    public init(layers: [PriceLayer]) {
        self.layers = layers
        indexes = layers.map(PriceIndex.init)
    }

    /// The prices that infermon brings along.
    public static let builtIn = PriceSheet(layers: [.builtIn])

    /// The built-in prices under the user's lists, of which the last given wins.
    public static func builtIn(under lists: [PriceLayer]) -> PriceSheet {
        PriceSheet(layers: lists.reversed() + [.builtIn])
    }

    /// The newest day on which any price was compared with its list, such as `2026-11-20`; empty when none was.
    public var checkedOn: String {
        layers.flatMap(\.models).flatMap(\.rows).compactMap(\.origin.checkedOn).max() ?? ""
    }

    /// Every model, in the order of the layers, for lists and completion.
    public var models: [ModelPrices] { layers.flatMap(\.models) }

    /// Resolves a model's name as logged; see ``InfermonModel/RequestPricing``.
    ///
    /// - Complexity: A few dictionary look-ups per layer: call it once per model, not once per request.
    public func rate(model: String, provider: String) -> PriceRate? {
        guard let match = match(model: model, provider: provider) else { return nil }
        let contracts = layers.flatMap(\.contracts)
        return PriceRate(schedule: PriceSchedule(match: match, contracts: contracts))
    }

    /// The exact cost of a request; `nil` where no row holds for its instant or tier.
    @inline(__always)
    public func cost(of tokens: TokenUsage, at rate: PriceRate, in context: PricingContext) -> Money? {
        rate.schedule.cost(of: tokens, in: context)
    }

    /// The exact cost of a request of a model given by name; for single questions.
    public func cost(of tokens: TokenUsage, model: String, provider: String = "", in context: PricingContext) -> Money?
    {
        rate(model: model, provider: provider).flatMap { cost(of: tokens, at: $0, in: context) }
    }

    /// The models that a name stands for, in the order of the layers.
    func match(model: String, provider: String) -> PriceMatch? {
        let name = ModelName(model)
        let logged = ProviderName.canonical(provider)
        let providers = ([logged] + name.providers.map(ProviderName.canonical)).filter { !$0.isEmpty }
        for candidate in name.candidates {
            let found = zip(layers, indexes).compactMap { layer, index in
                index.find(candidate.name, providers: providers).map { FoundModel(layer: layer.name, model: $0) }
            }
            if !found.isEmpty { return PriceMatch(found: found, rule: candidate.rule, isRegional: name.isRegional) }
        }
        for candidate in name.candidates {
            let found = zip(layers, indexes).compactMap { layer, index in
                index.findByPrefix(candidate.name, providers: providers).map {
                    FoundModel(layer: layer.name, model: $0)
                }
            }
            if !found.isEmpty {
                return PriceMatch(found: found, rule: "by the beginning of the name", isRegional: name.isRegional)
            }
        }
        return nil
    }
}

/// A model's prices, found once and used for many requests.
public struct PriceRate: Sendable {
    let schedule: PriceSchedule

    /// The model whose prices these are.
    public var model: ModelPrices { schedule.first }
}

struct FoundModel {
    let layer: String
    let model: ModelPrices
}

struct PriceMatch {
    /// One model per layer that knows it; never empty.
    let found: [FoundModel]
    let rule: String
    let isRegional: Bool
}
