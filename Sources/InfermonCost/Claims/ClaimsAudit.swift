public import InfermonModel

/// scenario-analysis.md line by line: what it claims, what its own data and dated prices give, and the verdict.
///
/// Nothing is typed in: every recomputed figure comes from the price sheet, the option catalogue and the scenarios' definitions.
public struct ClaimsAudit: Sendable {
    /// Figures within this of each other are equal but for rounding.
    static let tolerance = 0.06
    /// The tariff at which the document's electricity figures are judged: it names none.
    static let impliedTariff = 0.12
    /// Power of a busy A100, in watts, at which a claim of energy is judged.
    static let boardPower = 400.0

    let prices: PriceSheet
    let hardware: HardwareCost
    let at: Timestamp
    let scenarios: [DocumentScenario]
    let options: [ModelOption]

    /// Creates an audit.
    ///
    /// - Parameters:
    ///   - prices: The price sheet.
    ///   - hardware: Tariff, cooling and months of own hardware.
    ///   - at: The instant whose prices are taken.
    public init(prices: PriceSheet, hardware: HardwareCost = .assumed, at: Timestamp) {
        self.prices = prices
        self.hardware = hardware
        self.at = at
        scenarios = DocumentScenario.all
        options = OptionCatalogue.document
    }

    /// Every line, by topic.
    public func lines() -> [ClaimLine] {
        requestLines() + budgetLines() + tableLines() + ruleLines() + breakEvenLines() + limitLines() + todayLines()
    }

    func option(_ id: String) -> ModelOption? { options.first { $0.id == id } }

    /// The cost of one of the option's requests, as claimed tokens at dated prices; `nil` for local models.
    func price(_ option: ModelOption) -> Money? {
        guard option.place == .cloud, let claim = option.claim else { return nil }
        return price(option.model, input: claim.inputTokens, output: claim.outputTokens)
    }

    func price(_ model: String, input: Int64, output: Int64, at instant: Timestamp? = nil) -> Money? {
        prices.cost(
            of: TokenUsage(uncachedInput: input, output: output), model: model,
            in: PricingContext(at: instant ?? at))
    }

    /// Requests in a mean month at the expected load.
    func monthly(_ scenario: DocumentScenario) -> Int64 {
        Int64((scenario.requestsPerHour * PlanningMonth.hours).rounded())
    }

    static func name(_ option: ModelOption) -> String { "\(option.id) \(option.title)" }

    static func isClose(_ claimed: Money, _ recomputed: Money) -> Bool {
        abs(claimed.dollars / recomputed.dollars - 1) <= tolerance
    }
}
