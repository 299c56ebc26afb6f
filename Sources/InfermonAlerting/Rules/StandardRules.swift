public import InfermonModel

/// The rules that follow from what was promised, without a line of configuration.
public enum StandardRules {
    /// How long a broken promise or a throttled board must last.
    public static let hold = TimeSpan.minutes(5)
    /// The shares of a budget that are reported, each once a month.
    public static let budgetLevels: [(percent: Int, severity: Severity)] = [
        (50, .notice), (80, .warning), (100, .critical),
    ]
    /// The share of unpriced requests from which a scenario's money is no longer to be trusted.
    public static let unpricedShare = 0.01

    /// How many intervals a source may be silent, so that one late or failed reading is no news.
    static let missedReadings: Int64 = 3
    /// The least time that a source may be silent, since nobody acts faster on it.
    static let shortestPatience = TimeSpan.seconds(60)

    /// The rules in force: the standard ones, with configured ones beside them or in their place.
    ///
    /// A configured rule replaces the standard one of its name and scenario; without a scenario it replaces all of its name.
    public static func rules(for configuration: Configuration) -> [AlertRule] {
        let configured = configuration.alertRules
        let standard = standardRules(for: configuration).filter { rule in
            !configured.contains { $0.name == rule.name && ($0.scenario == nil || $0.scenario == rule.scenario) }
        }
        return standard + configured
    }

    private static func standardRules(for configuration: Configuration) -> [AlertRule] {
        let providers = configuration.providers.filter { $0.budget != nil }.map { ScenarioID.account($0.id) }
        let budgeted = (configuration.budget == nil ? [] : [totalID]) + providers
        return configuration.scenarios.flatMap(rules(for:)) + budgeted.flatMap(budgetRules(of:))
            + boxRules(for: configuration)
    }

    /// The subject of rules on all scenarios together.
    public static let totalID = ScenarioID.all
    /// The subject of rules on bills beside logs.
    public static let billsSubject = "bills"
    /// Spent over expected from which a pace is news, when it lasts for ``paceHold``.
    public static let pace = 1.5
    static let paceHold = TimeSpan.hours(6)
    /// Times the usual spend of an hour of the week.
    public static let spike = 5.0
    /// The share of a bill that logs have to explain.
    public static let captureRatio = 0.9

    /// The rules of one scenario: one per objective, and those of its money.
    public static func rules(for scenario: Scenario) -> [AlertRule] {
        var rules: [AlertRule] = []
        for objective in scenario.objectives {
            guard let rule = rule(for: objective, of: scenario.id), !rules.contains(where: { $0.name == rule.name })
            else { continue }
            rules.append(rule)
        }
        if scenario.budget != nil { rules += budgetRules(of: scenario.id) }
        if scenario.budget != nil || scenario.objectives.contains(where: \.isAboutMoney) {
            rules.append(
                AlertRule(
                    name: "unpriced", scenario: scenario.id, metric: .unpricedShare, comparison: .above,
                    threshold: unpricedShare, hold: hold, severity: .warning))
        }
        return rules
    }

    /// The rule that watches an objective; `nil` for throughput, which is a load and not a promise of speed.
    public static func rule(for objective: Objective, of scenario: ScenarioID) -> AlertRule? {
        func rule(_ comparison: AlertRule.Comparison, _ threshold: Double, _ severity: Severity) -> AlertRule {
            AlertRule(
                name: objective.name, scenario: scenario, metric: .objective(objective.name), comparison: comparison,
                threshold: threshold, hold: hold, severity: severity)
        }
        return switch objective.kind {
        case .latency(_, let bound), .timeToFirstToken(_, let bound): rule(.above, bound.seconds, .critical)
        case .availability(let bound): rule(.below, bound, .critical)
        case .throughput: nil
        case .costPerRequest(let bound): rule(.above, bound.dollars, .critical)
        case .gpuMemory(let bound): rule(.above, Double(bound), .warning)
        }
    }

    private static func budgetRules(of scenario: ScenarioID) -> [AlertRule] {
        let levels = budgetLevels.map { level in
            AlertRule(
                name: "budget_used_\(level.percent)", scenario: scenario, metric: .budgetUsed, comparison: .above,
                threshold: Double(level.percent) / 100, hold: .zero, severity: level.severity)
        }
        return levels + [
            AlertRule(
                name: "budget_forecast", scenario: scenario, metric: .budgetForecast, comparison: .above, threshold: 1,
                hold: .zero, severity: .warning),
            AlertRule(
                name: "budget_forecast_low", scenario: scenario, metric: .budgetForecastLow, comparison: .above,
                threshold: 1, hold: .zero, severity: .critical),
            AlertRule(
                name: "budget_pace", scenario: scenario, metric: .budgetPace, comparison: .above, threshold: pace,
                hold: paceHold, severity: .warning),
            AlertRule(
                name: "spend_spike", scenario: scenario, metric: .spendSpike, comparison: .above, threshold: spike,
                hold: .zero, severity: .warning),
        ]
    }

    private static func boxRules(for configuration: Configuration) -> [AlertRule] {
        let patience = max(
            configuration.gpu.interval * missedReadings, configuration.interval * missedReadings, shortestPatience)
        return [
            AlertRule(
                name: "gpu_lost", metric: .gpuLost, comparison: .above, threshold: 0, hold: .zero, severity: .critical),
            AlertRule(
                name: "gpu_throttled", metric: .gpuThrottled, comparison: .above, threshold: 0, hold: hold,
                severity: .warning),
            AlertRule(
                name: "capture_ratio", metric: .captureRatio, comparison: .below, threshold: captureRatio, hold: hold,
                severity: .warning),
            AlertRule(
                name: "source_stale", metric: .sourceAge, comparison: .above, threshold: patience.seconds, hold: .zero,
                severity: .warning),
        ]
    }
}

extension Objective {
    fileprivate var isAboutMoney: Bool {
        switch kind {
        case .costPerRequest: true
        case .latency, .timeToFirstToken, .availability, .throughput, .gpuMemory: false
        }
    }
}
