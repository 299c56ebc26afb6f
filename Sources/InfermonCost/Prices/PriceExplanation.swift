public import InfermonModel

/// Which price row applies to a model, and why: what `infermon prices` prints.
public struct PriceExplanation: Hashable, Sendable {
    /// A row that does not apply.
    public struct Rejected: Hashable, Sendable {
        /// The row.
        public var row: PriceRow
        /// The list that it is in.
        public var layer: String
        /// Why it does not apply.
        public var reason: PriceMismatch
    }

    /// The name that was asked for.
    public var asked: String
    /// The provider that was asked for; empty when none was.
    public var askedProvider: String
    /// The instant that was asked for.
    public var at: Timestamp
    /// The model that the name stands for; `nil` when no list has it.
    public var model: ModelPrices?
    /// How the name was resolved: `without its date`.
    public var rule: String
    /// The list of the row that applies.
    public var layer: String
    /// The row that applies; `nil` when none does.
    public var row: PriceRow?
    /// What the row's prices are multiplied by.
    public var ratio: PriceRatio
    /// The other rows, with the reason against each.
    public var rejected: [Rejected]
    /// Why this row, and what is to be known about it, as sentences.
    public var reasons: [String]
    /// Known models with similar names, nearest first; empty when the name is known.
    public var nearMisses: [String]
}

extension PriceSheet {
    /// Says which row applies to a request and why.
    ///
    /// - Parameters:
    ///   - model: The model's name as logged.
    ///   - provider: The provider as logged; empty when unknown.
    ///   - context: When, and on which tier, the request was served.
    ///   - inputTokens: Its prompt tokens, cached ones included: long prompts have rows of their own.
    /// - Returns: The row that applies and those that do not; near misses for an unknown name.
    public func explain(
        model: String, provider: String = "", in context: PricingContext, inputTokens: Int64 = 0
    ) -> PriceExplanation {
        var explanation = PriceExplanation(
            asked: model, askedProvider: provider, at: context.at, model: nil, rule: "", layer: "", row: nil,
            ratio: .one, rejected: [], reasons: [], nearMisses: [])
        guard let match = match(model: model, provider: provider) else {
            explanation.nearMisses = NearestNames.of(model, among: models.map(\.model))
            explanation.reasons = ["No list has a price for \(model): its requests are unpriced."]
            if knowsElsewhere(model) {
                explanation.reasons.append(
                    "Others sell a model of this name, but \(provider) sets its own prices: add a row for it.")
            }
            return explanation
        }
        let schedule = PriceSchedule(match: match, contracts: layers.flatMap(\.contracts))
        let selection = schedule.select(inputTokens: inputTokens, in: context)
        explanation.rule = match.rule
        explanation.model = selection.map { schedule.layers[$0.layer].model } ?? schedule.first
        explanation.layer = selection.map { schedule.layers[$0.layer].name } ?? ""
        explanation.row = selection.map { schedule.layers[$0.layer].rows[$0.row] }
        explanation.ratio = selection?.ratio ?? .one
        explanation.rejected = rejected(schedule, selection, inputTokens, context)
        explanation.reasons = PriceReasons.sentences(for: explanation, selection: selection, context: context)
        return explanation
    }

    private func knowsElsewhere(_ model: String) -> Bool { match(model: model, provider: "") != nil }

    private func rejected(
        _ schedule: PriceSchedule, _ selection: PriceSchedule.Selection?, _ inputTokens: Int64,
        _ context: PricingContext
    ) -> [PriceExplanation.Rejected] {
        let chosen = selection.map { schedule.layers[$0.layer].rows[$0.row] }
        let tier = chosen?.tier ?? .standard
        return schedule.layers.flatMap { layer in
            layer.rows.compactMap { row in
                if row == chosen, layer.name == selection.map({ schedule.layers[$0.layer].name }) { return nil }
                let reason = row.mismatch(at: context.at, tier: tier, inputTokens: inputTokens) ?? .overruled
                return PriceExplanation.Rejected(row: row, layer: layer.name, reason: reason)
            }
        }
    }
}
