import InfermonAlerting
import InfermonModel

/// Drives one rule through time and keeps what each evaluation left.
struct AlertTrace {
    var machine = AlertStateMachine()
    var rule: AlertRule

    init(
        hold: TimeSpan, keepFiring: TimeSpan = .zero, noData: NoDataPolicy = .resolve,
        comparison: AlertRule.Comparison = .above, threshold: Double = 50
    ) {
        rule = AlertRule(
            name: "rule", metric: .sourceAge, comparison: comparison, threshold: threshold, hold: hold,
            keepFiring: keepFiring, noData: noData)
    }

    /// Evaluates the rule on values by subject; `nil` for a value that cannot be had.
    mutating func evaluate(_ values: [String: Double?], at elapsed: TimeSpan, limit: Int = 0) throws(AlertRuleError) {
        try evaluate(values, at: EvaluationTime(now: .epoch + elapsed, uptime: elapsed), limit: limit)
    }

    mutating func evaluate(_ values: [String: Double?], at time: EvaluationTime, limit: Int = 0) throws(AlertRuleError)
    {
        let findings = values.map { subject, value in
            let verdict: AlertFinding.Verdict =
                switch value {
                case nil: .missing
                case .some(let value): isBad(value) ? .breached(value: value, message: "bad") : .clear(value: value)
                }
            return AlertFinding(subject: subject, verdict: verdict)
        }
        try machine.evaluate(rule, findings, at: time, limit: limit)
    }

    private func isBad(_ value: Double) -> Bool {
        switch rule.comparison {
        case .above: value > rule.threshold
        case .below: value < rule.threshold
        }
    }

    /// The state of a subject as Prometheus names it: a resolved alert is none.
    func state(_ subject: String = "a") -> Alert.State? {
        machine.alert(rule: "rule", subject: subject).map(\.state).flatMap { $0 == .resolved ? nil : $0 }
    }

    func alert(_ subject: String = "a") -> Alert? { machine.alert(rule: "rule", subject: subject) }
}

/// SplitMix64: the same numbers each run.
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var bits = state
        bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
        bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
        return bits ^ (bits >> 31)
    }
}
