/// How a client request, or one attempt of it, ended.
public enum RequestOutcome: UInt8, CaseIterable, Hashable, Sendable {
    /// Answered whole.
    case ok
    /// Refused for what the client sent: 400, 404, 422.
    case clientError
    /// Refused for who sent it: 401, 403.
    case auth
    /// Refused for the rate or the quota: 429.
    case rateLimited
    /// Refused since the prompt does not fit the model's context.
    case contextOverflow
    /// Stopped by a guardrail.
    case blocked
    /// Given up by a server for time: 408, 504.
    case timeout
    /// Failed upstream: other 5xx, refused or reset connections.
    case upstreamError
    /// Given up by the client: 499 and its like.
    case cancelled
    /// Broken off by the upstream in mid-answer.
    case truncated
    /// The source does not say.
    case unknown

    /// The name in JSON output and in the store.
    public var name: String {
        switch self {
        case .ok: "ok"
        case .clientError: "client_error"
        case .auth: "auth"
        case .rateLimited: "rate_limited"
        case .contextOverflow: "context_overflow"
        case .blocked: "blocked"
        case .timeout: "timeout"
        case .upstreamError: "upstream_error"
        case .cancelled: "cancelled"
        case .truncated: "truncated"
        case .unknown: "unknown"
        }
    }

    /// Whether the outcome is held against the service; the others are shown beside availability, not in it.
    public var countsAgainstAvailability: Bool {
        switch self {
        case .rateLimited, .timeout, .upstreamError, .truncated: true
        case .ok, .clientError, .auth, .contextOverflow, .blocked, .cancelled, .unknown: false
        }
    }

    /// Whether a later line of the same group can be a retry or a fallback of this one.
    public var isFailure: Bool {
        switch self {
        case .ok, .cancelled, .unknown: false
        case .clientError, .auth, .rateLimited, .contextOverflow, .blocked, .timeout, .upstreamError, .truncated: true
        }
    }
}

/// How many requests ended in each way.
public struct OutcomeCounts: Hashable, Sendable {
    private var counts: InlineCounts = InlineCounts()

    private struct InlineCounts: Hashable, Sendable {
        var values: (Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64, Int64) =
            (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)

        static func == (left: InlineCounts, right: InlineCounts) -> Bool {
            RequestOutcome.allCases.allSatisfy { left[$0] == right[$0] }
        }

        func hash(into hasher: inout Hasher) {
            for outcome in RequestOutcome.allCases { hasher.combine(self[outcome]) }
        }

        subscript(outcome: RequestOutcome) -> Int64 {
            get {
                withUnsafeBytes(of: values) { $0.load(fromByteOffset: Int(outcome.rawValue) * 8, as: Int64.self) }
            }
            set {
                withUnsafeMutableBytes(of: &values) {
                    $0.storeBytes(of: newValue, toByteOffset: Int(outcome.rawValue) * 8, as: Int64.self)
                }
            }
        }
    }

    /// Creates counts of zero.
    public init() {}

    /// The number of requests with `outcome`.
    public subscript(outcome: RequestOutcome) -> Int64 {
        get { counts[outcome] }
        set { counts[outcome] = newValue }
    }

    /// Adds to the count of one outcome, in its place.
    public mutating func add(_ count: Int64, to outcome: RequestOutcome) {
        withUnsafeMutableBytes(of: &counts.values) { bytes in
            let offset = Int(outcome.rawValue) * 8
            let sum = bytes.load(fromByteOffset: offset, as: Int64.self) &+ count
            bytes.storeBytes(of: sum, toByteOffset: offset, as: Int64.self)
        }
    }

    /// Adds counts outcome by outcome.
    public static func += (left: inout OutcomeCounts, right: OutcomeCounts) {
        left.combine(right, &+)
    }

    /// Subtracts counts outcome by outcome.
    public static func -= (left: inout OutcomeCounts, right: OutcomeCounts) {
        left.combine(right, &-)
    }

    @inline(__always)
    private mutating func combine(_ other: OutcomeCounts, _ operation: (Int64, Int64) -> Int64) {
        withUnsafeMutableBytes(of: &counts.values) { own in
            withUnsafeBytes(of: other.counts.values) { others in
                for offset in stride(from: 0, to: own.count, by: 8) {
                    let (left, right) = (
                        own.load(fromByteOffset: offset, as: Int64.self),
                        others.load(fromByteOffset: offset, as: Int64.self)
                    )
                    own.storeBytes(of: operation(left, right), toByteOffset: offset, as: Int64.self)
                }
            }
        }
    }

    /// ok / (ok + rate limited + timeout + upstream error + truncated), 0…1; `nil` without any of these.
    public var availability: Double? {
        let against = RequestOutcome.allCases.filter(\.countsAgainstAvailability).reduce(Int64(0)) { $0 + self[$1] }
        let total = self[.ok] + against
        return total > 0 ? Double(self[.ok]) / Double(total) : nil
    }
}
