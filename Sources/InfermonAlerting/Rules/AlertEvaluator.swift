public import InfermonModel

/// Turns what was measured into alerts: rules x snapshot → values → states → sentences.
///
/// A percentile, a share or a mean over a handful of requests says little, so a bad value counts only when at least
/// ``minimumBadRequests`` requests of the window are behind it: slower than the bound, failed, or priced. Otherwise it is treated as
/// missing, which with the default `no_data: keep` neither starts nor ends an alert. One slow request at night therefore pages
/// nobody, while an outage at 50 requests an hour is still seen within minutes.
public struct AlertEvaluator: Sendable {
    /// How many requests must be behind a bad value.
    public static let minimumBadRequests: Int64 = 3

    /// The rules in force.
    public let rules: [AlertRule]
    /// Rules that could not be judged at the last evaluation, with the reason.
    public private(set) var problems: [AlertRuleError] = []

    private var machine = AlertStateMachine()
    private var firstSeenUnread: [SourceID: Timestamp] = [:]

    /// Creates an evaluator without alerts; ``StandardRules/rules(for:)`` gives the rules.
    public init(rules: [AlertRule]) {
        self.rules = rules
    }

    /// The alerts, worst and newest first: firing, then pending, then resolved.
    public var alerts: [Alert] {
        machine.unsortedAlerts.map { (order: Self.order($0), alert: $0) }
            .sorted { left, right in
                left.order == right.order
                    ? (left.alert.subject, left.alert.rule) < (right.alert.subject, right.alert.rule)
                    : left.order < right.order
            }.map(\.alert)
    }

    /// Takes over the alerts that an earlier run stored; see ``AlertStateMachine/restore(_:downSince:at:rules:policy:)``.
    ///
    /// - Parameters:
    ///   - alerts: The stored alerts.
    ///   - downSince: The last evaluation of the earlier run.
    ///   - time: The instant of the restart.
    public mutating func restore(_ alerts: [Alert], downSince: Timestamp, at time: EvaluationTime) {
        machine.restore(alerts, downSince: downSince, at: time, rules: rules)
    }

    /// Judges every rule.
    ///
    /// - Parameters:
    ///   - snapshot: What was measured; its instant is the wall clock of the evaluation.
    ///   - uptime: A clock that never jumps; only differences mean anything.
    /// - Returns: The alerts, as ``alerts``.
    public mutating func evaluate(_ snapshot: Snapshot, uptime: TimeSpan) -> [Alert] {
        let time = EvaluationTime(now: snapshot.at, uptime: uptime)
        rememberUnreadSources(snapshot)
        problems = []
        let scopes = scopes
        machine.resolve(at: time) { scopes[$0.rule]?.holds($0.subject) ?? false }
        for rule in rules {
            let scope = { (subject: String) in scopes[rule.name]?.isClaimed(subject, by: rule) ?? false }
            var findings = findings(rule, snapshot, scope)
            let known = Set(findings.lazy.map(\.subject))
            // A scenario, board or source that is no more cannot break anything.
            let verdict: AlertFinding.Verdict = listsAllSubjects(of: rule, snapshot) ? .clear(value: nil) : .missing
            for subject in machine.subjects(of: rule.name) where scope(subject) && !known.contains(subject) {
                findings.append(AlertFinding(subject: subject, verdict: verdict))
            }
            do {
                try machine.evaluate(rule, findings, at: time, scope: scope)
            } catch {
                problems.append(error)
            }
        }
        return alerts
    }

    /// Which subjects the rules of one name speak for: each its scenario, and one without a scenario all the others.
    private struct Scope {
        var scenarios: Set<String> = []
        var isGeneral = false

        func holds(_ subject: String) -> Bool { isGeneral || scenarios.contains(subject) }

        func isClaimed(_ subject: String, by rule: AlertRule) -> Bool {
            rule.scenario.map { $0.rawValue == subject } ?? !scenarios.contains(subject)
        }
    }

    private var scopes: [String: Scope] {
        var scopes: [String: Scope] = [:]
        for rule in rules {
            if let scenario = rule.scenario {
                scopes[rule.name, default: Scope()].scenarios.insert(scenario.rawValue)
            } else {
                scopes[rule.name, default: Scope()].isGeneral = true
            }
        }
        return scopes
    }

    private func listsAllSubjects(of rule: AlertRule, _ snapshot: Snapshot) -> Bool {
        switch rule.metric {
        case .gpuLost, .gpuThrottled:
            snapshot.gpu.state == .current && snapshot.gpu.value?.problem == nil
        case .objective, .budgetUsed, .budgetForecast, .budgetForecastLow, .budgetPace, .spendSpike, .unpricedShare,
            .captureRatio, .sourceAge:
            true
        }
    }

    private func findings(
        _ rule: AlertRule, _ snapshot: Snapshot, _ scope: (String) -> Bool
    ) -> [AlertFinding] {
        switch rule.metric {
        case .objective(let name):
            snapshot.scenarios.filter { scope($0.scenario.id.rawValue) }.compactMap { scenario in
                scenario.objectives.first { $0.objective.name == name }.map {
                    ObjectiveMeasure(rule: rule, result: $0, rollup: scenario[$0.objective.window])
                        .finding(subject: scenario.scenario.id.rawValue)
                }
            }
        case .budgetUsed, .budgetForecast, .budgetForecastLow, .budgetPace, .spendSpike, .unpricedShare:
            snapshot.budgeted.filter { scope($0.scenario.id.rawValue) }.compactMap { scenario in
                let subject = scenario.scenario.id.rawValue
                let isFiring = machine.alert(rule: rule.name, subject: subject)?.state == .firing
                return MoneyMeasure(rule: rule, isFiring: isFiring).finding(scenario)
            }
        case .captureRatio:
            [
                MoneyMeasure(
                    rule: rule,
                    isFiring: machine.alert(rule: rule.name, subject: StandardRules.billsSubject)?.state == .firing
                ).finding(captureRatio: snapshot.captureRatio)
            ]
        case .gpuLost, .gpuThrottled:
            GPUMeasure(rule: rule).findings(snapshot.gpu)
        case .sourceAge:
            snapshot.sources.map {
                SourceMeasure(rule: rule, now: snapshot.at, firstSeenUnread: firstSeenUnread[$0.id]).finding($0)
            }
        }
    }

    private mutating func rememberUnreadSources(_ snapshot: Snapshot) {
        var unread: [SourceID: Timestamp] = [:]
        for source in snapshot.sources where source.state == .unavailable && source.lastReadAt == nil {
            unread[source.id] = firstSeenUnread[source.id] ?? snapshot.at
        }
        firstSeenUnread = unread
    }

    /// Firing before pending before resolved, then by severity, then the newest; resolved ones by time alone.
    private static func order(_ alert: Alert) -> (Int, Int, Int64) {
        let severity = -(Severity.allCases.firstIndex(of: alert.severity) ?? 0)
        return switch alert.state {
        case .firing: (0, severity, -(alert.firedAt ?? alert.activeSince).microseconds)
        case .pending: (1, severity, -alert.activeSince.microseconds)
        case .resolved: (2, 0, -(alert.resolvedAt ?? alert.activeSince).microseconds)
        }
    }
}
