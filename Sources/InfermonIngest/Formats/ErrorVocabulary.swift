import InfermonModel
import InfermonRollup

/// The words in names of errors that tell how a request ended.
///
/// Matched byte by byte in one pass: in an outage every line is a failure, and that is when reading must not fall behind.
enum ErrorVocabulary {
    private struct Word {
        var word: StaticString
        /// The place of its outcome among the others: of several words that a name has, that of the first outcome counts.
        var rank: Int
    }

    private static let outcomes: [(outcome: RequestOutcome, words: [StaticString])] = [
        (.contextOverflow, ["contextwindow", "context_length", "context length", "context_window", "contextlength"]),
        (.blocked, ["contentpolicy", "content_policy", "content_filter", "guardrail", "blocked", "moderation"]),
        (
            .rateLimited,
            ["ratelimit", "rate_limit", "rate limit", "too_many_requests", "toomanyrequests", "quota", "429"]
        ),
        (.timeout, ["timeout", "timed out", "timed_out", "deadline"]),
        (.auth, ["authenti", "permission", "unauthorized", "forbidden", "invalid_api_key"]),
        (.cancelled, ["cancel", "client disconnected", "client_disconnect", "abort"]),
        (
            .clientError,
            ["badrequest", "bad_request", "notfound", "not_found", "invalid", "unprocessable", "unsupported"]
        ),
        (
            .upstreamError,
            [
                "internalserver", "serviceunavailable", "unavailable", "connection", "upstream", "overloaded",
                "server_error", "apierror", "api_error",
            ]
        ),
    ]

    /// The words by their first byte.
    private static let words: [[Word]] = {
        var table = [[Word]](repeating: [], count: 256)
        for (rank, entry) in outcomes.enumerated() {
            for word in entry.words { table[Int(word.utf8Start.pointee)].append(Word(word: word, rank: rank)) }
        }
        return table
    }()

    /// The outcome that a name has a word for, in letters of either case; `nil` when it has none.
    ///
    /// O(length of the name): few words begin with the same letter.
    static func outcome(of name: LogText) -> RequestOutcome? {
        var best = outcomes.count
        for start in 0..<name.count {
            for word in words[Int(name.bytes[start].lowercased)] where word.rank < best {
                if name.dropping(start).hasPrefix(ignoringCase: word.word) { best = word.rank }
            }
        }
        return best < outcomes.count ? outcomes[best].outcome : nil
    }
}
