import InfermonModel

/// A rule on a scenario's budget, forecast or unpriced requests.
struct MoneyMeasure {
    let rule: AlertRule
    /// Whether the alert fires already: a forecast that hovers around the budget must not fire anew every minute.
    let isFiring: Bool

    /// A firing alert ends below this share of its threshold.
    private static let clearShare = 0.95

    func finding(_ scenario: ScenarioSnapshot) -> AlertFinding? {
        let subject = scenario.scenario.id.rawValue
        let budget = scenario.budget
        switch rule.metric {
        case .budgetUsed:
            guard let limit = budget.limit, let used = budget.usedRatio else { return nil }
            let share = Quantity.ratio.text(used)
            return judge(subject, used, reaches: true) {
                "spent \(dollars(budget.spent)) of the \(dollars(limit)) budget (\(share))"
            }
        case .budgetForecast:
            guard let limit = budget.limit, limit > .zero else { return nil }
            guard let estimate = budget.estimate else { return AlertFinding(subject: subject, verdict: .missing) }
            return judge(subject, estimate.dollars / limit.dollars) {
                "month-end estimate \(comparison(estimate, limit))"
            }
        case .budgetForecastLow:
            guard let limit = budget.limit, limit > .zero else { return nil }
            guard let low = budget.low else { return AlertFinding(subject: subject, verdict: .missing) }
            return judge(subject, low.dollars / limit.dollars) {
                "month-end estimate at least \(comparison(low, limit))"
            }
        case .unpricedShare:
            let rollup = scenario[.oneDay]
            guard rollup.requests > 0 else { return AlertFinding(subject: subject, verdict: .missing) }
            let share = Double(rollup.unpriced) / Double(rollup.requests)
            if rule.isBreached(by: share), rollup.unpriced < AlertEvaluator.minimumBadRequests {
                return AlertFinding(subject: subject, verdict: .missing)
            }
            return judge(subject, share) { "\(Quantity.ratio.text(share)) of requests unpriced in 24h" }
        case .objective, .gpuLost, .gpuThrottled, .sourceAge:
            return nil
        }
    }

    private func judge(
        _ subject: String, _ value: Double, reaches: Bool = false, _ message: () -> String
    ) -> AlertFinding {
        let isBreached =
            switch rule.comparison {
            case .above:
                isFiring
                    ? value > rule.threshold * Self.clearShare
                    : value > rule.threshold || (reaches && value == rule.threshold)
            case .below:
                rule.isBreached(by: value)
            }
        return AlertFinding(
            subject: subject,
            verdict: isBreached ? .breached(value: value, message: message()) : .clear(value: value))
    }

    private func dollars(_ money: Money) -> String { Quantity.dollars.text(money.dollars) }

    private func comparison(_ money: Money, _ limit: Money) -> String {
        let texts = Quantity.dollars.pair(money.dollars, limit.dollars)
        let sign = money > limit ? ">" : "near"
        return "\(texts.value) \(sign) budget \(texts.bound)"
    }
}
