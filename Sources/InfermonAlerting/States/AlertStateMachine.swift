public import InfermonModel

/// The life of every alert, with Prometheus' semantics (prometheus/prometheus: rules/alerting.go).
///
/// The legal transitions, each made by one evaluation:
///
///     (none), resolved → pending        the condition holds
///     pending → firing                  it has held for `hold`; in the same evaluation when `hold` is zero
///     pending → (none)                  it ended; keep-firing does not save a pending alert
///     firing → firing                   it ended less than `keepFiring` ago
///     firing → resolved                 it ended
///     firing → pending                  a reload lengthened `hold` beyond the time held
///     resolved → (none)                 ``resolvedRetention`` later
///
/// Two things differ from Prometheus on purpose. A value that cannot be had leaves the state alone unless the rule says
/// `no_data: resolve`: a scrape that fails is no recovery. And lengths of time are counted on a clock that never jumps.
public struct AlertStateMachine: Sendable {
    /// How long a resolved alert stays visible.
    public static let resolvedRetention = TimeSpan.minutes(15)

    struct Key: Hashable {
        var rule: String
        var subject: String
    }

    struct Entry {
        var alert: Alert
        var activeUptime: TimeSpan
        var keepUptime: TimeSpan?
        var resolvedUptime: TimeSpan?
    }

    /// By rule, then by subject.
    var entries: [String: [String: Entry]] = [:]

    /// Creates a machine without alerts.
    public init() {}

    /// Every alert, in the order of rule and subject.
    public var alerts: [Alert] {
        unsortedAlerts.sorted { ($0.rule, $0.subject) < ($1.rule, $1.subject) }
    }

    var unsortedAlerts: [Alert] { entries.values.flatMap { $0.values.lazy.map(\.alert) } }

    /// The subjects of a rule's alerts, in no order.
    public func subjects(of rule: String) -> [String] { entries[rule].map { Array($0.keys) } ?? [] }

    /// The alert of a rule for a subject; `nil` when there is none.
    public func alert(rule: String, subject: String) -> Alert? {
        entries[rule]?[subject]?.alert
    }

    /// Judges one rule on what one evaluation found.
    ///
    /// An evaluation that failed is not handed in at all: no state and no timer moves.
    ///
    /// - Parameters:
    ///   - rule: The rule as configured now; a changed `hold` counts at once.
    ///   - findings: One per subject; a subject with an alert and without a finding counts as missing.
    ///   - time: The instant of the evaluation.
    ///   - limit: The most subjects that may be pending or firing; zero or less for no limit.
    ///   - scope: Which subjects the rule speaks for, when another rule has the same name.
    /// - Throws: ``AlertRuleError/duplicateSubject(rule:subject:)`` before any state is touched, or
    ///   ``AlertRuleError/limitExceeded(rule:limit:count:)`` after the rule's alerts were dropped.
    public mutating func evaluate(
        _ rule: AlertRule, _ findings: [AlertFinding], at time: EvaluationTime, limit: Int = 0,
        scope: (String) -> Bool = { _ in true }
    ) throws(AlertRuleError) {
        var seen: Set<String> = []
        for finding in findings where !seen.insert(finding.subject).inserted {
            throw .duplicateSubject(rule: rule.name, subject: finding.subject)
        }
        for finding in findings {
            step(Key(rule: rule.name, subject: finding.subject), finding.verdict, rule, time)
        }
        let own = subjects(of: rule.name).filter(scope)
        for subject in own where !seen.contains(subject) {
            step(Key(rule: rule.name, subject: subject), .missing, rule, time)
        }
        guard limit > 0 else { return }
        let active = own.filter { alert(rule: rule.name, subject: $0).map { $0.state != .resolved } ?? false }
        if active.count > limit {
            for subject in own { entries[rule.name]?[subject] = nil }
            throw .limitExceeded(rule: rule.name, limit: limit, count: active.count)
        }
    }

    /// Ends every alert that `isKnown` does not know: its rule was taken out of the configuration.
    public mutating func resolve(at time: EvaluationTime, unless isKnown: (Alert) -> Bool) {
        for (rule, subjects) in entries {
            for (subject, entry) in subjects where !isKnown(entry.alert) {
                settle(Key(rule: rule, subject: subject), value: nil, keepFiring: .zero, hold: .zero, time)
            }
        }
    }

    subscript(key: Key) -> Entry? {
        get { entries[key.rule]?[key.subject] }
        set { entries[key.rule, default: [:]][key.subject] = newValue }
    }

    private mutating func step(
        _ key: Key, _ verdict: AlertFinding.Verdict, _ rule: AlertRule, _ time: EvaluationTime
    ) {
        switch verdict {
        case .breached(let value, let message):
            hold(key, value: value, message: message, rule, time)
        case .clear(let value):
            settle(key, value: value, keepFiring: rule.keepFiring, hold: rule.hold, time)
        case .missing:
            switch rule.noData {
            case .keep: forgetResolved(key, time)
            case .resolve: settle(key, value: nil, keepFiring: rule.keepFiring, hold: rule.hold, time)
            }
        }
    }

    private mutating func hold(_ key: Key, value: Double, message: String, _ rule: AlertRule, _ time: EvaluationTime) {
        var entry =
            self[key].flatMap { $0.alert.state == .resolved ? nil : $0 }
            ?? Entry(
                alert: Alert(
                    rule: key.rule, subject: key.subject, severity: rule.severity, state: .pending,
                    activeSince: time.now, value: value, threshold: rule.threshold, message: message),
                activeUptime: time.uptime)
        entry.alert.severity = rule.severity
        entry.alert.threshold = rule.threshold
        entry.alert.value = value
        entry.alert.message = message
        entry.alert.keepFiringSince = nil
        entry.keepUptime = nil
        Self.advance(&entry, hold: rule.hold, time)
        self[key] = entry
    }

    private mutating func settle(
        _ key: Key, value: Double?, keepFiring: TimeSpan, hold: TimeSpan, _ time: EvaluationTime
    ) {
        guard var entry = self[key] else { return }
        switch entry.alert.state {
        case .pending:
            self[key] = nil
        case .resolved:
            forgetResolved(key, time)
        case .firing:
            if let value { entry.alert.value = value }
            let since = entry.keepUptime ?? time.uptime
            if keepFiring > .zero, entry.keepUptime == nil {
                entry.keepUptime = since
                entry.alert.keepFiringSince = time.now
            }
            if time.uptime - since < keepFiring {
                Self.advance(&entry, hold: hold, time)
            } else {
                entry.alert.state = .resolved
                entry.alert.resolvedAt = time.now
                entry.resolvedUptime = time.uptime
            }
            self[key] = entry
        }
    }

    private mutating func forgetResolved(_ key: Key, _ time: EvaluationTime) {
        guard let resolved = self[key]?.resolvedUptime else { return }
        if time.uptime - resolved > Self.resolvedRetention { self[key] = nil }
    }

    private static func advance(_ entry: inout Entry, hold: TimeSpan, _ time: EvaluationTime) {
        let hasHeld = time.uptime - entry.activeUptime >= hold
        if entry.alert.state == .pending, hasHeld {
            entry.alert.state = .firing
            entry.alert.firedAt = time.now
        } else if entry.alert.state == .firing, !hasHeld {
            entry.alert.state = .pending
            entry.alert.firedAt = nil
            entry.alert.keepFiringSince = nil
            entry.keepUptime = nil
        }
    }
}
