import InfermonModel

/// A month at the expected load against the budget.
extension ClaimsAudit {
    func budgetLines() -> [ClaimLine] {
        scenarios.flatMap { scenario in
            [ceilingLine(scenario)]
                + scenario.cloudOptions.compactMap { option($0).flatMap { monthLine($0, scenario) } }
                + conversationLines(scenario) + longContextLines(scenario) + hybridLines(scenario)
        }
    }

    private func ceilingLine(_ scenario: DocumentScenario) -> ClaimLine {
        let requests = monthly(scenario)
        let share = scenario.budget.scaled(by: 1, over: requests)
        let total = scenario.costCeiling.scaled(by: requests, over: 1)
        let factor = NumberText.short(total.dollars / scenario.budget.dollars)
        return ClaimLine(
            topic: .budget, subject: "\(scenario.title): ceiling per request against the budget",
            claimed: .money(scenario.costCeiling), recomputed: .money(share), verdict: .contradiction,
            reason: "\(NumberText.fixed(Double(requests), 0)) requests at the ceiling cost \(MoneyText.dollars(total)) "
                + "a month, \(factor) times the budget")
    }

    private func monthLine(_ option: ModelOption, _ scenario: DocumentScenario) -> ClaimLine? {
        guard let each = option.claim?.costPerRequest, let price = price(option) else { return nil }
        let requests = monthly(scenario)
        let claimed = each.scaled(by: requests, over: 1)
        let recomputed = price.scaled(by: requests, over: 1)
        let fits = (claimed <= scenario.budget) == (recomputed <= scenario.budget)
        let close = Self.isClose(claimed, recomputed)
        return ClaimLine(
            topic: .budget, subject: "\(scenario.title) on \(Self.name(option)), a month", claimed: .money(claimed),
            recomputed: .money(recomputed), verdict: close ? .consistent : .wrong,
            reason: "\(share(recomputed, scenario)) of the budget, not \(share(claimed, scenario))"
                + (fits ? "" : ": the answer whether it fits changes"))
    }

    private func share(_ money: Money, _ scenario: DocumentScenario) -> String {
        NumberText.percent(money.dollars / scenario.budget.dollars)
    }

    /// The mean prompt of a conversation that sends its history along with each exchange.
    static func meanPrompt(exchanges: Int, claim: ModelOption.Claim) -> Int64 {
        claim.inputTokens + (claim.inputTokens + claim.outputTokens) * Int64(exchanges - 1) / 2
    }

    private func conversationLines(_ scenario: DocumentScenario) -> [ClaimLine] {
        guard let exchanges = scenario.exchanges, let option = scenario.cloudOptions.first.flatMap(option),
            let claim = option.claim, let each = claim.costPerRequest
        else { return [] }
        return [(exchanges.lowerBound + exchanges.upperBound) / 2, exchanges.upperBound].compactMap { count in
            let input = Self.meanPrompt(exchanges: count, claim: claim)
            guard let cost = price(option.model, input: input, output: claim.outputTokens) else { return nil }
            let total = cost.scaled(by: monthly(scenario), over: 1)
            return ClaimLine(
                topic: .budget, subject: "\(scenario.title) on \(Self.name(option)), \(count) exchanges with history",
                claimed: .money(each.scaled(by: monthly(scenario), over: 1)), recomputed: .money(total),
                verdict: .wrong,
                reason: "\(NumberText.fixed(Double(input), 0)) prompt tokens a request on average, "
                    + "\(MoneyText.dollars(cost)) each: \(share(total, scenario)) of the budget; the document ignores it"
            )
        }
    }

    private func longContextLines(_ scenario: DocumentScenario) -> [ClaimLine] {
        guard let tokens = scenario.requiredContext, let option = scenario.recommended.first.flatMap(option),
            let claim = option.claim, let each = claim.costPerRequest,
            let cost = price(option.model, input: tokens, output: claim.outputTokens)
        else { return [] }
        let total = cost.scaled(by: monthly(scenario), over: 1)
        return [
            ClaimLine(
                topic: .budget,
                subject: "\(scenario.title) on \(Self.name(option)), the required \(tokens / 1_000)K prompt tokens",
                claimed: .money(each.scaled(by: monthly(scenario), over: 1)), recomputed: .money(total),
                verdict: .wrong,
                reason: "\(MoneyText.dollars(cost)) a request, \(share(total, scenario)) of the budget: "
                    + "\"fits within budget\" holds for \(NumberText.fixed(Double(claim.inputTokens), 0)) tokens only")
        ]
    }

    private func hybridLines(_ scenario: DocumentScenario) -> [ClaimLine] {
        guard scenario.recommendedApproach == .hybrid, let premium = scenario.recommended.first.flatMap(option),
            let price = price(premium), let local = option(scenario.localOption),
            case .local(let owned) = local.place, let each = local.claim?.costPerRequest
        else { return [] }
        let requests = Double(monthly(scenario))
        func largest(fixed: Double) -> Double? {
            BreakEven.premiumShare(
                budget: scenario.budget.dollars, fixed: fixed, premium: price.dollars * requests,
                base: each.dollars * requests)
        }
        let amortisation = LocalPhysics(owned).amortisationPerMonth(cost: hardware)
        guard let share = largest(fixed: amortisation), let free = largest(fixed: 0) else { return [] }
        return [
            ClaimLine(
                topic: .budget,
                subject: "\(scenario.title): largest share of \(premium.title) in the recommended hybrid",
                claimed: nil, recomputed: .ratio(share), verdict: .unstated,
                reason: "\(NumberText.percent(free, 1)) if the hardware were free; more than that breaks the budget")
        ]
    }
}
