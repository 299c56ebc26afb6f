public import InfermonModel

/// Says which scenario a request belongs to: by the rules of the configuration, the first that matches, or by the log's own mark.
///
/// Looked at once per distinct set of attributes; ``RollupAccumulator`` remembers the answers.
public struct ScenarioRouter: Sendable {
    private struct Rule: Sendable {
        let scenario: ScenarioID
        let conditions: [(selector: MatchSelector, patterns: [PatternMatcher])]
    }

    private let rules: [Rule]
    private let declared: Set<ScenarioID>
    /// What the rules look at, the scenario mark aside.
    let selectors: Set<MatchSelector>

    /// Creates a router.
    ///
    /// - Parameters:
    ///   - scenarios: The declared ones in the order of their rules; without any, the log's own mark is the scenario.
    ///   - regex: Compiles the expressions of rules.
    public init(scenarios: [Scenario] = [], regex: RegexCompiler = { _ in nil }) {
        rules = scenarios.flatMap { scenario in
            scenario.rules.map { rule in
                Rule(
                    scenario: scenario.id,
                    conditions: rule.conditions.map { condition in
                        (condition.selector, condition.patterns.map { PatternMatcher($0, regex: regex) })
                    })
            }
        }
        declared = Set(scenarios.map(\.id))
        selectors = Set(scenarios.flatMap(\.rules).flatMap(\.conditions).map(\.selector))
    }

    /// The scenario of a record read from `source`.
    ///
    /// A rejected key leaves nothing that could be trusted to attribute by: such requests are ``ScenarioID/unauthenticated``. What
    /// no rule claims and no mark names is ``ScenarioID/unattributed``.
    public func scenario(of record: AttemptRecord, source: SourceID) -> ScenarioID {
        if Self.isUnauthenticated(record) { return .unauthenticated }
        for rule in rules where Self.matches(rule, record, source) { return rule.scenario }
        guard !record.scenarioMark.isEmpty else { return .unattributed }
        let marked = ScenarioID(record.scenarioMark.cut(to: 128).string)
        return declared.isEmpty || declared.contains(marked) ? marked : .unattributed
    }

    @inline(__always)
    static func isUnauthenticated(_ record: AttemptRecord) -> Bool {
        record.isKeyRejected
            || (record.outcome == .auth && record.key.isEmpty && record.team.isEmpty && record.scenarioMark.isEmpty)
    }

    private static func matches(_ rule: Rule, _ record: AttemptRecord, _ source: SourceID) -> Bool {
        guard !rule.conditions.isEmpty else { return false }
        return rule.conditions.allSatisfy { condition in
            func holds(_ text: LogText) -> Bool { !text.isEmpty && condition.patterns.contains { $0.matches(text) } }
            func labelled(_ kind: AttemptLabel.Kind, _ name: String?) -> Bool {
                record.labels.contains { label in
                    label.kind == kind && (name.map { label.name.bytes.elementsEqual($0.utf8) } ?? true)
                        && holds(label.value)
                }
            }
            switch condition.selector {
            // The mark is a tag too, however the line wrote it: `scenario:chatbot` is tagged `chatbot`.
            case .tag: return labelled(.tag, nil) || holds(record.scenarioMark)
            case .header(let name): return labelled(.header, name)
            case .meta(let name): return labelled(.meta, name)
            case .key: return holds(record.key)
            case .team: return holds(record.team)
            case .route: return holds(record.route)
            case .model: return holds(record.model) || holds(record.servedModel)
            case .endUser: return holds(record.endUser)
            case .userAgent: return holds(record.userAgent)
            case .host: return holds(record.host)
            case .source:
                var name = source.rawValue
                return name.withUTF8 { holds(LogText($0)) }
            }
        }
    }
}
