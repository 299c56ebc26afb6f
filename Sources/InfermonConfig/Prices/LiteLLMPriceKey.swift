import InfermonCost

/// A key of a LiteLLM entry such as `cache_creation_input_token_cost_above_1hr_above_200k_tokens_batches`, taken apart.
///
/// Suffixes combine freely and new ones appear with new models, so keys are read by pattern: a fixed list of keys is how LiteLLM
/// itself once lost prices of cache writes.
struct LiteLLMPriceKey: Hashable {
    /// The class of tokens that the key prices.
    enum Class: Hashable {
        case input
        case output
        case cacheRead
        case cacheWrite5m
        case cacheWrite1h
    }

    let tokens: Class
    let tier: ServiceTier
    let above: Int64

    /// - Returns: `nil` for keys that price something else, or a tier or cache lifetime that infermon does not know.
    init?(_ key: String) {
        let bases: [(String, Class)] = [
            ("cache_creation_input_token_cost", .cacheWrite5m), ("cache_read_input_token_cost", .cacheRead),
            ("input_cost_per_token", .input), ("output_cost_per_token", .output),
        ]
        guard let (base, tokens) = bases.first(where: { key.hasPrefix($0.0) }) else { return nil }
        var rest = key.dropFirst(base.count)
        var tier = ServiceTier.standard
        var above: Int64 = 0
        var isHour = false
        while !rest.isEmpty {
            if let after = rest.dropping(prefix: "_above_1hr") {
                guard tokens == .cacheWrite5m else { return nil }
                isHour = true
                rest = after
            } else if let after = rest.dropping(prefix: "_above_"), let end = after.firstIndex(of: "k"),
                let thousands = Int64(after[..<end]), let tail = after[end...].dropping(prefix: "k_tokens"),
                thousands < 1_000_000
            {
                above = thousands * 1_000
                rest = tail
            } else {
                let word = rest.dropFirst().prefix { $0 != "_" }
                switch word {
                case "batches": tier = .batch
                case "flex": tier = .flex
                case "priority": tier = .priority
                case "fast": tier = .fast
                default: return nil
                }
                rest = rest.dropFirst(word.count + 1)
            }
        }
        self.tokens = isHour ? .cacheWrite1h : tokens
        self.tier = tier
        self.above = above
    }
}

extension Substring {
    fileprivate func dropping(prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }
}
