public import InfermonModel

/// Requests over libcurl: TLS of the operating system, proxies of the environment, hard limits.
///
/// Every call blocks a thread of its own and none of the shared pool.
public struct CurlTransport: HTTPTransport {
    private let library: CurlLibrary
    private let limits: HTTPLimits
    private let authorities: String?

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - library: libcurl; loading it can fail, and the rest of the program works without.
    ///   - limits: Time and memory that an exchange may take.
    ///   - authorities: A PEM file of certificate authorities in place of the system's.
    public init(library: CurlLibrary, limits: HTTPLimits = HTTPLimits(), authorities: String? = nil) {
        self.library = library
        self.limits = limits
        self.authorities = authorities
    }

    /// Sends a request; follows at most three redirects, and none that would carry a secret to another origin.
    ///
    /// - Parameters:
    ///   - request: What to send.
    ///   - deadline: The most time for all of it, redirects included.
    /// - Returns: The answer.
    /// - Throws: ``HTTPFailure``.
    public func send(_ request: HTTPRequest, within deadline: TimeSpan) async throws(HTTPFailure) -> HTTPResponse {
        try check(request)
        let clock = ContinuousClock()
        let start = clock.now
        var current = request
        for _ in 0...limits.redirects {
            let left = deadline - TimeSpan(start.duration(to: clock.now))
            guard left > .zero else {
                throw .timedOut(host: HTTPOrigin(current.url)?.host ?? "the host", detail: "redirects took too long")
            }
            let exchange = CurlExchange(
                library: library, request: current, deadline: left, limits: limits, authorities: authorities)
            let outcome = try await exchange.run().get()
            guard let target = outcome.redirect, outcome.response.status != 304 else { return outcome.response }
            current = try RedirectRule.follow(current, to: target)
        }
        throw .badRedirect(
            "\(HTTPOrigin(request.url)?.host ?? "The host") redirects more than \(limits.redirects) times.")
    }

    private func check(_ request: HTTPRequest) throws(HTTPFailure) {
        guard let origin = HTTPOrigin(request.url), request.url.utf8.allSatisfy({ $0 > 32 && $0 < 127 }) else {
            throw .refusedToSend(
                "The address is no http:// or https:// URL without user name and password; a key belongs into a file.")
        }
        guard (request.headers + request.credentials).allSatisfy(\.isSendable) else {
            throw .refusedToSend("A header holds a line break or a control character; check the key for stray bytes.")
        }
        if origin.scheme == "http", !origin.isLoopback, !request.credentials.isEmpty, !limits.allowsCleartextSecrets {
            throw .refusedToSend("The key is not sent over plain HTTP to \(origin.host): use https://.")
        }
    }
}

extension TimeSpan {
    /// The microseconds of a duration; its finer part is cut off.
    init(_ duration: Duration) {
        let parts = duration.components
        self.init(microseconds: parts.seconds &* 1_000_000 &+ parts.attoseconds / 1_000_000_000_000)
    }
}
