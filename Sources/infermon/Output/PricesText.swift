import InfermonCost
import InfermonModel
import InfermonView

/// Which price row applies to a model, for people.
enum PricesText {
    static func lines(_ explanation: PriceExplanation) -> [String] {
        var lines: [String] = []
        if let row = explanation.row, let model = explanation.model {
            lines.append(
                "\(model.model)\(model.provider.isEmpty ? "" : " of \(model.provider)")  \(date(explanation.at)), "
                    + "dollars per million tokens")
            lines += AlignedColumns.lines(prices(row.prices, ratio: explanation.ratio), texts: 1)
            lines.append("from \(row.origin.source), \(checked(row.origin)) (\(explanation.layer))")
            lines.append("")
        }
        lines += explanation.reasons
        if !explanation.nearMisses.isEmpty {
            lines.append("Known models with similar names: \(explanation.nearMisses.joined(separator: ", ")).")
        }
        if !explanation.rejected.isEmpty {
            lines += ["", "Other rows:"]
            let rows = explanation.rejected.map { rejected in
                [
                    "  \(dollars(rejected.row.prices.input)) in, \(dollars(rejected.row.prices.output)) out",
                    Self.reason(rejected),
                ]
            }
            lines += AlignedColumns.lines(rows, texts: 2)
        }
        return lines.map { SafeText.clean($0, repertoire: .unicode, limit: 400) }
    }

    /// Every model with its row of the moment.
    static func list(_ sheet: PriceSheet, at instant: Timestamp) -> [String] {
        let context = PricingContext(at: instant)
        let rows = sheet.models.map { model -> [String] in
            let explanation = sheet.explain(model: model.model, provider: model.provider, in: context)
            guard let row = explanation.row else { return [model.model, model.provider, "--", "--", "--", "--", ""] }
            let retired = model.retiresOn.map { ($0 <= instant ? "retired " : "retires ") + date($0) } ?? ""
            return [
                model.model, model.provider, dollars(row.prices.input), dollars(row.prices.output),
                row.prices.cacheRead.map(dollars) ?? "--", row.prices.cacheWrite5m.map(dollars) ?? "--", retired,
            ]
        }
        let header = ["MODEL", "PROVIDER", "IN", "OUT", "CACHE READ", "CACHE WRITE", ""]
        return AlignedColumns.lines([header] + rows, texts: 2, lastIsText: true)
            + ["", "dollars per million tokens at \(date(instant)); checked on \(sheet.checkedOn)"]
    }

    private static func prices(_ prices: TokenPrices, ratio: PriceRatio) -> [[String]] {
        func price(_ value: Int64) -> String {
            let scaled = Money(picodollars: Int128(value) * 1_000_000).scaled(
                by: ratio.numerator, over: ratio.denominator)
            return MoneyText.dollars(scaled)
        }
        let same = "as the prompt"
        return [
            ["  prompt", price(prices.input)], ["  cache read", prices.cacheRead.map(price) ?? same],
            ["  cache write, 5 minutes", prices.cacheWrite5m.map(price) ?? same],
            [
                "  cache write, 1 hour",
                prices.cacheWrite1h.map(price) ?? (prices.cacheWrite5m == nil ? same : "unpriced"),
            ],
            ["  answer, reasoning included", price(prices.output)],
        ]
    }

    private static func reason(_ rejected: PriceExplanation.Rejected) -> String {
        let row = rejected.row
        switch rejected.reason {
        case .tier: return "for the \(row.tier.rawValue) tier"
        case .notYet: return "from \(row.validFrom.map(date) ?? "later") on"
        case .over: return "until \(row.validUntil.map(date) ?? "earlier")"
        case .shorterInput: return "for prompts above \(row.aboveInputTokens) tokens"
        case .hour: return row.windows.map(\.description).joined(separator: " and ")
        case .overruled: return "a narrower or newer row holds (\(rejected.layer))"
        }
    }

    private static func checked(_ origin: PriceOrigin) -> String {
        origin.checkedOn.map { "checked on \($0)" } ?? "not checked since"
    }

    private static func dollars(_ price: Int64) -> String {
        MoneyText.dollars(Money(picodollars: Int128(price) * 1_000_000))
    }

    private static func date(_ instant: Timestamp) -> String { String(instant.rfc3339.prefix(10)) }
}
