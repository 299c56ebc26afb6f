import InfermonModel

/// A rule on how long a source has been silent.
struct SourceMeasure {
    let rule: AlertRule
    let now: Timestamp
    /// When the source was first seen as one that cannot be read and never was.
    let firstSeenUnread: Timestamp?

    func finding(_ source: SourceStatus) -> AlertFinding {
        AlertFinding(subject: source.id.rawValue, verdict: verdict(source))
    }

    private func verdict(_ source: SourceStatus) -> AlertFinding.Verdict {
        switch source.state {
        case .current: return .clear(value: 0)
        case .waiting: return .missing
        case .stale, .unavailable: break
        }
        guard let since = source.lastReadAt ?? firstSeenUnread else { return .missing }
        let age = max(0, (now - since).seconds)
        guard rule.isBreached(by: age), age > leastPatience(with: source) else { return .clear(value: age) }
        let silence =
            source.lastReadAt == nil ? "cannot be read" : "not read for \(Quantity.duration(age))"
        return .breached(value: age, message: source.problem.map { "\(silence): \($0)" } ?? silence)
    }

    /// The seconds that no rule goes below: one failed reading of several is no silence.
    private func leastPatience(with source: SourceStatus) -> Double {
        source.interval.map { max($0 * StandardRules.missedReadings, StandardRules.shortestPatience).seconds } ?? 0
    }
}
