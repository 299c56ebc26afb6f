/// What may be spent in a calendar month.
public struct Budget: Hashable, Sendable {
    /// The limit for one month.
    public var limit: Money

    /// Creates a budget.
    public init(limit: Money) {
        self.limit = limit
    }

    /// The cost per request that uses the budget up exactly, at a steady load over a month of `hours`.
    ///
    /// - Returns: `nil` when there is no load.
    public func impliedCostPerRequest(requestsPerHour: Double, hours: Double) -> Money? {
        let requests = requestsPerHour * hours
        guard requests >= 1, requests < 1e15 else { return nil }
        return limit.scaled(by: 1_000, over: Int64((requests * 1_000).rounded()))
    }
}

/// Where an amount comes from.
///
/// Amounts of different bases are never added together.
public enum CostBasis: String, CaseIterable, Hashable, Sendable {
    /// What the gateway's log states.
    case gateway
    /// Tokens x our dated price sheet.
    case computed
    /// What the provider bills.
    case billed
    /// The gateway's figure where it states one, ours where not.
    case best
}

/// How a budget stands: what was spent, how fast, and where that leads.
public struct BudgetStatus: Hashable, Sendable {
    /// The month that the budget covers.
    public var month: BillingMonth
    /// The limit; `nil` when spend is tracked without one.
    public var limit: Money?
    /// Spent from the start of the month until now, on ``basis``.
    public var spent: Money
    /// Where ``spent`` comes from.
    public var basis: CostBasis
    /// What the provider has billed for the month; `nil` when no provider is attributed.
    public var billed: Money?
    /// Requests of the month that nothing prices.
    public var unpricedRequests: Int64
    /// Spend of the last 60 minutes, in dollars per hour.
    public var burnPerHour: Money
    /// Mean spend of the last 24 hours, in dollars per hour; `nil` before there are any.
    public var burnPerHourLastDay: Money?
    /// The median spend of this hour of the week; `nil` before three weeks are known.
    public var usualPerHour: Money?
    /// The share of the month gone, 0…1.
    public var elapsedRatio: Double
    /// Spent / expected by now; 1 lands exactly on the limit; `nil` without a limit.
    public var pace: Double?
    /// The month's total as forecast; `nil` while data are too few.
    public var estimate: Money?
    /// The low end of the forecast's range (tenth percentile).
    public var low: Money?
    /// The high end of the forecast's range (ninetieth percentile).
    public var high: Money?
    /// When the limit is reached at the forecast rate; `nil` when not this month.
    public var runsOutAt: Timestamp?
    /// What may still be spent a day; `nil` without a limit.
    public var dailyAllowance: Money?
    /// Why there is no forecast yet, as a sentence; `nil` when there is one.
    public var forecastNote: String?

    /// Creates a status; what is left out is unknown.
    public init(
        month: BillingMonth, limit: Money?, spent: Money, basis: CostBasis, billed: Money? = nil,
        unpricedRequests: Int64 = 0, burnPerHour: Money = .zero, burnPerHourLastDay: Money? = nil,
        usualPerHour: Money? = nil, elapsedRatio: Double,
        pace: Double? = nil, estimate: Money? = nil, low: Money? = nil, high: Money? = nil, runsOutAt: Timestamp? = nil,
        dailyAllowance: Money? = nil, forecastNote: String? = nil
    ) {
        self.month = month
        self.limit = limit
        self.spent = spent
        self.basis = basis
        self.billed = billed
        self.unpricedRequests = unpricedRequests
        self.burnPerHour = burnPerHour
        self.burnPerHourLastDay = burnPerHourLastDay
        self.usualPerHour = usualPerHour
        self.elapsedRatio = elapsedRatio
        self.pace = pace
        self.estimate = estimate
        self.low = low
        self.high = high
        self.runsOutAt = runsOutAt
        self.dailyAllowance = dailyAllowance
        self.forecastNote = forecastNote
    }

    /// Spent / limit; `nil` without a limit.
    public var usedRatio: Double? {
        limit.flatMap { $0 > .zero ? spent.dollars / $0.dollars : nil }
    }
}
