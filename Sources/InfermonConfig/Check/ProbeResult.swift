/// What looking at one source once told.
public struct ProbeResult: Hashable, Sendable {
    /// How the look ended.
    public enum State: String, CaseIterable, Hashable, Sendable {
        /// The source can be read.
        case ok
        /// It can be read, and something about it should be known.
        case warning
        /// It cannot be read.
        case failed
    }

    /// What was looked at: `gateway log /var/log/litellm/*.jsonl`, `cloud openai`.
    public var subject: String
    /// How the look ended.
    public var state: State
    /// What was found: `2 files, 41 MB, newest line 3 s ago`; or why nothing could be.
    public var finding: String
    /// What to do about it; `nil` when there is nothing to do.
    public var advice: String?
    /// Whether figures come from it; `nil` for what is no source, such as a theme or a promise about money.
    public var isRead: Bool?

    /// Creates a result of a source that is read unless it failed; the texts may come from outside and are cleaned when they are shown.
    public init(subject: String, state: State, finding: String, advice: String? = nil) {
        isRead = state != .failed
        self.subject = subject
        self.state = state
        self.finding = finding
        self.advice = advice
    }
}

extension ProbeResult {
    /// The same of a source that gives nothing yet: no file, no driver.
    public var withoutData: ProbeResult {
        var result = self
        result.isRead = false
        return result
    }

    /// The same of what is no source.
    public var besideSources: ProbeResult {
        var result = self
        result.isRead = nil
        return result
    }
}
