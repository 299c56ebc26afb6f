/// What a provider says was used or billed in one interval, for one combination of its group keys.
public struct ProviderUsage: Hashable, Sendable {
    /// The provider, such as `openai`.
    public var provider: String
    /// The start of the provider's bucket.
    public var start: Timestamp
    /// The end of the bucket, exclusive.
    public var end: Timestamp
    /// The model, where the provider says.
    public var model: String?
    /// The provider's own text for what was bought.
    public var lineItem: String?
    /// The project or workspace.
    public var project: String?
    /// Tokens; `nil` in a record of money alone.
    public var tokens: TokenUsage?
    /// Requests; `nil` where the provider does not count them.
    public var requests: Int64?
    /// The amount billed, in US dollars; `nil` in a record of usage alone.
    public var billed: Money?
    /// Whether the bucket can still change.
    public var isProvisional: Bool
    /// The account that was asked, such as `openai-team-a`; empty until the record is stored under one.
    public var account: String

    /// Creates a record.
    public init(
        provider: String, start: Timestamp, end: Timestamp, model: String? = nil, lineItem: String? = nil,
        project: String? = nil, tokens: TokenUsage? = nil, requests: Int64? = nil, billed: Money? = nil,
        isProvisional: Bool = false, account: String = ""
    ) {
        self.provider = provider
        self.account = account
        self.start = start
        self.end = end
        self.model = model
        self.lineItem = lineItem
        self.project = project
        self.tokens = tokens
        self.requests = requests
        self.billed = billed
        self.isProvisional = isProvisional
    }
}

/// A provider's answer to a whole poll.
public struct ProviderReport: Hashable, Sendable {
    /// Which of the lists a poll asked for; the other one is empty because nobody asked, and replaces nothing.
    public enum Part: Hashable, Sendable {
        /// The records of money.
        case costs
        /// The records of usage.
        case usage
    }

    /// The lists that were asked for.
    public var parts: Set<Part>
    /// The records of money, which replace earlier ones of the same buckets.
    public var costs: [ProviderUsage]
    /// The records of usage, likewise.
    public var usage: [ProviderUsage]
    /// The interval that the poll asked for: buckets inside it that are not listed hold nothing.
    public var from: Timestamp
    /// The end of the interval.
    public var to: Timestamp
    /// What the figures leave out or how sure they are, as sentences.
    public var notes: [String]
    /// The provider's own spend limit for the month, where its API has it.
    public var spendLimit: Money?
    /// All of the provider's own limits, alerts and balances that the poll saw.
    public var limits: [ProviderLimit]

    /// Creates a report.
    public init(
        costs: [ProviderUsage], usage: [ProviderUsage], from: Timestamp, to: Timestamp, notes: [String] = [],
        spendLimit: Money? = nil, limits: [ProviderLimit] = [], parts: Set<Part> = [.costs, .usage]
    ) {
        self.parts = parts
        self.costs = costs
        self.usage = usage
        self.from = from
        self.to = to
        self.notes = notes
        self.spendLimit = spendLimit
        self.limits = limits
    }
}

/// A provider's API and the last that is known through it.
public struct ProviderStatus: Hashable, Sendable {
    /// The account, or the provider where it has one only, such as `openai`.
    public var id: String
    /// The provider's registered name.
    public var provider: String
    /// Whether it is a gateway that counts what it passes on.
    ///
    /// Its figure is no bill: added to bills it would count money twice.
    public var isGateway: Bool
    /// Billed this month; the reading says how old that is and why.
    public var billedThisMonth: Reading<Money>
    /// The end of the newest bucket with money in it.
    public var billedUntil: Timestamp?
    /// The provider's own monthly limit.
    public var spendLimit: Money?
    /// How the budget stands that the configuration sets for it; `nil` without one.
    public var budget: BudgetStatus?
    /// All of its own limits, alerts and balances.
    public var limits: [ProviderLimit]
    /// When it is asked next.
    public var nextPollAt: Timestamp?
    /// What one poll costs; zero for all but AWS Cost Explorer.
    public var costPerPoll: Money
    /// What the figures leave out, as sentences.
    public var notes: [String]

    /// Creates a status.
    public init(
        id: String, provider: String? = nil, isGateway: Bool = false, billedThisMonth: Reading<Money>,
        billedUntil: Timestamp? = nil, spendLimit: Money? = nil, limits: [ProviderLimit] = [],
        nextPollAt: Timestamp? = nil, costPerPoll: Money = .zero, notes: [String] = []
    ) {
        self.id = id
        self.provider = provider ?? id
        self.isGateway = isGateway
        self.billedThisMonth = billedThisMonth
        self.billedUntil = billedUntil
        self.spendLimit = spendLimit
        self.limits = limits
        self.nextPollAt = nextPollAt
        self.costPerPoll = costPerPoll
        self.notes = notes
    }
}

extension Sequence<ProviderStatus> {
    /// What all accounts billed this month as far as that is known; gateways, which bill nothing, are left out.
    ///
    /// - Returns: `nil` when no bill is known.
    public var billedThisMonth: Money? {
        let known = filter { !$0.isGateway }.compactMap(\.billedThisMonth.value)
        return known.isEmpty ? nil : known.reduce(.zero, +)
    }
}
