public import InfermonModel

/// A provider's API as two pure functions: what to ask, and what an answer means.
///
/// A provider does no I/O and reads no clock. Pages, deadlines, back-off and keys are ``CloudUsageAgent``'s, the same for all.
public protocol CloudProvider: Sendable {
    /// The registered name, such as `openai`.
    var id: String { get }
    /// Environment variables that hold the key when the configuration names none; more than one are joined by `:`, and the
    /// ones after the second may be missing.
    var keyVariables: [String] { get }
    /// The keys that its `settings` may have in the configuration.
    var settings: [String] { get }
    /// Whether it is a gateway that counts what it passes on, rather than somebody who bills.
    var isGateway: Bool { get }
    /// What can be asked for, the most important first.
    var feeds: [ProviderFeed] { get }

    /// The request for one page.
    ///
    /// - Parameters:
    ///   - query: The feed, interval and page.
    ///   - key: The key.
    /// - Returns: The request, with the key among its credentials.
    /// - Throws: ``ProviderFailure`` when settings or key cannot make a request.
    func request(for query: ProviderQuery, key: Secret) throws(ProviderFailure) -> HTTPRequest

    /// Reads the body of an answer with status 200.
    ///
    /// - Parameters:
    ///   - body: The body.
    ///   - query: What was asked.
    /// - Returns: The page.
    /// - Throws: ``ProviderFailure/malformed(_:)`` for anything but a whole page: a missing list is an error, an empty one is zero.
    func page(from body: [UInt8], for query: ProviderQuery) throws(ProviderFailure) -> ProviderPage

    /// What an answer with another status than 200 means.
    ///
    /// - Parameters:
    ///   - response: The answer.
    ///   - key: The key, to be taken out of the provider's message.
    ///   - now: The time, for dates in `Retry-After`.
    /// - Returns: The failure; `nil` for a status of 200.
    func failure(in response: HTTPResponse, key: Secret, at now: Timestamp) -> ProviderFailure?
}

extension CloudProvider {
    /// It bills.
    public var isGateway: Bool { false }

    /// No settings.
    public var settings: [String] { [] }

    /// The meaning of HTTP's statuses, with the message of the body.
    public func failure(in response: HTTPResponse, key: Secret, at now: Timestamp) -> ProviderFailure? {
        let message = ErrorBody.message(in: response.body, redaction: SecretRedaction(secrets: [key.text]))
        let wait = RetryAfter.wait(in: response, at: now)
        return switch response.status {
        case 200: nil
        case 401: .keyRefused(message)
        case 403: .forbidden(message)
        case 429: .rateLimited(retryAfter: wait)
        case 408, 409, 425, 500...: .serverError(status: response.status, message: message, retryAfter: wait)
        case 201..<300: .malformed("The provider answered \(response.status) without the figures.")
        default: .refused(status: response.status, message: message)
        }
    }
}
