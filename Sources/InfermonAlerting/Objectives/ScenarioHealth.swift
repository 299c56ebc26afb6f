public import InfermonModel

/// One word for a scenario or the whole box.
public enum ScenarioHealth {
    /// The state of a scenario: critical while a critical alert fires, warning while a warning fires or a promise is broken.
    ///
    /// A broken promise is no more than a warning until its alert has held for long enough: one slow request at night is visible,
    /// and wakes nobody.
    ///
    /// - Parameters:
    ///   - objectives: What became of the objectives.
    ///   - requests: Client requests of the last 24 hours, so that a scenario without traffic and objectives has no data.
    ///   - alerts: All alerts; those of other subjects are left out.
    ///   - scenario: The scenario.
    /// - Returns: The worst of what holds.
    public static func state(
        objectives: [ObjectiveResult], requests: Int64, alerts: [Alert], of scenario: ScenarioID
    ) -> HealthState {
        let own = alerts.filter { $0.subject == scenario.rawValue }
        let firing = worst(of: own)
        if firing == .critical { return .critical }
        if firing == .warning || objectives.contains(where: { $0.state == .violated }) { return .warning }
        let isMeasured = requests > 0 || objectives.contains { $0.state != .noData }
        return isMeasured ? .ok : .noData
    }

    /// The state of the whole box: the worst of its scenarios and of every firing alert.
    ///
    /// - Parameters:
    ///   - scenarios: The states of the scenarios.
    ///   - alerts: All alerts, those of GPUs and sources included.
    /// - Returns: `ok` when anything is measured and nothing is wrong; `noData` when nothing is measured.
    public static func state(of scenarios: [HealthState], alerts: [Alert]) -> HealthState {
        let measured = scenarios.filter { $0 != .noData }
        let all = measured + [worst(of: alerts)].filter { $0 != .ok }
        return all.max { $0.rank < $1.rank } ?? .noData
    }

    private static func worst(of alerts: [Alert]) -> HealthState {
        switch alerts.filter({ $0.state == .firing }).map(\.severity).max() {
        case .critical: .critical
        case .warning: .warning
        case .notice, nil: .ok
        }
    }
}
