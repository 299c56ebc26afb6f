/// What one evaluation of a rule found of one subject.
public struct AlertFinding: Hashable, Sendable {
    /// What was found.
    public enum Verdict: Hashable, Sendable {
        /// The condition holds; the message says so in a short sentence.
        case breached(value: Double, message: String)
        /// The condition does not hold; `nil` when that is known without a value, as for a subject that is no more.
        case clear(value: Double?)
        /// The value could not be had, or rests on too little to judge.
        case missing
    }

    /// What it is about: a scenario's id, `gpu 3`, a source.
    public var subject: String
    /// What was found.
    public var verdict: Verdict

    /// Creates a finding.
    public init(subject: String, verdict: Verdict) {
        self.subject = subject
        self.verdict = verdict
    }
}

/// Why a rule could not be evaluated.
public enum AlertRuleError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Two findings are about one subject, so that neither can be believed.
    case duplicateSubject(rule: String, subject: String)
    /// More subjects are pending or firing than the rule allows.
    case limitExceeded(rule: String, limit: Int, count: Int)

    /// What happened, as a sentence.
    public var description: String {
        switch self {
        case .duplicateSubject(let rule, let subject):
            "Rule \(rule) gave two results for \(subject); its alerts are left as they were."
        case .limitExceeded(let rule, let limit, let count):
            "Rule \(rule) exceeded its limit of \(limit) with \(count) alerts; they were dropped."
        }
    }
}
