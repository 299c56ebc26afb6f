public import InfermonModel

/// The ways to serve a scenario that infermon can compare.
public struct OptionCatalogue: Hashable, Sendable {
    /// The options; earlier ones win where names are the same.
    public var options: [ModelOption]

    /// Creates a catalogue of the user's options over the built-in ones.
    public init(adding options: [ModelOption] = []) {
        self.options = options + Self.document
    }

    /// Finds an option by its id, its title or its model, capitals aside.
    public func option(named name: String) -> ModelOption? {
        let wanted = name.lowercased()
        return options.first { $0.id.lowercased() == wanted }
            ?? options.first { $0.title.lowercased() == wanted || $0.model.lowercased() == wanted }
    }

    /// The options that a scenario names; an unknown name is taken for a cloud model.
    public func options(of scenario: Scenario, prices: PriceSheet) -> [ModelOption] {
        scenario.options.map { name in
            option(named: name) ?? Self.cloud(model: name, prices: prices)
        }
    }

    /// A cloud model as an option, with the context that the price list gives.
    public static func cloud(model: String, prices: PriceSheet) -> ModelOption {
        ModelOption(
            id: model, title: model, model: model, place: .cloud,
            contextTokens: prices.rate(model: model, provider: "")?.model.contextTokens)
    }
}
