import InfermonModel

/// The sentences that say why a price applies.
enum PriceReasons {
    static func sentences(
        for explanation: PriceExplanation, selection: PriceSchedule.Selection?, context: PricingContext
    ) -> [String] {
        guard let model = explanation.model else { return [] }
        var sentences = ["\(explanation.asked) is \(model.model) of \(model.provider): \(explanation.rule)."]
        let asked = ProviderName.canonical(explanation.askedProvider)
        if !asked.isEmpty, !model.provider.isEmpty, asked != ProviderName.canonical(model.provider) {
            sentences.append(
                "No list has a row of \(explanation.askedProvider)'s own: \(model.provider)'s list price is taken.")
        }
        if let row = explanation.row {
            sentences.append(validity(row))
            if let tier = selection?.scaledTier {
                sentences.append("The \(tier.rawValue) tier costs \(ratio(explanation.ratio)) of the standard prices.")
            } else if explanation.ratio != .one {
                sentences.append("A region or contract makes it \(ratio(explanation.ratio)) of the list.")
            }
            if !row.note.isEmpty { sentences.append("Note: \(row.note).") }
        } else {
            let tier = context.serviceTier.isEmpty ? "standard" : context.serviceTier
            sentences.append("No row holds for the \(tier) tier on \(date(context.at)): such requests are unpriced.")
        }
        if let retires = model.retiresOn {
            let successor = model.successor.map { "; \($0) takes its place" } ?? ""
            let verb = retires <= context.at ? "Retired on" : "Will be retired on"
            sentences.append("\(verb) \(date(retires))\(successor).")
        }
        return sentences
    }

    static func date(_ instant: Timestamp) -> String { String(instant.rfc3339.prefix(10)) }

    private static func validity(_ row: PriceRow) -> String {
        var parts: [String] = []
        if let from = row.validFrom { parts.append("from \(date(from))") }
        if let until = row.validUntil { parts.append("until \(date(until))") }
        if parts.isEmpty { parts.append("at any date") }
        if row.aboveInputTokens > 0 {
            parts.append("for prompts above \(row.aboveInputTokens) tokens, all tokens of them")
        }
        if !row.windows.isEmpty { parts.append(row.windows.map(\.description).joined(separator: " and ")) }
        return "The row holds \(parts.joined(separator: ", ")), on the \(row.tier.rawValue) tier."
    }

    private static func ratio(_ ratio: PriceRatio) -> String { "\(ratio.numerator)/\(ratio.denominator)" }
}
