public import InfermonModel

/// A contradiction in what a configuration promises and pays for.
public struct CostFinding: Hashable, Sendable {
    /// What is contradicted.
    public enum Kind: String, Hashable, Sendable {
        /// The ceiling per request allows more than the budget at the stated load.
        case looseCeiling = "loose_ceiling"
        /// An option's model is shut off, or will be within 90 days.
        case retired
        /// Requests do not fit an option's context.
        case smallContext = "small_context"
        /// Hardware cannot answer within the promised time.
        case unreachableLatency = "unreachable_latency"
        /// An option needs more memory than the scenario has.
        case smallMemory = "small_memory"
        /// An option's model has no price.
        case unpriced
        /// An option's name is neither an option's nor a model's with a price: most likely it is misspelt.
        case unknownOption = "unknown_option"
    }

    /// The scenario.
    public var scenario: ScenarioID
    /// What is contradicted.
    public var kind: Kind
    /// What, where and what to do, as a sentence.
    public var sentence: String
}

/// Looks for contradictions between promises, budgets and options, before any traffic shows them.
public struct CostLint: Sendable {
    private let prices: PriceSheet
    private let catalogue: OptionCatalogue
    private let now: Timestamp

    /// Creates a lint.
    public init(prices: PriceSheet, options: [ModelOption] = [], now: Timestamp) {
        self.prices = prices
        catalogue = OptionCatalogue(adding: options)
        self.now = now
    }

    /// The findings of a configuration's scenarios, in their order.
    ///
    /// - Parameters:
    ///   - scenarios: The scenarios.
    ///   - traffic: Measured traffic by scenario, where there is any.
    /// - Returns: Nothing when all agrees.
    public func findings(
        _ scenarios: [Scenario], traffic: [ScenarioID: MeasuredTraffic] = [:]
    ) -> [CostFinding] {
        scenarios.flatMap { scenario in
            let unknown = scenario.options.filter(isUnknown)
            var known = scenario
            known.options.removeAll(where: isUnknown)
            let options = catalogue.options(of: known, prices: prices)
            return ceiling(scenario) + unknown.map { unknownOption($0, scenario) }
                + options.flatMap { self.option($0, scenario, traffic[scenario.id]) }
                + modelsInUse(scenario, options, traffic[scenario.id])
        }
    }

    private func ceiling(_ scenario: Scenario) -> [CostFinding] {
        guard let budget = scenario.budget, let load = scenario.throughput, let ceiling = scenario.costCeiling,
            let implied = budget.impliedCostPerRequest(requestsPerHour: load, hours: PlanningMonth.hours),
            ceiling > implied, budget.limit > .zero
        else { return [] }
        let total = Money(roughDollars: ceiling.dollars * load * PlanningMonth.hours)
        let factor = NumberText.short(total.dollars / budget.limit.dollars)
        return [
            finding(
                scenario, .looseCeiling,
                "\(scenario.id): \(MoneyText.dollars(ceiling)) per request at \(NumberText.fixed(load, 0)) requests an hour is "
                    + "\(MoneyText.dollars(total)) a month, \(factor) times the budget of \(MoneyText.dollars(budget.limit)); "
                    + "the budget allows \(MoneyText.dollars(implied)) per request.")
        ]
    }

    private func isUnknown(_ name: String) -> Bool {
        catalogue.option(named: name) == nil && prices.rate(model: name, provider: "") == nil
    }

    private func unknownOption(_ name: String, _ scenario: Scenario) -> CostFinding {
        finding(
            scenario, .unknownOption,
            "\(scenario.id): option \(name) is neither in the catalogue nor a model with a price; "
                + "correct its name or add a row for it to a price file.")
    }

    private func option(
        _ option: ModelOption, _ scenario: Scenario, _ traffic: MeasuredTraffic?
    ) -> [CostFinding] {
        switch option.place {
        case .cloud: sold(option.model, scenario, "option \(option.id)") + context(option, scenario, traffic)
        case .local(let hardware):
            latency(option, LocalPhysics(hardware), scenario, traffic) + memory(option, scenario)
                + context(option, scenario, traffic)
        }
    }

    private func modelsInUse(
        _ scenario: Scenario, _ options: [ModelOption], _ traffic: MeasuredTraffic?
    ) -> [CostFinding] {
        (traffic?.models.keys.sorted() ?? []).filter { model in
            prices.rate(model: model, provider: "") != nil && !options.contains { $0.model == model }
        }.flatMap { sold($0, scenario, "its traffic") }
    }

    private func sold(_ model: String, _ scenario: Scenario, _ place: String) -> [CostFinding] {
        guard let entry = prices.rate(model: model, provider: "")?.model else {
            return [
                finding(
                    scenario, .unpriced,
                    "\(scenario.id): \(model) (\(place)) has no price; add a row for it to a price file.")
            ]
        }
        guard let retires = entry.retiresOn, retires <= now + .days(90) else { return [] }
        let verb = retires <= now ? "was shut off on" : "will be shut off on"
        let successor = entry.successor.map { "; \($0) takes its place" } ?? ""
        return [
            finding(
                scenario, .retired,
                "\(scenario.id): \(model) (\(place)) \(verb) \(PriceReasons.date(retires))\(successor).")
        ]
    }

    private func context(
        _ option: ModelOption, _ scenario: Scenario, _ traffic: MeasuredTraffic?
    ) -> [CostFinding] {
        guard let context = option.contextTokens else { return [] }
        let claimed = option.claim.map { $0.inputTokens + $0.outputTokens } ?? 0
        let measured = traffic?.total.largestContext ?? 0
        guard max(claimed, measured) > context else { return [] }
        let source = measured > context ? "the largest request measured has" : "its own requests have"
        return [
            finding(
                scenario, .smallContext,
                "\(scenario.id): option \(option.id) holds \(NumberText.fixed(Double(context), 0)) tokens; \(source) "
                    + "\(NumberText.fixed(Double(measured > context ? measured : claimed), 0)).")
        ]
    }

    private func latency(
        _ option: ModelOption, _ physics: LocalPhysics, _ scenario: Scenario, _ traffic: MeasuredTraffic?
    ) -> [CostFinding] {
        guard let output = traffic?.meanOutput ?? option.claim.map({ Double($0.outputTokens) }) else { return [] }
        let least = physics.leastTime(outputTokens: output)
        let seconds = NumberText.short(least.seconds)
        let tokens = NumberText.fixed(output, 0)
        if let target = scenario.latencyBound, least > target {
            return [
                finding(
                    scenario, .unreachableLatency,
                    "\(scenario.id): option \(option.id) needs at least \(seconds) s for \(tokens) tokens, since each reads all "
                        + "weights from memory; the target is \(NumberText.short(target.seconds)) s.")
            ]
        }
        guard let claimed = option.claim?.latency, claimed < least else { return [] }
        return [
            finding(
                scenario, .unreachableLatency,
                "\(scenario.id): option \(option.id) claims \(NumberText.short(claimed.seconds)) s for \(tokens) tokens; its memory "
                    + "bandwidth allows no less than \(seconds) s.")
        ]
    }

    private func memory(_ option: ModelOption, _ scenario: Scenario) -> [CostFinding] {
        guard let needed = option.memoryBytes, let limit = scenario.memoryLimit, needed > limit else { return [] }
        func gigabytes(_ bytes: Int64) -> String { NumberText.short(Double(bytes) / 1e9) + " GB" }
        return [
            finding(
                scenario, .smallMemory,
                "\(scenario.id): option \(option.id) needs \(gigabytes(needed)) of GPU memory; the limit is \(gigabytes(limit))."
            )
        ]
    }

    private func finding(_ scenario: Scenario, _ kind: CostFinding.Kind, _ sentence: String) -> CostFinding {
        CostFinding(scenario: scenario.id, kind: kind, sentence: sentence)
    }
}

extension Scenario {
    fileprivate var throughput: Double? {
        objectives.lazy.compactMap { if case .throughput(let perHour) = $0.kind { perHour } else { nil } }.first
    }

    fileprivate var costCeiling: Money? {
        objectives.lazy.compactMap { if case .costPerRequest(let most) = $0.kind { most } else { nil } }.first
    }

    fileprivate var latencyBound: TimeSpan? {
        objectives.lazy.compactMap { if case .latency(_, let most) = $0.kind { most } else { nil } }.first
    }

    fileprivate var memoryLimit: Int64? {
        objectives.lazy.compactMap { if case .gpuMemory(let most) = $0.kind { most } else { nil } }.first
    }
}
