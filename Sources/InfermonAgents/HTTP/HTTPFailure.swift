/// Why there is no answer to a request.
public enum HTTPFailure: Error, Hashable, Sendable, CustomStringConvertible {
    /// Requests cannot be made on this machine; the text says why.
    case unavailable(String)
    /// The request itself must not be sent; the text says why.
    case refusedToSend(String)
    /// The host's or the proxy's name has no address.
    case nameNotFound(host: String, detail: String)
    /// Nobody answers at the address.
    case cannotConnect(host: String, detail: String)
    /// The certificate or the TLS handshake is not accepted.
    case untrusted(host: String, detail: String)
    /// The deadline or the limit for slow transfers passed.
    case timedOut(host: String, detail: String)
    /// The body is larger than allowed.
    case bodyTooLarge(limit: Int)
    /// The headers are larger than allowed.
    case headersTooLarge(limit: Int)
    /// An answer points elsewhere too often, or where the request must not go.
    case badRedirect(String)
    /// The transfer broke; the text is libcurl's.
    case broken(host: String, detail: String)
    /// The caller no longer wants the answer.
    case cancelled

    /// What happened and what to do, as a sentence without secrets.
    public var description: String {
        switch self {
        case .unavailable(let reason): reason
        case .refusedToSend(let reason): reason
        case .nameNotFound(let host, let detail): "\(host) was not found (\(detail)): check the name and the network."
        case .cannotConnect(let host, let detail): "\(host) does not accept connections (\(detail))."
        case .untrusted(let host, let detail):
            "The TLS connection to \(host) was refused (\(detail)): check the clock, or name its authority's file."
        case .timedOut(let host, let detail): "\(host) did not answer in time (\(detail))."
        case .bodyTooLarge(let limit): "The answer is larger than \(limit) bytes and was cut off."
        case .headersTooLarge(let limit): "The answer's headers are larger than \(limit) bytes."
        case .badRedirect(let reason): reason
        case .broken(let host, let detail): "The transfer from \(host) broke (\(detail))."
        case .cancelled: "The request was given up."
        }
    }
}
