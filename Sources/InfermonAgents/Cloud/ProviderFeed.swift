public import InfermonModel

/// One thing that a provider can be asked for again and again.
public struct ProviderFeed: Hashable, Sendable {
    /// What comes back.
    public enum Kind: String, Hashable, Sendable {
        /// Money billed.
        case costs
        /// Tokens and requests.
        case usage
        /// The provider's own limits and balances; no buckets.
        case limits
    }

    /// How far back a poll reads.
    public enum Reach: Hashable, Sendable {
        /// Days that can still change: the last three, and now and then the whole month, which stays open for five days after its
        /// end.
        case openDays
        /// The current month in UTC.
        case month
        /// A fixed time before now, and whatever was missed since the last poll, up to a day.
        case recent(TimeSpan)
    }

    /// The name in messages, such as `costs`; unique in its provider.
    public var name: String
    /// What comes back.
    public var kind: Kind
    /// The time between two polls unless the configuration says otherwise.
    public var interval: TimeSpan
    /// The width of a bucket.
    public var bucket: TimeSpan
    /// How far back a poll reads.
    public var reach: Reach
    /// How long after its end a bucket can still change.
    public var settling: TimeSpan
    /// Whether the provider's figures stand without it: its failures become notes.
    public var isOptional: Bool
    /// What one request costs.
    public var costPerRequest: Money

    /// Whether asking costs money.
    var isPaid: Bool { costPerRequest > .zero }

    /// Creates a feed.
    public init(
        name: String, kind: Kind, interval: TimeSpan, bucket: TimeSpan = .days(1), reach: Reach,
        settling: TimeSpan = .zero, isOptional: Bool = false, costPerRequest: Money = .zero
    ) {
        self.name = name
        self.kind = kind
        self.interval = interval
        self.bucket = bucket
        self.reach = reach
        self.settling = settling
        self.isOptional = isOptional
        self.costPerRequest = costPerRequest
    }
}
