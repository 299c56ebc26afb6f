public import InfermonModel

/// One page of a provider's answer, in the model's terms.
public struct ProviderPage: Hashable, Sendable {
    /// A record and what it is in the provider's terms.
    public struct Record: Hashable, Sendable {
        /// What was used or billed.
        public var usage: ProviderUsage
        /// All of the provider's keys of the record: the same identity on another page is the same record.
        public var identity: String

        /// Creates a record.
        public init(_ usage: ProviderUsage, identity: String) {
            self.usage = usage
            self.identity = identity
        }
    }

    /// The records.
    public var records: [Record]
    /// The next page's name; `nil` on the last.
    public var next: String?
    /// The provider's monthly limit, where the page tells.
    public var spendLimit: Money?
    /// All of the provider's own limits, alerts and balances on the page.
    public var limits: [ProviderLimit]
    /// What the figures leave out, as sentences.
    public var notes: [String]

    /// Creates a page.
    public init(
        records: [Record] = [], next: String? = nil, spendLimit: Money? = nil, limits: [ProviderLimit] = [],
        notes: [String] = []
    ) {
        self.records = records
        self.next = next
        self.spendLimit = spendLimit
        self.limits = limits
        self.notes = notes
    }
}
