import InfermonModel

/// The keys of a scenario.
enum ScenarioKey: String, ConfigurationKey {
    case title, match, objectives, budget, options

    static let section = "scenarios"
}

/// Decodes `scenarios`.
struct ScenarioDecoder {
    private static let reserved = [ScenarioID.unattributed, .unauthenticated, .other, .all].map(\.rawValue)

    let context: DecodingContext

    func scenarios(_ cursor: YAMLCursor) -> [Scenario] {
        var scenarios: [Scenario] = []
        for entry in cursor.entries() {
            guard let id = Self.id(entry) else {
                // All that is wrong below a wrong name is said at once too.
                _ = scenario(ScenarioID(entry.key), entry)
                continue
            }
            let scenario = scenario(id, entry)
            for rule in scenario.rules {
                if let earlier = scenarios.first(where: { $0.rules.contains(rule) }) {
                    entry.warn(
                        "a rule of \(id) is also one of \(earlier.id), which comes first and takes every request of it")
                }
            }
            scenarios.append(scenario)
        }
        return scenarios
    }

    private static func id(_ entry: YAMLCursor) -> ScenarioID? {
        let name = entry.key
        let isAllowed =
            !name.isEmpty && name.utf8.count <= 40
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "_"), UInt8(ascii: "-"): true
                default: false
                }
            }
        guard isAllowed else {
            entry.errorAtKey(
                "\(OutsideText.quoted(name)) cannot be a scenario's name; use up to 40 letters, digits, - and _, and "
                    + "put the name for people into its title")
            return nil
        }
        guard !reserved.contains(name) else {
            entry.errorAtKey("\"\(name)\" is a name of infermon's own; choose another")
            return nil
        }
        return ScenarioID(name)
    }

    private func scenario(_ id: ScenarioID, _ cursor: YAMLCursor) -> Scenario {
        var scenario = Scenario(id: id, title: id.rawValue)
        var ceiling: YAMLCursor?
        if cursor.node.isNull {
            scenario.rules = [Self.ownTag(id)]
            return scenario
        }
        var hasRules = false
        cursor.forEachKey(of: ScenarioKey.self) { key, value in
            switch key {
            case .title: scenario.title = value.text() ?? scenario.title
            case .match:
                scenario.rules = MatchDecoder.rules(value)
                hasRules = true
            case .objectives:
                let objectives = ObjectiveDecoder.objectives(value)
                scenario.objectives = objectives.values
                ceiling = objectives.ceiling
            case .budget: scenario.budget = value.money(per: "month", example: "$500/month").map(Budget.init(limit:))
            case .options: scenario.options = value.items("a list of option names").compactMap(option)
            }
        }
        if !hasRules { scenario.rules = [Self.ownTag(id)] }
        if let ceiling { warnOfLooseCeiling(scenario, at: ceiling) }
        return scenario
    }

    /// Without rules a scenario takes the requests that carry its own name.
    private static func ownTag(_ id: ScenarioID) -> MatchRule {
        MatchRule(conditions: [MatchRule.Condition(selector: .tag, patterns: [.exact(id.rawValue)])])
    }

    private func option(_ cursor: YAMLCursor) -> String? {
        guard let name = cursor.text("the name of an option") else { return nil }
        guard let known = context.vocabulary.options else { return name }
        let names = known + context.optionNames
        guard names.contains(name) else {
            cursor.error(
                "no option is called \(OutsideText.quoted(name))\(NearestName.hint(for: name, among: names)); "
                    + "options of your own stand under the top-level key options")
            return nil
        }
        return name
    }

    /// A ceiling per request above what the budget allows at the stated load never warns before the money is gone.
    private func warnOfLooseCeiling(_ scenario: Scenario, at cursor: YAMLCursor) {
        let hours = 730.0
        var ceiling: Money?
        var load: Double?
        for objective in scenario.objectives {
            switch objective.kind {
            case .costPerRequest(let atMost): ceiling = atMost
            case .throughput(let perHour): load = perHour
            case .latency, .timeToFirstToken, .availability, .gpuMemory: break
            }
        }
        guard let budget = scenario.budget, let ceiling, let load,
            let allowed = budget.impliedCostPerRequest(requestsPerHour: load, hours: hours), ceiling > allowed
        else { return }
        let monthly = ceiling.dollars * load * hours
        cursor.warn(
            "$\(ceiling.decimal) a request at \(Quantity.text(load)) an hour is $\(Quantity.text(monthly.rounded())) a month, "
                + "over the budget of $\(budget.limit.decimal); the budget allows $\(Quantity.significant(allowed)) a request"
        )
    }
}
