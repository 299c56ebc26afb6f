import FoundationEssentials
import InfermonCost
import InfermonModel

/// Reads infermon's own list, `{"schema": "infermon.prices/1", "models": [...], "contracts": [...]}`.
///
/// Prices are dollars per million tokens. An unknown key is an error: a misspelt price would silently be none.
struct OwnPriceFile {
    static let schema = "infermon.prices/1"

    /// - Returns: `nil` when the document does not say that it is one.
    static func decode(_ data: Data, name: String) throws(PriceFileProblem) -> PriceLayer? {
        // Without a schema it is another list, whose reader has the better message.
        guard let root = try? JSONDecoder().decode(Head.self, from: data), root.schema != nil else { return nil }
        guard root.schema == schema else {
            throw PriceFileProblem(
                "\(name) has the schema \(OutsideText.quoted(root.schema ?? "")); infermon reads \(schema).")
        }
        let document = try PriceFile.parse(PriceJSON.self, data, name: name)
        return try OwnPriceFile(name: name, root: document).layer(document)
    }

    private struct Head: Decodable {
        let schema: String?
    }

    private let name: String
    private let origin: PriceOrigin

    private init(name: String, root: PriceJSON) {
        self.name = name
        origin = PriceOrigin(source: root["source"]?.string ?? name, checkedOn: root["checked_on"]?.string)
    }

    private func layer(_ root: PriceJSON) throws(PriceFileProblem) -> PriceLayer {
        try check(root, ["schema", "source", "checked_on", "models", "contracts"], at: "the document")
        var models: [ModelPrices] = []
        for (index, model) in (root["models"]?.array ?? []).enumerated() {
            models.append(try self.model(model, at: "models[\(index)]"))
        }
        var contracts: [ContractRatio] = []
        for (index, contract) in (root["contracts"]?.array ?? []).enumerated() {
            contracts.append(try self.contract(contract, at: "contracts[\(index)]"))
        }
        guard !(models.isEmpty && contracts.isEmpty) else {
            throw PriceFileProblem("\(name) has neither models nor contracts.")
        }
        return PriceLayer(name: name, models: models, contracts: contracts)
    }

    private func model(_ value: PriceJSON, at place: String) throws(PriceFileProblem) -> ModelPrices {
        try check(
            value,
            ["provider", "model", "aliases", "rows", "ratios", "context_tokens", "retires_on", "successor"], at: place)
        guard let model = value["model"]?.string, !model.isEmpty else { throw problem(place, "has no model") }
        var rows: [PriceRow] = []
        for (index, row) in (value["rows"]?.array ?? []).enumerated() {
            rows.append(try self.row(row, at: "\(place).rows[\(index)]"))
        }
        guard !rows.isEmpty else { throw problem(place, "has no rows") }
        var ratios: [ServiceTier: PriceRatio] = [:]
        for (key, ratio) in value["ratios"]?.members ?? [:] {
            guard let tier = ServiceTier(rawValue: key), let ratio = ratio.number?.ratio else {
                throw problem("\(place).ratios.\(key)", "is no tier with a positive number; tiers are \(tiers)")
            }
            ratios[tier] = ratio
        }
        return ModelPrices(
            provider: value["provider"]?.string ?? "", model: model.lowercased(),
            aliases: (value["aliases"]?.array ?? []).compactMap { $0.string?.lowercased() }, rows: rows, ratios: ratios,
            contextTokens: value["context_tokens"]?.integer, retiresOn: try date(value, "retires_on", at: place),
            successor: value["successor"]?.string)
    }

    private func row(_ value: PriceJSON, at place: String) throws(PriceFileProblem) -> PriceRow {
        try check(
            value,
            [
                "from", "until", "tier", "above_input_tokens", "input", "output", "cache_read", "cache_write_5m",
                "cache_write_1h", "windows", "note",
            ], at: place)
        guard let input = try price(value, "input", at: place), let output = try price(value, "output", at: place)
        else {
            throw problem(place, "needs input and output, in dollars per million tokens")
        }
        guard let tier = ServiceTier(rawValue: value["tier"]?.string ?? "standard") else {
            throw problem(place, "has a tier that is none of \(tiers)")
        }
        var windows: [PriceWindow] = []
        for window in value["windows"]?.array ?? [] { windows.append(try self.window(window, at: place)) }
        return PriceRow(
            prices: TokenPrices(
                input: input, output: output, cacheRead: try price(value, "cache_read", at: place),
                cacheWrite5m: try price(value, "cache_write_5m", at: place),
                cacheWrite1h: try price(value, "cache_write_1h", at: place)),
            tier: tier, aboveInputTokens: value["above_input_tokens"]?.integer ?? 0,
            validFrom: try date(value, "from", at: place), validUntil: try date(value, "until", at: place),
            windows: windows, origin: origin, note: value["note"]?.string ?? "")
    }

    /// Weekdays are 1 for Monday … 7 for Sunday; hours are UTC.
    private func window(_ value: PriceJSON, at place: String) throws(PriceFileProblem) -> PriceWindow {
        try check(value, ["weekdays", "from", "to"], at: "\(place).windows")
        guard let from = value["from"]?.string.flatMap({ PriceDate.minute($0) }), from < 1_440,
            let to = value["to"]?.string.flatMap({ PriceDate.minute($0) })
        else { throw problem("\(place).windows", "need from and to as hours such as 10:00") }
        let days = Set((value["weekdays"]?.array ?? []).compactMap(\.integer).map { Int($0 % 7) })
        return PriceWindow(weekdays: days.isEmpty ? Set(0...6) : days, fromMinute: from, toMinute: to == 0 ? 1_440 : to)
    }

    private func contract(_ value: PriceJSON, at place: String) throws(PriceFileProblem) -> ContractRatio {
        try check(value, ["provider", "model", "from", "until", "ratio"], at: place)
        guard let provider = value["provider"]?.string, let ratio = value["ratio"]?.number?.ratio else {
            throw problem(place, "needs a provider and a ratio such as 0.9")
        }
        return ContractRatio(
            provider: provider, model: value["model"]?.string?.lowercased(),
            validFrom: try date(value, "from", at: place),
            validUntil: try date(value, "until", at: place), ratio: ratio)
    }

    private var tiers: String { ServiceTier.allCases.map(\.rawValue).joined(separator: ", ") }

    private func price(_ value: PriceJSON, _ key: String, at place: String) throws(PriceFileProblem) -> Int64? {
        guard let field = value[key] else { return nil }
        guard let price = field.number?.pricePerMillion else {
            throw problem("\(place).\(key)", "is no price: a number of dollars per million tokens, not negative")
        }
        return price
    }

    private func date(_ value: PriceJSON, _ key: String, at place: String) throws(PriceFileProblem) -> Timestamp? {
        guard let field = value[key] else { return nil }
        guard let date = PriceDate.instant(field.string) else {
            throw problem("\(place).\(key)", "is no date such as 2026-11-01")
        }
        return date
    }

    private func check(_ value: PriceJSON, _ known: Set<String>, at place: String) throws(PriceFileProblem) {
        guard let members = value.members else { throw problem(place, "is no object") }
        if let unknown = members.keys.sorted().first(where: { !known.contains($0) }) {
            let keys = known.sorted().joined(separator: ", ")
            throw problem(place, "has the unknown key \(OutsideText.quoted(unknown)); known are \(keys)")
        }
    }

    private func problem(_ place: String, _ what: String) -> PriceFileProblem {
        PriceFileProblem("\(name): \(OutsideText.cleaned(place, limit: 120)) \(what).")
    }
}
