import FoundationEssentials
import InfermonCost

/// Reads LiteLLM's `model_prices_and_context_window.json`: an object keyed by model, dollars per token, today's prices only.
enum LiteLLMPriceFile {
    static func decode(_ data: Data, name: String) throws(PriceFileProblem) -> PriceLayer {
        let entries = try PriceFile.parse([String: LiteLLMEntry].self, data, name: name)
        var models: [ModelPrices] = []
        var damaged: [String] = []
        // Names without a path are the makers' own and come first.
        let keys = entries.keys.sorted { left, right in
            let isPlain = (!left.contains("/"), !right.contains("/"))
            return isPlain.0 == isPlain.1 ? left < right : isPlain.0
        }
        for key in keys where key != "sample_spec" {
            guard let entry = entries[key] else { continue }
            if entry.isDamaged { damaged.append(key) }
            let rows = entry.rows(origin: PriceOrigin(source: entry.source ?? name, checkedOn: nil))
            guard !rows.isEmpty else { continue }
            let model = key.split(separator: "/").last.map(String.init) ?? key
            models.append(
                ModelPrices(
                    provider: entry.provider, model: model.lowercased(), rows: rows, ratios: entry.ratios,
                    contextTokens: entry.context, retiresOn: entry.retiresOn))
        }
        guard !models.isEmpty else {
            throw PriceFileProblem("\(name) holds no prices: LiteLLM's table has input_cost_per_token for each model.")
        }
        let notes =
            damaged.isEmpty
            ? [] : ["\(damaged.count) models of \(name) have a price that is no number or negative; it is left out."]
        return PriceLayer(name: name, models: models, notes: notes)
    }
}
