public import InfermonModel
public import InfermonRollup

extension RequestOutcome {
    /// The outcome that an HTTP status stands for.
    public init(httpStatus status: Int32) {
        switch status {
        case 100..<400: self = .ok
        case 401, 403: self = .auth
        case 408, 504: self = .timeout
        case 429: self = .rateLimited
        case 499: self = .cancelled
        case 400..<500: self = .clientError
        default: self = .upstreamError
        }
    }

    /// The outcome that the name of an error stands for, such as `ContextWindowExceededError` or `rate_limit_exceeded`.
    ///
    /// - Returns: `nil` for a name that says nothing.
    public init?(errorName name: LogText) {
        guard let outcome = ErrorVocabulary.outcome(of: name.cut(to: 256)) else { return nil }
        self = outcome
    }

    /// The outcome of a name in ``RequestOutcome/name``, or of a common word for one.
    ///
    /// - Returns: `nil` for any other text.
    public init?(word: LogText) {
        guard let outcome = Self.words.first(where: { word.isEqualIgnoringCase($0.word) })?.outcome else { return nil }
        self = outcome
    }

    private static let words: [(word: StaticString, outcome: RequestOutcome)] = [
        ("ok", .ok), ("success", .ok), ("succeeded", .ok), ("completed", .ok), ("complete", .ok), ("200", .ok),
        ("stop", .ok), ("length", .ok), ("upstream_error", .upstreamError), ("failure", .upstreamError),
        ("failed", .upstreamError), ("error", .upstreamError), ("fail", .upstreamError),
        ("client_error", .clientError), ("context_overflow", .contextOverflow), ("blocked", .blocked),
        ("truncated", .truncated), ("cancelled", .cancelled), ("canceled", .cancelled), ("client_closed", .cancelled),
        ("disconnected", .cancelled), ("aborted", .cancelled), ("rate_limited", .rateLimited),
        ("throttled", .rateLimited), ("ratelimited", .rateLimited), ("timeout", .timeout), ("timed_out", .timeout),
        ("timedout", .timeout), ("auth", .auth), ("refused", .auth), ("unauthorized", .auth), ("forbidden", .auth),
        ("unknown", .unknown),
    ]
}
