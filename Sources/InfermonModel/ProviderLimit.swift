/// A limit, alert or balance that a provider keeps itself.
public struct ProviderLimit: Hashable, Sendable {
    /// What it is.
    public enum Kind: String, Hashable, Sendable {
        /// A sum that must not be passed.
        case limit
        /// A sum whose passing is mailed.
        case alert
        /// Money paid in advance.
        case credits
    }

    /// What it is.
    public var kind: Kind
    /// What it is for, in few words: `organization`, `key`, `proxy`, `openai`.
    public var subject: String
    /// The sum.
    public var amount: Money
    /// How much of it is gone by the provider's own count; `nil` when it does not say.
    public var spent: Money?
    /// The provider's word for the period, such as `monthly` or `1d`; `nil` for one without end or where it does not say.
    public var period: String?
    /// Whether requests are refused once it is reached; `nil` when the provider does not say.
    public var isEnforced: Bool?

    /// Creates a limit.
    public init(
        _ kind: Kind, of subject: String, amount: Money, spent: Money? = nil, period: String? = nil,
        isEnforced: Bool? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.amount = amount
        self.spent = spent
        self.period = period
        self.isEnforced = isEnforced
    }
}
