/// A request to be sent, with its secrets apart from the rest.
public struct HTTPRequest: Hashable, Sendable, CustomStringConvertible, CustomReflectable {
    /// The absolute URL, without user information.
    public var url: String
    /// Headers that may be printed.
    public var headers: [HTTPHeader]
    /// Headers that hold secrets: never printed, and sent to the URL's own origin only.
    public var credentials: [HTTPHeader]
    /// The body of a POST; `nil` for a GET.
    public var body: [UInt8]?

    /// Creates a request.
    public init(url: String, headers: [HTTPHeader] = [], credentials: [HTTPHeader] = [], body: [UInt8]? = nil) {
        self.url = url
        self.headers = headers
        self.credentials = credentials
        self.body = body
    }

    /// Method, origin and path, with secrets as `<redacted>` and without the query.
    public var description: String {
        let secrets = credentials.map { " \($0.name): <redacted>" }.joined()
        return "\(body == nil ? "GET" : "POST") \(HTTPOrigin.withoutQuery(url))\(secrets)"
    }

    /// A mirror without children, so that `dump` prints no secret.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
