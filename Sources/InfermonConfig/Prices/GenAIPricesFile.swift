import FoundationEssentials
import InfermonCost
import InfermonModel

/// Reads genai-prices' `data.json`: providers with models, dollars per million tokens, dates, tiers and hours.
enum GenAIPricesFile {
    static func decode(_ data: Data, name: String) throws(PriceFileProblem) -> PriceLayer {
        let providers = try PriceFile.parse([PriceJSON].self, data, name: name)
        var models: [ModelPrices] = []
        var unread = 0
        for provider in providers {
            for model in provider["models"]?.array ?? [] {
                guard let id = model["id"]?.string else { continue }
                var names = Names()
                if let match = model["match"] { names.read(match) }
                unread += names.unread
                let rows = rows(model, name: name)
                guard !rows.isEmpty else { continue }
                models.append(
                    ModelPrices(
                        provider: provider["id"]?.string ?? "", model: id.lowercased(), aliases: names.exact,
                        prefixes: names.prefixes, rows: rows, contextTokens: model["context_window"]?.integer))
            }
        }
        guard !models.isEmpty else {
            throw PriceFileProblem("\(name) holds no prices: genai-prices' data has providers with models and prices.")
        }
        let notes =
            unread == 0
            ? [] : ["\(unread) rules of \(name) match inside of names or by expression and are left out."]
        return PriceLayer(name: name, models: models, notes: notes)
    }

    /// The names that a match rule accepts.
    private struct Names {
        var exact: [String] = []
        var prefixes: [String] = []
        var unread = 0

        mutating func read(_ rule: PriceJSON) {
            for (kind, value) in rule.members ?? [:] {
                switch kind {
                case "equals": exact += [value.string].compactMap { $0?.lowercased() }
                case "starts_with": prefixes += [value.string].compactMap { $0?.lowercased() }
                case "or": for part in value.array ?? [] { read(part) }
                default: unread += 1
                }
            }
        }
    }

    private static func rows(_ model: PriceJSON, name: String) -> [PriceRow] {
        guard let prices = model["prices"] else { return [] }
        let origin = PriceOrigin(source: name, checkedOn: model["prices_checked"]?.string)
        guard let dated = prices.array else { return rows(prices, constraint: nil, origin: origin) }
        return dated.flatMap { rows($0["prices"] ?? .null, constraint: $0["constraint"], origin: origin) }
    }

    private static func rows(_ prices: PriceJSON, constraint: PriceJSON?, origin: PriceOrigin) -> [PriceRow] {
        let keys = ["input_mtok", "output_mtok", "cache_read_mtok", "cache_write_mtok", "cache_write_1h_mtok"]
        let starts = keys.flatMap { key in
            (prices[key]?["tiers"]?.array ?? []).compactMap { $0["start"]?.integer }
        }
        return Set([0] + starts).sorted().compactMap { start in
            func price(_ key: String) -> Int64? { Self.price(prices[key], above: start) }
            guard let input = price("input_mtok") else { return nil }
            let row = PriceRow(
                prices: TokenPrices(
                    input: input, output: price("output_mtok") ?? 0, cacheRead: price("cache_read_mtok"),
                    cacheWrite5m: price("cache_write_mtok"), cacheWrite1h: price("cache_write_1h_mtok")),
                aboveInputTokens: start, validFrom: PriceDate.instant(constraint?["start_date"]?.string),
                windows: windows(constraint), origin: origin)
            return row
        }
    }

    private static func price(_ value: PriceJSON?, above start: Int64) -> Int64? {
        if let number = value?.number { return number.pricePerMillion }
        let tiers = (value?["tiers"]?.array ?? []).filter { ($0["start"]?.integer ?? .max) <= start }
        let last = tiers.max { ($0["start"]?.integer ?? 0) < ($1["start"]?.integer ?? 0) }
        return (start > 0 ? last?["price"]?.number : nil)?.pricePerMillion ?? value?["base"]?.number?.pricePerMillion
    }

    private static func windows(_ constraint: PriceJSON?) -> [PriceWindow] {
        guard let from = constraint?["start_time"]?.string.flatMap({ PriceDate.minute($0) }),
            let to = constraint?["end_time"]?.string.flatMap({ PriceDate.minute($0) })
        else { return [] }
        return [PriceWindow(fromMinute: from, toMinute: to == 0 ? 1_440 : to)]
    }
}
