import InfermonModel

/// The document's loads and tokens on models that are sold today.
extension ClaimsAudit {
    func todayLines() -> [ClaimLine] {
        scenarios.flatMap { scenario -> [ClaimLine] in
            guard let option = scenario.cloudOptions.first.flatMap(option), let claim = option.claim,
                let each = scenario.recommended.first.flatMap(self.option)?.claim?.costPerRequest
            else { return [] }
            let prompts = [claim.inputTokens] + (scenario.requiredContext.map { [$0] } ?? [])
            let claimed = each.scaled(by: monthly(scenario), over: 1)
            return prompts.flatMap { input in
                scenario.present.compactMap { model in
                    line(scenario, model, input: input, output: claim.outputTokens, claimed: claimed)
                }
            }
        }
    }

    private func line(
        _ scenario: DocumentScenario, _ model: String, input: Int64, output: Int64, claimed: Money
    ) -> ClaimLine? {
        guard let price = price(model, input: input, output: output) else { return nil }
        let total = price.scaled(by: monthly(scenario), over: 1)
        let share = total.dollars / scenario.budget.dollars
        return ClaimLine(
            topic: .today,
            subject: "\(scenario.title) on \(model), \(NumberText.fixed(Double(input), 0)) prompt tokens",
            claimed: .money(claimed), recomputed: .money(total), verdict: .unstated,
            reason: "\(MoneyText.dollars(price)) a request, \(NumberText.percent(share)) of the budget")
    }
}
