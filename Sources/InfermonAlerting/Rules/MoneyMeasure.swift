import InfermonModel

/// A rule on a scenario's budget, forecast or unpriced requests.
struct MoneyMeasure {
    let rule: AlertRule
    /// Whether the alert fires already: a forecast that hovers around the budget must not fire anew every minute.
    let isFiring: Bool

    /// A firing alert ends below this share of its threshold.
    private static let clearShare = 0.95
    /// Spend of an hour below which no spike is news.
    private static let leastSpike = Money(dollars: 1)
    /// What the usual spend of an hour is taken for where it is less.
    private static let leastUsual = Money(picodollars: 10_000_000_000)

    func finding(_ scenario: ScenarioSnapshot) -> AlertFinding? {
        let subject = scenario.scenario.id.rawValue
        let budget = scenario.budget
        switch rule.metric {
        case .budgetUsed:
            guard let limit = budget.limit, let used = budget.usedRatio else { return nil }
            let share = Quantity.ratio.text(used)
            return judge(subject, used, reaches: true) {
                "spent \(dollars(budget.spent)) of the \(dollars(limit)) budget (\(share))" + drivers(scenario)
            }
        case .budgetForecast:
            guard let limit = budget.limit, limit > .zero else { return nil }
            guard let estimate = budget.estimate else { return AlertFinding(subject: subject, verdict: .missing) }
            return judge(subject, estimate.dollars / limit.dollars) {
                "month-end estimate \(comparison(estimate, limit))" + drivers(scenario)
            }
        case .budgetForecastLow:
            guard let limit = budget.limit, limit > .zero else { return nil }
            guard let low = budget.low else { return AlertFinding(subject: subject, verdict: .missing) }
            return judge(subject, low.dollars / limit.dollars) {
                "month-end estimate at least \(comparison(low, limit))" + drivers(scenario)
            }
        case .budgetPace:
            guard budget.limit != nil else { return nil }
            guard let pace = budget.pace else { return AlertFinding(subject: subject, verdict: .missing) }
            return judge(subject, pace) {
                "spent \(Quantity.times.text(pace)) what the budget expects by now" + drivers(scenario)
            }
        case .spendSpike:
            guard let usual = budget.usualPerHour else { return AlertFinding(subject: subject, verdict: .missing) }
            let burn = budget.burnPerHour
            // A handful of cents is no news, however many times the usual it is.
            let floor = isFiring ? Self.leastSpike.scaled(by: 95, over: 100) : Self.leastSpike
            // Where nothing is usual, any amount over the floor is many times it.
            let times = burn > floor ? burn.dollars / max(usual, Self.leastUsual).dollars : 0
            return judge(subject, times) {
                let usually =
                    usual < Self.leastUsual
                    ? "where nothing is usual" : "\(Quantity.times.text(times)) the usual \(dollars(usual))"
                return "\(dollars(burn)) in the last hour, \(usually)" + drivers(scenario)
            }
        case .unpricedShare:
            let rollup = scenario[.oneDay]
            guard rollup.requests > 0 else { return AlertFinding(subject: subject, verdict: .missing) }
            let share = Double(rollup.unpriced) / Double(rollup.requests)
            if rule.isBreached(by: share), rollup.unpriced < AlertEvaluator.minimumBadRequests {
                return AlertFinding(subject: subject, verdict: .missing)
            }
            return judge(subject, share) { "\(Quantity.ratio.text(share)) of requests unpriced in 24h" }
        case .objective, .gpuLost, .gpuThrottled, .sourceAge, .captureRatio:
            return nil
        }
    }

    /// How much of the logs' share of the bill is known, for the box as a whole.
    func finding(captureRatio: Double?) -> AlertFinding {
        let subject = StandardRules.billsSubject
        guard let captureRatio else { return AlertFinding(subject: subject, verdict: .missing) }
        return judge(subject, captureRatio) {
            "logs explain \(Quantity.ratio.text(captureRatio)) of the bill of closed days"
        }
    }

    /// The most models that a message names.
    private static let driverLimit = 3

    /// The dearest models of the last day, which is where to look; nothing where one model does it all or none is known.
    private func drivers(_ scenario: ScenarioSnapshot) -> String {
        let spend = scenario.models.filter { $0.cost > .zero }
        guard spend.count > 1 else { return "" }
        let all = spend.reduce(Money.zero) { $0 + $1.cost }
        let names = spend.prefix(Self.driverLimit).map { share in
            let part = share.cost.dollars / all.dollars
            return "\(share.model) \(Quantity.ratio.text((part * 100).rounded() / 100))"
        }
        return "; last day " + names.joined(separator: ", ")
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
