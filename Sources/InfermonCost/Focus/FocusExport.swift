public import InfermonModel

/// Writes our own ledger as FOCUS 1.2, to the letter of the specification: plain numbers, UTC times, no byte order mark.
public enum FocusExport {
    /// The columns, in their order.
    public static let columns = [
        "BilledCost", "BillingAccountId", "BillingAccountName", "BillingCurrency", "BillingPeriodEnd",
        "BillingPeriodStart", "ChargeCategory", "ChargeClass", "ChargeDescription", "ChargeFrequency",
        "ChargePeriodEnd",
        "ChargePeriodStart", "ConsumedQuantity", "ConsumedUnit", "ContractedCost", "EffectiveCost", "InvoiceIssuerName",
        "ListCost", "PricingCategory", "PricingQuantity", "PricingUnit", "ProviderName", "PublisherName", "ResourceId",
        "ServiceCategory",
        "ServiceName", "SubAccountId", "Tags", "x_Model",
    ]

    /// One line per UTC day, scenario, model, provider, key and team.
    ///
    /// - Parameters:
    ///   - rows: Rollups of a day or less each, in any order.
    ///   - account: The name of the billing account: the machine's or the fleet's.
    /// - Returns: The file's text, ended by a newline; billing periods are months in UTC.
    public static func csv(_ rows: some Sequence<RollupRow>, account: String) -> String {
        var days: [Key: Rollup] = [:]
        for row in rows {
            days[Key(day: row.start.floored(to: .days(1)), series: row.series), default: Rollup()].merge(row.rollup)
        }
        let sorted = days.sorted { ($0.key.day, $0.key.series) < ($1.key.day, $1.key.series) }
        let lines = sorted.map { line($0.key, $0.value, account: account) }
        return ([columns.joined(separator: ",")] + lines).map { $0 + "\n" }.joined()
    }

    private struct Key: Hashable {
        let day: Timestamp
        let series: SeriesKey
    }

    private static func line(_ key: Key, _ rollup: Rollup, account: String) -> String {
        let month = BillingMonth(containing: key.day, in: .utc)
        let cost = rollup.bestCost.decimal
        let list = rollup.computedPriced > 0 ? rollup.computedCost.decimal : cost
        let tokens = String(rollup.tokens.input &+ rollup.tokens.output)
        let provider = key.series.provider.isEmpty ? "unknown" : key.series.provider
        let service = key.series.model.isEmpty ? provider : key.series.model
        let values: [String: String] = [
            "BilledCost": cost, "BillingAccountId": account, "BillingAccountName": account, "BillingCurrency": "USD",
            "BillingPeriodStart": month.start.rfc3339, "BillingPeriodEnd": month.end.rfc3339, "ChargeCategory": "Usage",
            "ChargeDescription": "\(rollup.requests) requests to \(service)", "ChargeFrequency": "Usage-Based",
            "ChargePeriodStart": key.day.rfc3339, "ChargePeriodEnd": (key.day + .days(1)).rfc3339,
            "ConsumedQuantity": tokens, "ConsumedUnit": "Tokens", "ContractedCost": cost, "EffectiveCost": cost,
            "InvoiceIssuerName": provider, "ListCost": list, "PricingCategory": "Standard", "PricingQuantity": tokens,
            "PricingUnit": "Tokens",
            "ProviderName": provider, "PublisherName": provider, "ResourceId": key.series.model,
            "ServiceCategory": "AI and Machine Learning", "ServiceName": service,
            "SubAccountId": key.series.key, "Tags": tags(key.series, rollup), "x_Model": key.series.model,
        ]
        return columns.map { CSVWriter.field(values[$0] ?? "") }.joined(separator: ",")
    }

    private static func tags(_ series: SeriesKey, _ rollup: Rollup) -> String {
        var tags = [("scenario", series.scenario.rawValue)]
        if !series.team.isEmpty { tags.append(("team", series.team)) }
        if rollup.unpriced > 0 { tags.append(("unpriced_requests", String(rollup.unpriced))) }
        return "{" + tags.map { "\(quoted($0.0)):\(quoted($0.1))" }.joined(separator: ",") + "}"
    }

    /// A JSON string.
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case let control where control.value < 0x20:
                let digits = String(control.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}
