public import InfermonModel

/// What one request asks a provider for.
public struct ProviderQuery: Hashable, Sendable {
    /// The feed.
    public var feed: ProviderFeed
    /// The start of the interval, on a border of the feed's buckets.
    public var from: Timestamp
    /// The end of the interval, exclusive; on a border, and after `now`.
    public var to: Timestamp
    /// The page, as the one before it named it; `nil` for the first.
    public var page: String?
    /// When the poll started.
    public var now: Timestamp
    /// The API's address without a slash at its end; `nil` for the provider's own.
    public var baseURL: String?
    /// Provider-specific settings of the configuration.
    public var settings: [String: String]

    /// Creates a query.
    public init(
        feed: ProviderFeed, from: Timestamp, to: Timestamp, page: String? = nil, now: Timestamp, baseURL: String? = nil,
        settings: [String: String] = [:]
    ) {
        self.feed = feed
        self.from = from
        self.to = to
        self.page = page
        self.now = now
        self.baseURL = baseURL
        self.settings = settings
    }

    /// The whole bucket that holds `start`: a provider may cut a bucket off at the ends of the interval.
    func bucket(holding start: Timestamp) -> (start: Timestamp, end: Timestamp) {
        let floor = start.floored(to: feed.bucket)
        return (floor, floor + feed.bucket)
    }

    /// Whether a bucket that ends at `end` can still change.
    func isOpen(_ end: Timestamp) -> Bool { end + feed.settling > now }

    /// The number of buckets in the interval, at most `limit`.
    func bucketCount(upTo limit: Int64) -> Int64 {
        min(limit, max(1, (to - from).microseconds / feed.bucket.microseconds))
    }
}
