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
        guard !name.isEmpty else { return nil }
        let text = String(decoding: name.cut(to: 256).bytes, as: UTF8.self).lowercased()
        func says(_ words: String...) -> Bool { words.contains { text.contains($0) } }
        if says("contextwindow", "context_length", "context length", "context_window", "contextlength") {
            self = .contextOverflow
        } else if says("contentpolicy", "content_policy", "content_filter", "guardrail", "blocked", "moderation") {
            self = .blocked
        } else if says("ratelimit", "rate_limit", "rate limit", "too_many_requests", "toomanyrequests", "quota", "429")
        {
            self = .rateLimited
        } else if says("timeout", "timed out", "timed_out", "deadline") {
            self = .timeout
        } else if says("authenti", "permission", "unauthorized", "forbidden", "invalid_api_key") {
            self = .auth
        } else if says("cancel", "client disconnected", "client_disconnect", "aborted", "abort") {
            self = .cancelled
        } else if says("badrequest", "bad_request", "notfound", "not_found", "invalid", "unprocessable", "unsupported")
        {
            self = .clientError
        } else if says(
            "internalserver", "serviceunavailable", "unavailable", "apiconnection", "connection", "upstream",
            "overloaded", "server_error", "apierror", "api_error")
        {
            self = .upstreamError
        } else {
            return nil
        }
    }

    /// The outcome of a name in ``RequestOutcome/name``, or of a common word for one.
    ///
    /// - Returns: `nil` for any other text.
    public init?(word: LogText) {
        let text = word.cut(to: 64).string.lowercased()
        if let known = RequestOutcome.allCases.first(where: { $0.name == text }) {
            self = known
            return
        }
        switch text {
        case "success", "succeeded", "completed", "complete", "200", "stop", "length": self = .ok
        case "failure", "failed", "error", "fail": self = .upstreamError
        case "canceled", "client_closed", "disconnected", "aborted": self = .cancelled
        case "throttled", "ratelimited": self = .rateLimited
        case "timed_out", "timedout": self = .timeout
        case "refused", "unauthorized", "forbidden": self = .auth
        default: return nil
        }
    }
}
