import InfermonModel

/// The keys of an alert rule.
enum AlertKey: String, ConfigurationKey {
    case name, scenario, metric, above, below
    case hold = "for"
    case keepFiring = "keep_firing"
    case severity
    case noData = "no_data"

    static let section = "alerts"
}

/// Decodes `alerts`.
struct AlertDecoder {
    private static let ownMetrics: [(name: String, metric: AlertRule.Metric)] = [
        ("budget_used", .budgetUsed), ("budget_forecast", .budgetForecast), ("budget_forecast_low", .budgetForecastLow),
        ("budget_pace", .budgetPace), ("spend_spike", .spendSpike), ("capture_ratio", .captureRatio),
        ("unpriced_share", .unpricedShare), ("gpu_lost", .gpuLost),
        ("gpu_throttled", .gpuThrottled), ("source_age", .sourceAge),
    ]

    let context: DecodingContext
    /// What beside scenarios has a budget: all of them together, and accounts of providers.
    var others: [Scenario] = []

    func rules(_ cursor: YAMLCursor) -> [AlertRule] {
        var seen: Set<String> = []
        return cursor.items("a list of rules such as [{name: slow, scenario: chatbot, metric: latency_p95, above: 3s}]")
            .compactMap { item in
                guard let rule = rule(item) else { return nil }
                if !seen.insert("\(rule.name)/\(rule.scenario?.rawValue ?? "")").inserted {
                    item.error("a second rule called \(OutsideText.quoted(rule.name)) for the same scenario")
                }
                return rule
            }
    }

    private func rule(_ cursor: YAMLCursor) -> AlertRule? {
        var name: String?
        var scenario: Scenario?
        var metric: AlertRule.Metric?
        var bound: (comparison: AlertRule.Comparison, cursor: YAMLCursor)?
        var rule = AlertRule(name: "", metric: .gpuLost, comparison: .above, threshold: 0.5)
        var present: Set<AlertKey> = []
        cursor.forEachKey(of: AlertKey.self) { key, value in
            present.insert(key)
            switch key {
            case .name: name = value.text("the rule's name")
            case .scenario: scenario = subject(value)
            case .metric: metric = self.metric(value)
            case .above, .below:
                if bound != nil { value.errorAtKey("above and below together; make two rules of it") }
                bound = (key == .above ? .above : .below, value)
            case .hold: rule.hold = value.duration(in: .zero...(.days(1))) ?? rule.hold
            case .keepFiring: rule.keepFiring = value.duration(in: .zero...(.days(1))) ?? rule.keepFiring
            case .severity: rule.severity = value.choice(Severity.allCases) ?? rule.severity
            case .noData: rule.noData = value.choice([NoDataPolicy.keep, .resolve]) ?? rule.noData
            }
        }
        guard case .mapping = cursor.node.content else { return nil }
        for key in [AlertKey.name, .metric] where !present.contains(key) {
            cursor.error("\(cursor.path) has no \(key.rawValue)")
        }
        guard let name, let metric else { return nil }
        checkScenario(scenario, of: metric, isNamed: present.contains(.scenario), at: cursor)
        rule.name = name
        rule.scenario = scenario?.id
        rule.metric = metric
        if let bound {
            rule.comparison = bound.comparison
            guard let threshold = threshold(metric, bound.cursor) else { return nil }
            rule.threshold = threshold
        } else if metric != .gpuLost, metric != .gpuThrottled {
            cursor.error("\(cursor.path) has no threshold: above or below")
        }
        return rule
    }

    private func subject(_ cursor: YAMLCursor) -> Scenario? {
        if case .scalar = cursor.node.content, let name = cursor.text("the name of a scenario"),
            let other = others.first(where: { $0.id.rawValue == name })
        {
            return other
        }
        return context.scenario(cursor)
    }

    private func metric(_ cursor: YAMLCursor) -> AlertRule.Metric? {
        let objectives = ObjectiveKey.allCases.filter { $0 != .window }.map(\.rawValue)
        guard let name = cursor.name(among: objectives + Self.ownMetrics.map(\.name)) else { return nil }
        return Self.ownMetrics.first { $0.name == name }?.metric ?? .objective(name)
    }

    /// A rule whose value can never be had would never fire, and nobody would know.
    private func checkScenario(
        _ scenario: Scenario?, of metric: AlertRule.Metric, isNamed: Bool, at cursor: YAMLCursor
    ) {
        switch metric {
        case .objective(let name):
            if !isNamed { cursor.error("\(cursor.path) has no scenario, which a rule on \(name) needs") }
            if let scenario, !scenario.objectives.contains(where: { $0.name == name }) {
                cursor.error("scenario \(scenario.id) has no objective \(name), so this rule would never have a value")
            }
        case .budgetUsed, .budgetForecast, .budgetForecastLow, .budgetPace:
            if !isNamed { cursor.error("\(cursor.path) has no scenario, which a rule on a budget needs") }
            if let scenario, scenario.budget == nil {
                cursor.error("scenario \(scenario.id) has no budget, so this rule would never have a value")
            }
        case .unpricedShare, .spendSpike:
            if !isNamed { cursor.error("\(cursor.path) has no scenario, which a rule on its requests needs") }
            if metric == .unpricedShare, let scenario, scenario.id != .all,
                others.contains(where: { $0.id == scenario.id })
            {
                cursor.error(
                    "\(scenario.id) is an account, whose requests are not told apart, so this rule would never have a value"
                )
            }
        case .gpuLost, .gpuThrottled, .sourceAge, .captureRatio:
            if scenario != nil {
                cursor.error("\(cursor.path) is about GPUs, sources or bills, which belong to no scenario")
            }
        }
    }

    /// The threshold in the metric's unit: seconds, ratio, requests per hour, dollars, bytes.
    private func threshold(_ metric: AlertRule.Metric, _ cursor: YAMLCursor) -> Double? {
        switch metric {
        case .budgetUsed, .budgetForecast, .budgetForecastLow, .budgetPace:
            return cursor.ratio(in: 0...100, example: "80%")
        case .spendSpike:
            return cursor.number(in: 1...1_000, "times the usual spend of the hour")
        case .captureRatio:
            return cursor.ratio(in: 0...10, example: "90%")
        case .unpricedShare:
            return cursor.ratio(in: 0...1, example: "1%")
        case .gpuLost, .gpuThrottled:
            return cursor.number(in: 0...1, "a number")
        case .sourceAge:
            return cursor.duration(in: .seconds(1)...(.days(31)))?.seconds
        case .objective(let name):
            switch ObjectiveKey(rawValue: name) {
            case .availability: return cursor.ratio(in: 0...1, example: "99.5%")
            case .throughput: return cursor.ratePerHour()
            case .costPerRequest: return cursor.money(example: "$0.01")?.dollars
            case .gpuMemory: return cursor.bytes().map(Double.init)
            case .latencyP50, .latencyP90, .latencyP95, .latencyP99, .ttftP50, .ttftP90, .ttftP95, .ttftP99:
                return cursor.duration(in: .milliseconds(1)...(.hours(24)))?.seconds
            case .window, nil: return nil
            }
        }
    }
}
