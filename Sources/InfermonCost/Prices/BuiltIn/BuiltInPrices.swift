import InfermonModel

extension PriceLayer {
    /// The prices that infermon brings along, retired models included: a log of last year is priced with last year's prices.
    static let builtIn = PriceLayer(
        name: "built-in",
        models: builtInOpenAI + builtInAnthropic + builtInGoogle + builtInOthers)
}

extension PriceOrigin {
    /// The table that the built-in prices were compared with, row by row.
    static let liteLLM = PriceOrigin(
        source: "LiteLLM 1.109.1 model_prices_and_context_window.json", checkedOn: "2026-11-23")
    static let genAIPrices = PriceOrigin(source: "genai-prices 0.2.3 data.json", checkedOn: "2026-11-23")
    /// Rows that today's tables no longer hold and that rest on what the provider announced at the time.
    static let announcement = PriceOrigin(source: "the provider's announcement at the time", checkedOn: nil)
    static let langfuse = PriceOrigin(source: "Langfuse's default model prices, August 2026", checkedOn: nil)
}

/// Midnight UTC of a date.
func day(_ year: Int, _ month: Int, _ day: Int) -> Timestamp {
    Timestamp(seconds: CivilDateTime(year: year, month: month, day: day).secondsSince1970)
}

extension PriceRow {
    /// A line of the built-in tables: micro-dollars per million tokens.
    init(
        _ input: Int64, _ output: Int64, read: Int64? = nil, write: Int64? = nil, hour: Int64? = nil,
        above: Int64 = 0, tier: ServiceTier = .standard, from: Timestamp? = nil, until: Timestamp? = nil,
        windows: [PriceWindow] = [], origin: PriceOrigin = .liteLLM, note: String = ""
    ) {
        self.init(
            prices: TokenPrices(
                input: input, output: output, cacheRead: read, cacheWrite5m: write, cacheWrite1h: hour),
            tier: tier, aboveInputTokens: above, validFrom: from, validUntil: until, windows: windows, origin: origin,
            note: note)
    }
}

extension ModelPrices {
    /// A line of the built-in tables.
    init(
        _ provider: String, _ model: String, context: Int64?, ratios: [ServiceTier: PriceRatio] = [:],
        retires: Timestamp? = nil, successor: String? = nil, aliases: [String] = [], _ rows: [PriceRow]
    ) {
        self.init(
            provider: provider, model: model, aliases: aliases, rows: rows, ratios: ratios, contextTokens: context,
            retiresOn: retires, successor: successor)
    }
}

extension PriceRatio {
    static let half = PriceRatio(1, 2)
    static let double = PriceRatio(2, 1)
    /// What processing in one region costs more.
    static let tenPercentMore = PriceRatio(11, 10)
}
