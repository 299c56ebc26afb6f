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
    /// The value then.
    public var value: Double
    /// The threshold then.
    public var threshold: Double
    /// What was wrong.
    public var message: String
}

/// Alerts as they are, and how they became so.
enum AlertTable {
    static func save(_ alerts: [Alert], at now: Timestamp, in connection: SQLiteConnection) throws(StoreError) {
        let known = try load(from: connection)
        try connection.run("DELETE FROM alert")
        for alert in alerts {
            try connection.run(
                "INSERT OR REPLACE INTO alert VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", .text(alert.rule),
                .text(alert.subject), .text(alert.severity.rawValue), .text(alert.state.rawValue),
                .instant(alert.activeSince), .instant(orNull: alert.firedAt), .instant(orNull: alert.keepFiringSince),
                .instant(orNull: alert.resolvedAt), .real(alert.value), .real(alert.threshold), .text(alert.message))
            let before = known.first { $0.rule == alert.rule && $0.subject == alert.subject }
            guard before?.state != alert.state || before?.activeSince != alert.activeSince else { continue }
            try connection.run(
                "INSERT INTO alert_change VALUES (?, ?, ?, ?, ?, ?, ?, ?)", .instant(now), .text(alert.rule),
                .text(alert.subject), .text(alert.severity.rawValue), .text(alert.state.rawValue), .real(alert.value),
                .real(alert.threshold), .text(alert.message))
        }
    }

    static func load(from connection: SQLiteConnection) throws(StoreError) -> [Alert] {
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
        return alerts
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
                    value: number(query, 5), threshold: number(query, 6), message: query.text(7)))
        }
        return changes
    }

    /// SQLite keeps what is no number as NULL.
    private static func number(_ row: Statement, _ column: Int) -> Double {
        row.isNull(column) ? .nan : row.real(column)
    }
}
