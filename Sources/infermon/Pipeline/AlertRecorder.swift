import InfermonModel
import InfermonStore

/// Keeps alerts in the store, so that they survive a restart and have a history.
struct AlertRecorder: Sendable {
    /// How often the instant of the last evaluation is written while nothing changes.
    private static let heartbeat = TimeSpan.seconds(15)

    private let store: Store?
    private var known: [String: Alert.State] = [:]
    private var savedAt: Timestamp?
    /// Why the last attempt failed, as a sentence.
    private(set) var problem: String?

    /// Creates a recorder.
    ///
    /// - Parameters:
    ///   - store: Where to; `nil` to remember nothing.
    ///   - known: The alerts of the last run, whose states are no changes.
    init(store: Store?, known: [Alert] = []) {
        self.store = store
        self.known = Dictionary(known.map { (Self.key($0), $0.state) }, uniquingKeysWith: { $1 })
    }

    private static func key(_ alert: Alert) -> String { "\(alert.rule)\u{0}\(alert.subject)" }

    /// Writes what changed since the last call; blocks while the disk answers.
    mutating func record(_ alerts: [Alert], at now: Timestamp) {
        guard let store else { return }
        var states: [String: Alert.State] = [:]
        var changes: [AlertChange] = []
        for alert in alerts {
            let key = Self.key(alert)
            states[key] = alert.state
            guard known[key] != alert.state, alert.state != .pending else { continue }
            changes.append(
                AlertChange(
                    at: now, rule: alert.rule, subject: alert.subject, severity: alert.severity, state: alert.state,
                    message: alert.message))
        }
        let isDue = savedAt.map { now - $0 >= Self.heartbeat } ?? true
        guard states != known || isDue else { return }
        do {
            try store.save(alerts, changes: changes, at: now)
            known = states
            savedAt = now
            problem = nil
        } catch {
            problem = error.description
        }
    }
}
