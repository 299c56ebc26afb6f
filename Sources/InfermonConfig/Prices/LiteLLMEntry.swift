import FoundationEssentials
import InfermonCost
import InfermonModel

/// One model of LiteLLM's table.
struct LiteLLMEntry: Decodable {
    /// Any key of the entry.
    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
        init(_ name: String) { stringValue = name }
    }

    private(set) var provider: String
    private(set) var context: Int64?
    private(set) var retiresOn: Timestamp?
    private(set) var source: String?
    private(set) var prices: [LiteLLMPriceKey: Int64] = [:]
    private(set) var ratios: [ServiceTier: PriceRatio] = [:]
    private(set) var offPeak: PriceJSON?
    private(set) var tiered: PriceJSON?
    /// Whether a price was negative or no number.
    private(set) var isDamaged = false

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        func optional<Value: Decodable>(_ name: String, _ type: Value.Type) -> Value? {
            // A field of an unexpected type is no price: the model is good without it.
            try? container.decodeIfPresent(type, forKey: Key(name))
        }
        provider = optional("litellm_provider", String.self) ?? ""
        context = optional("max_input_tokens", Decimal.self)?.exact(timesTenTo: 0)
        retiresOn = PriceDate.instant(optional("deprecation_date", String.self))
        source = optional("source", String.self)
        offPeak = optional("off_peak_pricing", PriceJSON.self)
        tiered = optional("tiered_pricing", PriceJSON.self)
        for key in container.allKeys {
            guard let parsed = LiteLLMPriceKey(key.stringValue) else { continue }
            if let price = optional(key.stringValue, Decimal.self)?.pricePerToken {
                prices[parsed] = price
            } else {
                isDamaged = true
            }
        }
        let special = optional("provider_specific_entry", PriceJSON.self)
        let uplift = optional("regional_processing_uplift_multiplier_us", Decimal.self) ?? special?["us"]?.number
        if let ratio = uplift?.ratio { ratios[.regional] = ratio }
        if let ratio = special?["fast"]?.number?.ratio { ratios[.fast] = ratio }
    }

    /// The rows, standard and long prompts first; empty when the entry has no price for prompts.
    func rows(origin: PriceOrigin) -> [PriceRow] {
        let parts = Set(prices.keys.map { Part(tier: $0.tier, above: $0.above) })
        var rows = parts.compactMap { row($0, origin: origin) }
        if let base = row(Part(tier: .standard, above: 0), origin: origin) {
            rows += offPeakRows(base)
        }
        rows += tieredRows(origin: origin)
        return rows.sorted { ($0.tier.rawValue, $0.aboveInputTokens) < ($1.tier.rawValue, $1.aboveInputTokens) }
    }

    private struct Part: Hashable {
        let tier: ServiceTier
        let above: Int64
    }

    private func price(_ tokens: LiteLLMPriceKey.Class, _ part: Part) -> Int64? {
        prices.first { $0.key.tokens == tokens && $0.key.tier == part.tier && $0.key.above == part.above }?.value
    }

    /// A row needs a price for prompts of its own; what else it lacks it takes from the standard row, as LiteLLM does.
    private func row(_ part: Part, origin: PriceOrigin) -> PriceRow? {
        guard let input = price(.input, part) else { return nil }
        func inherited(_ tokens: LiteLLMPriceKey.Class) -> Int64? {
            price(tokens, part) ?? price(tokens, Part(tier: part.tier, above: 0))
                ?? price(tokens, Part(tier: .standard, above: 0))
        }
        return PriceRow(
            prices: TokenPrices(
                input: input, output: inherited(.output) ?? 0, cacheRead: inherited(.cacheRead),
                cacheWrite5m: inherited(.cacheWrite5m), cacheWrite1h: inherited(.cacheWrite1h)),
            tier: part.tier, aboveInputTokens: part.above, origin: origin)
    }

    private func offPeakRows(_ base: PriceRow) -> [PriceRow] {
        guard let offPeak, let windows = offPeak["windows"]?.array?.flatMap(Self.windows), !windows.isEmpty else {
            return []
        }
        var row = base
        row.windows = windows
        row.prices.input = offPeak["input_cost_per_token"]?.number?.pricePerToken ?? row.prices.input
        row.prices.output = offPeak["output_cost_per_token"]?.number?.pricePerToken ?? row.prices.output
        row.prices.cacheRead = offPeak["cache_read_input_token_cost"]?.number?.pricePerToken ?? row.prices.cacheRead
        return [row]
    }

    /// Weekdays are ISO's: 1 for Monday … 7 for Sunday.
    private static func windows(_ window: PriceJSON) -> [PriceWindow] {
        let days = Set((window["weekdays"]?.array ?? []).compactMap(\.integer).map { Int($0 % 7) })
        let hours = window["hours_utc"]
        let texts = hours?.array?.compactMap(\.string) ?? [hours?.string].compactMap { $0 }
        return texts.compactMap { text in
            let ends = text.split(separator: "-").compactMap { PriceDate.minute($0) }
            guard ends.count == 2 else { return nil }
            return PriceWindow(
                weekdays: days.isEmpty ? Set(0...6) : days, fromMinute: ends[0],
                toMinute: ends[1] == 0 ? 1_440 : ends[1])
        }
    }

    private func tieredRows(origin: PriceOrigin) -> [PriceRow] {
        (tiered?.array ?? []).compactMap { tier in
            guard let input = tier["input_cost_per_token"]?.number?.pricePerToken,
                let output = tier["output_cost_per_token"]?.number?.pricePerToken,
                let from = tier["range"]?.array?.first?.integer
            else { return nil }
            let read = tier["cache_read_input_token_cost"]?.number?.pricePerToken
            return PriceRow(
                prices: TokenPrices(input: input, output: output, cacheRead: read), aboveInputTokens: from,
                origin: origin)
        }
    }
}
