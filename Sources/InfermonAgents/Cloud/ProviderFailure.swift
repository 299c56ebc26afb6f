public import InfermonModel

/// Why a poll of a provider gave nothing.
public enum ProviderFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// No answer came.
    case transport(HTTPFailure)
    /// There is no usable key; the sentence says why.
    case noKey(String)
    /// The key was not accepted (401).
    case keyRefused(String)
    /// The key may not read this (403).
    case forbidden(String)
    /// Too many requests (429), and how long to wait where the provider says.
    case rateLimited(retryAfter: TimeSpan?)
    /// The provider is in trouble (5xx, 408, 409), and how long to wait where it says.
    case serverError(status: Int, message: String, retryAfter: TimeSpan?)
    /// The request was refused with another status.
    case refused(status: Int, message: String)
    /// A 200 that is not the answer; the sentence says what is wrong with it.
    case malformed(String)
    /// The pages do not end, or repeat.
    case endlessPages(String)
    /// Two pages contradict each other: figures moved while they were read.
    case inconsistent(String)
    /// The pages took longer than the time between two polls.
    case tooSlow(TimeSpan)

    /// What happened and what to do, as a sentence without secrets.
    public var description: String {
        switch self {
        case .transport(let failure): failure.description
        case .noKey(let reason): reason
        case .keyRefused(let message):
            "The key was refused (401\(Self.quoted(message))); nothing is asked until the key changes."
        case .forbidden(let message):
            "The key may not read this (403\(Self.quoted(message))); nothing is asked until the key changes."
        case .rateLimited(let wait):
            "Too many requests (429)" + (wait.map { "; asked to wait \(Int64($0.seconds.rounded(.up))) s." } ?? ".")
        case .serverError(let status, let message, _): "The provider failed (\(status)\(Self.quoted(message)))."
        case .refused(let status, let message): "The request was refused (\(status)\(Self.quoted(message)))."
        case .malformed(let reason): reason
        case .endlessPages(let reason): reason
        case .inconsistent(let reason): reason
        case .tooSlow(let limit): "The pages did not arrive within \(Int64(limit.seconds)) s."
        }
    }

    /// Whether the same question will be refused again.
    var isLasting: Bool { if case .refused = self { true } else { false } }

    /// Whether the provider did answer, and may have charged for it.
    var isAnswer: Bool {
        switch self {
        case .transport, .noKey, .keyRefused, .forbidden, .rateLimited, .serverError: false
        case .refused, .malformed, .endlessPages, .inconsistent, .tooSlow: true
        }
    }

    /// Whether only another key can help.
    public var needsNewKey: Bool {
        switch self {
        case .noKey, .keyRefused, .forbidden: true
        case .transport, .rateLimited, .serverError, .refused, .malformed, .endlessPages, .inconsistent, .tooSlow: false
        }
    }

    /// How long the provider asks to wait.
    public var retryAfter: TimeSpan? {
        switch self {
        case .rateLimited(let wait), .serverError(_, _, let wait): wait
        case .transport, .noKey, .keyRefused, .forbidden, .refused, .malformed, .endlessPages, .inconsistent, .tooSlow:
            nil
        }
    }

    private static func quoted(_ message: String) -> String { message.isEmpty ? "" : ": \(message)" }
}
