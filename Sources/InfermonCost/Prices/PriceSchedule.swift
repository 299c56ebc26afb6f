import InfermonModel

/// The rows of one model, ordered so that the first that holds for a request is the one that applies.
final class PriceSchedule: Sendable {
    /// A row's conditions without anything that has to be retained, since every request goes through these.
    private struct Condition {
        let from: Int64
        let until: Int64
        let above: Int64
        let tier: ServiceTier
        let hasWindows: Bool
        let prices: TokenPrices

        init(_ row: PriceRow) {
            from = row.validFrom?.microseconds ?? .min
            until = row.validUntil?.microseconds ?? .max
            above = row.aboveInputTokens
            tier = row.tier
            hasWindows = !row.windows.isEmpty
            prices = row.prices
        }
    }

    struct Layer {
        let name: String
        let model: ModelPrices
        let rows: [PriceRow]
    }

    /// Which row applies, and what its prices are multiplied by.
    struct Selection {
        let layer: Int
        let row: Int
        let ratio: PriceRatio
        /// The tier whose ratio is applied; `nil` where the row gives the tier's own prices.
        let scaledTier: ServiceTier?
    }

    let layers: [Layer]
    private let conditions: [[Condition]]
    private let ratios: [ServiceTier: PriceRatio]
    private let contracts: [ContractRatio]
    private let isRegional: Bool
    /// The only prices that there are for the standard tier.
    private let flat: TokenPrices?

    var first: ModelPrices { layers[0].model }

    init(match: PriceMatch, contracts: [ContractRatio]) {
        layers = match.found.map { found in
            let rows = found.model.rows.enumerated().sorted { left, right in
                if left.element.precedes(right.element) { return true }
                return !right.element.precedes(left.element) && left.offset < right.offset
            }
            return Layer(name: found.layer, model: found.model, rows: rows.map(\.element))
        }
        conditions = layers.map { $0.rows.map(Condition.init) }
        var ratios: [ServiceTier: PriceRatio] = [:]
        for layer in layers.reversed() { ratios.merge(layer.model.ratios) { _, upper in upper } }
        self.ratios = ratios
        let model = match.found[0].model
        self.contracts = contracts.filter {
            ProviderName.canonical($0.provider) == ProviderName.canonical(model.provider)
                && ($0.model == nil || $0.model == model.model)
        }
        isRegional = match.isRegional && ratios[.regional] != nil
        let standard = conditions[0].filter { $0.tier == .standard }
        let only = standard.count == 1 ? standard[0] : nil
        let isAlways = only.map { $0.from == .min && $0.until == .max && $0.above == 0 && !$0.hasWindows } ?? false
        flat = isAlways && self.contracts.isEmpty && !isRegional ? only?.prices : nil
    }

    @inline(__always)
    func cost(of tokens: TokenUsage, in context: PricingContext) -> Money? {
        if let flat, context.serviceTier.isEmpty { return flat.cost(of: tokens) }
        return selectedCost(of: tokens, in: context)
    }

    private func selectedCost(of tokens: TokenUsage, in context: PricingContext) -> Money? {
        guard let selection = select(inputTokens: tokens.input, in: context) else { return nil }
        let cost = conditions[selection.layer][selection.row].prices.cost(of: tokens)
        guard selection.ratio != .one else { return cost }
        return cost?.scaled(by: selection.ratio.numerator, over: selection.ratio.denominator)
    }

    func select(inputTokens: Int64, in context: PricingContext) -> Selection? {
        guard let tiers = ServiceTier.parse(context.serviceTier) else { return nil }
        let primary = tiers.filter { $0 != .regional }
        guard primary.count <= 1 else { return nil }
        var ratio = contractRatio(at: context.at)
        if isRegional || tiers.contains(.regional) { ratio = ratio * (ratios[.regional] ?? .one) }
        for layer in layers.indices {
            guard let standard = match(layer, .standard, inputTokens, context.at) else { continue }
            guard let tier = primary.first else {
                return Selection(layer: layer, row: standard, ratio: ratio, scaledTier: nil)
            }
            if let own = match(layer, tier, inputTokens, context.at) {
                // A tier that is not sold for prompts this long has no price for them.
                guard conditions[layer][own].above >= conditions[layer][standard].above else { return nil }
                return Selection(layer: layer, row: own, ratio: ratio, scaledTier: nil)
            }
            guard let scale = ratios[tier] else { return nil }
            return Selection(layer: layer, row: standard, ratio: ratio * scale, scaledTier: tier)
        }
        return nil
    }

    private func match(_ layer: Int, _ tier: ServiceTier, _ inputTokens: Int64, _ instant: Timestamp) -> Int? {
        let at = instant.microseconds
        return conditions[layer].indices.first { index in
            let condition = conditions[layer][index]
            guard condition.tier == tier, at >= condition.from, at < condition.until,
                condition.above == 0 || inputTokens > condition.above
            else { return false }
            return !condition.hasWindows || layers[layer].rows[index].windows.contains { $0.contains(instant) }
        }
    }

    private func contractRatio(at instant: Timestamp) -> PriceRatio {
        contracts.first { $0.holds(at: instant) }?.ratio ?? .one
    }
}
