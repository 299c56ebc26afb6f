import InfermonModel
import InfermonStore

/// Keeps alerts in the store, so that they survive a restart and have a history.
struct AlertRecorder: Sendable {
    /// How often the instant of the last evaluation is written while nothing changes.
    private static let heartbeat = TimeSpan.seconds(15)
    private static let evaluatedKey = "alerts.evaluated_at"

    private let store: Store?
    private var known: [String: Alert.State] = [:]
    private var savedAt: Timestamp?
    /// Why the last attempt failed, as a sentence.
    private(set) var problem: String?

    init(store: Store?) {
        self.store = store
    }

    /// Writes what changed since the last call; blocks while the disk answers.
    mutating func record(_ alerts: [Alert], at now: Timestamp) {
        guard let store else { return }
        let states = Dictionary(alerts.map { ("\($0.rule)\u{0}\($0.subject)", $0.state) }, uniquingKeysWith: { $1 })
        guard states != known || savedAt.map({ now - $0 >= Self.heartbeat }) ?? true else { return }
        do {
            try store.saveAlerts(alerts, at: now)
            try store.setMeta(Self.evaluatedKey, to: "\(now.microseconds)")
            known = states
            savedAt = now
            problem = nil
        } catch {
            problem = error.description
        }
    }

    /// When the last run judged its alerts for the last time; `nil` before there was one.
    static func evaluatedAt(_ store: Store) throws(StoreError) -> Timestamp? {
        try store.meta(evaluatedKey).flatMap { Int64($0) }.map(Timestamp.init(microseconds:))
    }
}
