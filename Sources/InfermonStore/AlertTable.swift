public import InfermonModel

/// One change of an alert's state.
public struct AlertChange: Hashable, Sendable {
    /// When it was kept.
    public var at: Timestamp
    /// The rule's name.
    public var rule: String
    /// What the alert is about.
    public var subject: String
    /// How much it matters.
    public var severity: Severity
    /// The new state.
    public var state: Alert.State
    /// What was wrong.
    public var message: String

    /// Creates a change.
    public init(
        at: Timestamp, rule: String, subject: String, severity: Severity, state: Alert.State, message: String
    ) {
        self.at = at
        self.rule = rule
        self.subject = subject
        self.severity = severity
        self.state = state
        self.message = message
    }
}

/// Alerts as they are, and how they became so.
enum AlertTable {
    static func save(
        _ alerts: [Alert], changes: [AlertChange], at now: Timestamp, in connection: SQLiteConnection
    ) throws(StoreError) {
        try connection.run("DELETE FROM alert")
        try connection.run("INSERT OR REPLACE INTO alert_evaluation (id, at) VALUES (1, ?)", .instant(now))
        for alert in alerts {
            try connection.run(
                "INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", .text(alert.rule),
                .text(alert.subject), .text(alert.severity.rawValue), .text(alert.state.rawValue),
                .instant(alert.activeSince), .instant(orNull: alert.firedAt), .instant(orNull: alert.keepFiringSince),
                .instant(orNull: alert.resolvedAt), .real(alert.value), .real(alert.threshold), .text(alert.message))
        }
        for change in changes {
            try connection.run(
                "INSERT INTO alert_change VALUES (?, ?, ?, ?, ?, ?)", .instant(change.at), .text(change.rule),
                .text(change.subject), .text(change.severity.rawValue), .text(change.state.rawValue),
                .text(change.message))
        }
    }

    static func load(from connection: SQLiteConnection) throws(StoreError) -> (alerts: [Alert], evaluatedAt: Timestamp)?
    {
        guard let evaluated = try connection.integer("SELECT at FROM alert_evaluation") else { return nil }
        let query = try connection.statement("SELECT * FROM alert ORDER BY rule, subject")
        defer { query.reset() }
        var alerts: [Alert] = []
        while try query.step() {
            guard let severity = Severity(rawValue: query.text(2)), let state = Alert.State(rawValue: query.text(3))
            else {
                throw .damaged(path: connection.path, reason: "an alert has no state")
            }
            alerts.append(
                Alert(
                    rule: query.text(0), subject: query.text(1), severity: severity, state: state,
                    activeSince: query.instant(4), firedAt: query.instantOrNil(5),
                    keepFiringSince: query.instantOrNil(6),
                    resolvedAt: query.instantOrNil(7), value: number(query, 8), threshold: number(query, 9),
                    message: query.text(10)))
        }
        return (alerts, Timestamp(microseconds: evaluated))
    }

    static func changes(limit: Int, in connection: SQLiteConnection) throws(StoreError) -> [AlertChange] {
        let query = try connection.statement("SELECT * FROM alert_change ORDER BY at DESC, rowid DESC LIMIT ?")
        query.bind([.integer(Int64(limit))])
        defer { query.reset() }
        var changes: [AlertChange] = []
        while try query.step() {
            guard let severity = Severity(rawValue: query.text(3)), let state = Alert.State(rawValue: query.text(4))
            else {
                throw .damaged(path: connection.path, reason: "an alert's change has no state")
            }
            changes.append(
                AlertChange(
                    at: query.instant(0), rule: query.text(1), subject: query.text(2), severity: severity, state: state,
                    message: query.text(5)))
        }
        return changes
    }

    /// SQLite keeps what is no number as NULL.
    private static func number(_ row: Statement, _ column: Int) -> Double {
        row.isNull(column) ? .nan : row.real(column)
    }
}
