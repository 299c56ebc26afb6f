public import InfermonModel

/// What survives a restart.
public struct RestorePolicy: Hashable, Sendable {
    /// A pending alert is forgotten when the program was away for longer.
    public var outageTolerance: TimeSpan
    /// A pending alert has at least this long to go after a restart, so that the first readings can settle.
    public var gracePeriod: TimeSpan

    /// Creates a policy; the values left out are Prometheus' own.
    public init(outageTolerance: TimeSpan = .hours(1), gracePeriod: TimeSpan = .minutes(10)) {
        self.outageTolerance = outageTolerance
        self.gracePeriod = gracePeriod
    }
}

extension AlertStateMachine {
    /// Takes over the alerts of an earlier run.
    ///
    /// Firing alerts go on firing until an evaluation says otherwise, however long the program was away: a restart is no recovery,
    /// and a budget alert is raised once. Pending alerts go on where they were, the time away not counted, as Prometheus' group.go
    /// does it: what was left of `hold` is left, but at least the grace period and at most all of `hold`. So none fires earlier
    /// than it would have. Resolved ones stay for the rest of ``resolvedRetention``.
    ///
    /// - Parameters:
    ///   - alerts: The stored alerts.
    ///   - downSince: The last evaluation of the earlier run, on the wall clock; later than now counts as no time away.
    ///   - time: The instant of the restart.
    ///   - rules: The rules as configured now; pending alerts of other rules are forgotten.
    ///   - policy: How long an absence may be.
    public mutating func restore(
        _ alerts: [Alert], downSince: Timestamp, at time: EvaluationTime, rules: [AlertRule],
        policy: RestorePolicy = RestorePolicy()
    ) {
        let away = max(.zero, time.now - downSince)
        for alert in alerts {
            let key = Key(rule: alert.rule, subject: alert.subject)
            switch alert.state {
            case .pending:
                guard away <= policy.outageTolerance, let rule = rules.first(where: { $0.speaks(for: alert) }) else {
                    continue
                }
                self[key] = Self.pending(alert, hold: rule.hold, downSince: downSince, policy, time)
            case .firing:
                let activeFor = max(.zero, downSince - alert.activeSince)
                let keptFor = alert.keepFiringSince.map { max(.zero, downSince - $0) }
                let hold = rules.first { $0.speaks(for: alert) }?.hold ?? .zero
                self[key] = Entry(
                    // At least `hold`, or a clock that was set while firing would send the alert back to pending.
                    alert: alert, activeUptime: time.uptime - max(activeFor, hold),
                    keepUptime: keptFor.map { time.uptime - $0 })
            case .resolved:
                guard let resolvedAt = alert.resolvedAt else { continue }
                let resolvedFor = max(.zero, time.now - resolvedAt)
                guard resolvedFor <= Self.resolvedRetention else { continue }
                self[key] = Entry(
                    alert: alert, activeUptime: time.uptime, resolvedUptime: time.uptime - resolvedFor)
            }
        }
    }

    private static func pending(
        _ alert: Alert, hold: TimeSpan, downSince: Timestamp, _ policy: RestorePolicy, _ time: EvaluationTime
    ) -> Entry {
        let left = hold - max(.zero, downSince - alert.activeSince)
        var restored = alert
        guard left > .zero else {
            return Entry(alert: restored, activeUptime: time.uptime - max(.zero, time.now - alert.activeSince))
        }
        let heldFor = hold - min(hold, max(left, policy.gracePeriod))
        restored.activeSince = time.now - heldFor
        return Entry(alert: restored, activeUptime: time.uptime - heldFor)
    }
}

extension AlertRule {
    func speaks(for alert: Alert) -> Bool {
        alert.rule == name && (scenario == nil || scenario?.rawValue == alert.subject)
    }
}
