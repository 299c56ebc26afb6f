public import InfermonModel

/// A change of an alert's state, for its history.
public struct AlertChange: Hashable, Sendable {
    /// When it changed.
    public var at: Timestamp
    /// The rule.
    public var rule: String
    /// What it is about.
    public var subject: String
    /// How much it matters.
    public var severity: Severity
    /// The state that it changed to.
    public var state: Alert.State
    /// The sentence of that moment.
    public var message: String

    /// Creates a change.
    public init(at: Timestamp, rule: String, subject: String, severity: Severity, state: Alert.State, message: String) {
        self.at = at
        self.rule = rule
        self.subject = subject
        self.severity = severity
        self.state = state
        self.message = message
    }
}

extension Store {
    private static let evaluatedKey = "alerts.evaluated_at"

    /// Replaces the alerts of the last evaluation, remembers when that was, and appends changes to the history.
    public func save(_ alerts: [Alert], changes: [AlertChange], at now: Timestamp) throws(StoreError) {
        try write { connection throws(StoreError) in
            try connection.execute("DELETE FROM alert")
            for alert in alerts {
                try connection.run(
                    "INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, CAST(? AS REAL), CAST(? AS REAL), ?)",
                    [
                        .text(alert.rule), .text(alert.subject), .text(alert.severity.rawValue),
                        .text(alert.state.rawValue),
                        .integer(alert.activeSince.microseconds), .optional(alert.firedAt?.microseconds),
                        .optional(alert.keepFiringSince?.microseconds), .optional(alert.resolvedAt?.microseconds),
                        .text("\(alert.value)"), .text("\(alert.threshold)"), .text(alert.message),
                    ])
            }
            for change in changes {
                try connection.run(
                    "INSERT INTO alert_change (at, rule, subject, severity, state, message) VALUES (?, ?, ?, ?, ?, ?)",
                    [
                        .integer(change.at.microseconds), .text(change.rule), .text(change.subject),
                        .text(change.severity.rawValue), .text(change.state.rawValue), .text(change.message),
                    ])
            }
            try connection.run(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                [.text(Self.evaluatedKey), .blob(Array("\(now.microseconds)".utf8))])
        }
    }

    /// The alerts of the last evaluation and when that was; `nil` before there was any.
    public func loadAlerts() throws(StoreError) -> (alerts: [Alert], evaluatedAt: Timestamp)? {
        guard let bytes = try value(Self.evaluatedKey), let at = Int64(String(decoding: bytes, as: UTF8.self)) else {
            return nil
        }
        var alerts: [Alert] = []
        try withConnection { connection throws(StoreError) in
            try connection.run(
                """
                SELECT rule, subject, severity, state, active_since, fired_at, keep_firing_since, resolved_at,
                CAST(value AS TEXT), CAST(threshold AS TEXT), message FROM alert ORDER BY rule, subject
                """
            ) { row throws(StoreError) in
                guard let severity = Severity(rawValue: row.text(2)), let state = Alert.State(rawValue: row.text(3)),
                    let value = Double(row.text(8)), let threshold = Double(row.text(9))
                else { throw .unreadable(path: connection.path, what: "an alert") }
                func instant(_ column: Int32) -> Timestamp? {
                    row.optionalInteger(column).map(Timestamp.init(microseconds:))
                }
                alerts.append(
                    Alert(
                        rule: row.text(0), subject: row.text(1), severity: severity, state: state,
                        activeSince: Timestamp(microseconds: row.integer(4)), firedAt: instant(5),
                        keepFiringSince: instant(6),
                        resolvedAt: instant(7), value: value, threshold: threshold, message: row.text(10)))
            }
        }
        return (alerts, Timestamp(microseconds: at))
    }

    /// The newest changes, newest first.
    public func alertChanges(limit: Int) throws(StoreError) -> [AlertChange] {
        var changes: [AlertChange] = []
        try withConnection { connection throws(StoreError) in
            try connection.run(
                "SELECT at, rule, subject, severity, state, message FROM alert_change ORDER BY id DESC LIMIT ?",
                [.integer(Int64(limit))]
            ) { row throws(StoreError) in
                guard let severity = Severity(rawValue: row.text(3)), let state = Alert.State(rawValue: row.text(4))
                else {
                    throw .unreadable(path: connection.path, what: "a change of an alert")
                }
                changes.append(
                    AlertChange(
                        at: Timestamp(microseconds: row.integer(0)), rule: row.text(1), subject: row.text(2),
                        severity: severity, state: state, message: row.text(5)))
            }
        }
        return changes
    }
}
