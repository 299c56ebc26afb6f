public import InfermonModel

/// How much time and memory an exchange may take.
public struct HTTPLimits: Hashable, Sendable {
    /// The most time to a connection, TLS included.
    public var connectTimeout: TimeSpan
    /// How long a transfer may stay below ``slowBytesPerSecond``; whole seconds.
    public var slowTimeout: TimeSpan
    /// The rate below which a transfer counts as stuck.
    public var slowBytesPerSecond: Int
    /// The most bytes of a decoded body.
    public var bodyBytes: Int
    /// The most bytes of all headers.
    public var headerBytes: Int
    /// The most redirects that are followed.
    public var redirects: Int
    /// Whether a secret may be sent over plain HTTP to another machine.
    public var allowsCleartextSecrets: Bool

    /// Creates limits.
    public init(
        connectTimeout: TimeSpan = .seconds(5), slowTimeout: TimeSpan = .seconds(15), slowBytesPerSecond: Int = 16,
        bodyBytes: Int = 16 << 20, headerBytes: Int = 64 << 10, redirects: Int = 3,
        allowsCleartextSecrets: Bool = false
    ) {
        self.connectTimeout = connectTimeout
        self.slowTimeout = slowTimeout
        self.slowBytesPerSecond = slowBytesPerSecond
        self.bodyBytes = bodyBytes
        self.headerBytes = headerBytes
        self.redirects = redirects
        self.allowsCleartextSecrets = allowsCleartextSecrets
    }
}
