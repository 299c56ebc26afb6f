public import InfermonModel

/// What a scenario's measured traffic would cost on every option, and what that advises.
public struct WhatIf: Hashable, Sendable {
    /// Part of the traffic on a dearer option, the rest on a cheaper one.
    public struct Hybrid: Hashable, Sendable {
        /// The dearer option.
        public var premium: ModelOption
        /// The cheaper one.
        public var base: ModelOption
        /// The largest share of requests that the dearer one may serve within the budget, 0…1.
        public var share: Double
    }

    /// Money that traffic patterns saved or wasted over the measured stretch, as a month.
    public struct Leaks: Hashable, Sendable {
        /// Saved by the gateway's response cache, where its log says so.
        public var savedByResponseCache: Money
        /// The share of requests that the response cache answered, 0…1.
        public var responseCacheRatio: Double
        /// Saved by the provider's prompt cache: the same prompts at full price, less what they cost.
        public var savedByPromptCache: Money?
        /// Spent on attempts that failed or were retried.
        public var wasted: Money
        /// Attempts beyond the first, per request.
        public var extraAttempts: Double
    }

    /// The scenario.
    public var scenario: ScenarioID
    /// The traffic that was measured.
    public var traffic: MeasuredTraffic
    /// What it costs now, as a month; `nil` when nothing is priced.
    public var actualPerMonth: Money?
    /// The monthly budget.
    public var budget: Money?
    /// The options, cheapest first, unpriced ones last.
    public var options: [OptionEstimate]
    /// The largest premium share within the budget; `nil` when there is no such mix or everything fits anyway.
    public var hybrid: Hybrid?
    /// Savings and waste.
    public var leaks: Leaks
    /// What to do, in one sentence with its reason.
    public var advice: String
    /// Where the advice departs from the document: its recommendation, its guideline by volume.
    public var contradictions: [String]
    /// What every figure above takes for granted.
    public var assumptions: [String]
}

/// What a comparison is made from.
public struct WhatIfInput: Sendable {
    /// The scenario with its objectives and budget.
    public var scenario: Scenario
    /// Its traffic.
    public var traffic: MeasuredTraffic
    /// The options to compare.
    public var options: [ModelOption]
    /// The price sheet.
    public var prices: PriceSheet
    /// What own hardware costs.
    public var hardware: HardwareCost
    /// The instant whose prices are taken.
    public var now: Timestamp

    /// Creates the input of a comparison.
    public init(
        scenario: Scenario, traffic: MeasuredTraffic, options: [ModelOption], prices: PriceSheet,
        hardware: HardwareCost = .assumed, now: Timestamp
    ) {
        self.scenario = scenario
        self.traffic = traffic
        self.options = options
        self.prices = prices
        self.hardware = hardware
        self.now = now
    }

    /// The input for a scenario as configured.
    ///
    /// Without options of its own, a scenario of the document gets the document's and today's models, any other the models in
    /// its log.
    ///
    /// - Parameters:
    ///   - scenario: The scenario.
    ///   - traffic: Its traffic.
    ///   - configuration: Options and hardware beside the built-in ones.
    ///   - prices: The price sheet.
    ///   - now: The instant whose prices are taken.
    public init(
        scenario: Scenario, traffic: MeasuredTraffic, configuration: Configuration, prices: PriceSheet, now: Timestamp
    ) {
        let catalogue = OptionCatalogue(adding: configuration.options)
        var options = catalogue.options(of: scenario, prices: prices)
        if options.isEmpty, let document = DocumentScenario.named(scenario.id) {
            options = (document.cloudOptions + [document.localOption]).compactMap(catalogue.option)
            options += document.present.map { OptionCatalogue.cloud(model: $0, prices: prices) }
        }
        for model in traffic.models.keys.sorted() where !options.contains(where: { $0.model == model }) {
            guard prices.rate(model: model, provider: "") != nil else { continue }
            options.append(OptionCatalogue.cloud(model: model, prices: prices))
        }
        self.init(
            scenario: scenario, traffic: traffic, options: options, prices: prices,
            hardware: configuration.hardware ?? .assumed, now: now)
    }

    var budget: Money? { scenario.budget?.limit }

    /// The latency promise: its quantile and bound.
    var latencyTarget: (quantile: Double, bound: TimeSpan)? {
        for objective in scenario.objectives {
            if case .latency(let quantile, let bound) = objective.kind { return (quantile, bound) }
        }
        return nil
    }
}

extension WhatIf {
    /// Compares the options.
    public init(_ input: WhatIfInput) {
        let estimator = OptionEstimator(input)
        let estimates = input.options.map(estimator.estimate).sorted { left, right in
            guard let first = left.monthly else { return false }
            guard let second = right.monthly else { return true }
            return first < second
        }
        scenario = input.scenario.id
        traffic = input.traffic
        actualPerMonth = input.traffic.actualPerMonth
        budget = input.budget
        options = estimates
        hybrid = HybridMix.largest(estimates, budget: input.budget, now: input.now)
        leaks = Leaks(input)
        let advisor = WhatIfAdvice(input: input, estimates: estimates, hybrid: hybrid)
        advice = advisor.sentence
        contradictions = advisor.contradictions
        assumptions = estimator.assumptions
    }

    /// The comparison as lines of the cost screen.
    public var screenLines: [CostScreen.OptionLine] {
        options.map { estimate in
            CostScreen.OptionLine(
                scenario: scenario, option: estimate.option.title, monthly: estimate.monthly,
                // What is shut off fits no budget.
                fitsBudget: estimate.retiresOn.map { $0 <= traffic.to } == true ? nil : estimate.fitsBudget,
                remark: OptionRemark.text(estimate, now: traffic.to))
        }
    }
}

extension WhatIf.Leaks {
    init(_ input: WhatIfInput) {
        let total = input.traffic.total
        let factor = PlanningMonth.hours / input.traffic.hours
        func month(_ money: Money) -> Money { Money(roughDollars: money.dollars * factor) }
        savedByResponseCache = month(total.savedByCache)
        responseCacheRatio = total.requests > 0 ? Double(total.cacheHits) / Double(total.requests) : 0
        wasted = month(total.wastedCost)
        extraAttempts =
            total.requests > 0 ? Double(max(0, total.attempts - total.requests)) / Double(total.requests) : 0
        var saved = Money.zero
        var isKnown = false
        for (model, rollup) in input.traffic.models where rollup.tokens.cacheRead > 0 {
            let cost = AggregatePrice(prices: input.prices, model: model, at: input.now)
            guard let with = cost.of(rollup.tokens, requests: rollup.requests),
                let without = cost.of(rollup.tokens.withoutCache, requests: rollup.requests)
            else { continue }
            saved += without - with
            isKnown = true
        }
        savedByPromptCache = isKnown ? month(saved) : nil
    }
}
