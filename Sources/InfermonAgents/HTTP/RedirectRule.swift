/// Where a request may follow an answer that points elsewhere.
enum RedirectRule {
    /// The request to send next.
    ///
    /// - Parameters:
    ///   - request: The request that was answered.
    ///   - target: The absolute URL that the answer points to.
    /// - Returns: The same request to the new URL.
    /// - Throws: ``HTTPFailure/badRedirect(_:)`` when the target is another origin and the request carries a secret, leaves HTTP or
    ///   HTTPS, gives up TLS, or is a link-local address that nobody named.
    static func follow(_ request: HTTPRequest, to target: String) throws(HTTPFailure) -> HTTPRequest {
        guard let from = HTTPOrigin(request.url), let to = HTTPOrigin(target) else {
            throw .badRedirect("The answer points to something other than an HTTP address; it was not followed.")
        }
        var next = request
        next.url = target
        if from == to { return next }
        guard request.credentials.isEmpty, request.body == nil else {
            throw .badRedirect(
                "\(from.host) points to another origin, \(to.scheme)://\(to.host):\(to.port): the key is not sent there. "
                    + "If that is right, name it as the base URL.")
        }
        guard from.scheme == to.scheme || to.scheme == "https" else {
            throw .badRedirect("\(from.host) points to plain HTTP at \(to.host); it was not followed.")
        }
        guard !to.isLinkLocal else {
            throw .badRedirect("\(from.host) points to the link-local address \(to.host); it was not followed.")
        }
        return next
    }
}
