/// The names of one layer's models, for look-up.
struct PriceIndex {
    private struct Key: Hashable {
        let provider: String
        let name: String
    }

    private let models: [ModelPrices]
    private var exact: [Key: Int] = [:]
    /// The first model of a name, which is its maker's: lists name makers before resellers.
    private var byName: [String: Int] = [:]
    private var prefixes: [(prefix: String, model: Int)] = []

    init(_ layer: PriceLayer) {
        models = layer.models
        for (index, model) in models.enumerated() {
            let provider = ProviderName.canonical(model.provider)
            for name in [model.model] + model.aliases {
                let key = Key(provider: provider, name: name.lowercased())
                if exact[key] == nil { exact[key] = index }
                if byName[key.name] == nil { byName[key.name] = index }
            }
            prefixes += model.prefixes.map { ($0.lowercased(), index) }
        }
        prefixes.sort { $0.prefix.utf8.count > $1.prefix.utf8.count }
    }

    func find(_ name: String, providers: [String]) -> ModelPrices? {
        for provider in providers {
            if let index = exact[Key(provider: provider, name: name)] { return models[index] }
        }
        if let index = exact[Key(provider: "", name: name)] { return models[index] }
        guard !Self.needOwnRow(providers) else { return nil }
        return byName[name].map { models[$0] }
    }

    func findByPrefix(_ name: String, providers: [String]) -> ModelPrices? {
        let fitting = prefixes.lazy.filter { name.hasPrefix($0.prefix) }.map { models[$0.model] }
        if let own = fitting.first(where: {
            providers.contains(ProviderName.canonical($0.provider)) || $0.provider.isEmpty
        }) {
            return own
        }
        return Self.needOwnRow(providers) ? nil : fitting.first
    }

    /// Whether only a row of these providers themselves can be right.
    private static func needOwnRow(_ providers: [String]) -> Bool {
        providers.contains { ProviderName.isOwnServer($0) || ProviderName.setsOwnPrices($0) }
    }
}
