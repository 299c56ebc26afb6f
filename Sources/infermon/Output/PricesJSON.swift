import InfermonCost
import InfermonModel

/// Which price row applies to a model, as JSON: schema `infermon.price/1`.
enum PricesJSON {
    static func document(_ explanation: PriceExplanation) -> JSONText {
        .object([
            ("schema", .string("infermon.price/1")), ("asked", .string(explanation.asked)),
            ("at", .string(explanation.at.rfc3339)), ("model", .optional(explanation.model?.model)),
            ("provider", .optional(explanation.model?.provider)),
            ("layer", .optional(explanation.row.map { _ in explanation.layer })),
            ("row", explanation.row.map(row) ?? .null),
            ("ratio", .array([.integer(explanation.ratio.numerator), .integer(explanation.ratio.denominator)])),
            ("retires_on", .optional(explanation.model?.retiresOn?.rfc3339)),
            ("successor", .optional(explanation.model?.successor)),
            ("reasons", .array(explanation.reasons.map(JSONText.string))),
            (
                "other_rows",
                .array(
                    explanation.rejected.map {
                        .object([
                            ("layer", .string($0.layer)), ("reason", .string($0.reason.rawValue)), ("row", row($0.row)),
                        ])
                    })
            ),
            ("near_misses", .array(explanation.nearMisses.map(JSONText.string))),
        ])
    }

    private static func row(_ row: PriceRow) -> JSONText {
        .object([
            ("currency", .string("USD")), ("per_tokens", .integer(1_000_000)), ("input", price(row.prices.input)),
            ("output", price(row.prices.output)), ("cache_read", price(row.prices.cacheRead)),
            ("cache_write_5m", price(row.prices.cacheWrite5m)), ("cache_write_1h", price(row.prices.cacheWrite1h)),
            ("tier", .string(row.tier.rawValue)), ("above_input_tokens", .integer(row.aboveInputTokens)),
            ("from", .optional(row.validFrom?.rfc3339)), ("until", .optional(row.validUntil?.rfc3339)),
            ("windows", .array(row.windows.map { .string($0.description) })), ("source", .string(row.origin.source)),
            ("checked_on", .optional(row.origin.checkedOn)), ("note", .optional(row.note.isEmpty ? nil : row.note)),
        ])
    }

    private static func price(_ price: Int64?) -> JSONText {
        price.map { .number(Money(picodollars: Int128($0) * 1_000_000).decimal) } ?? .null
    }
}
