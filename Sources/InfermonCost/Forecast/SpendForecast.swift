public import InfermonModel

/// What a budget's month comes to, from its hours so far.
///
/// The month's total is what was spent plus the mean of the last 168 hours for every hour left: whole weeks cancel the course of
/// days and weekends, and no seasonal model did better in simulation. The burn rate of the last hour is a number of its own and
/// never projected.
public struct SpendForecast: Hashable, Sendable {
    /// How much the forecast rests on.
    public enum Quality: String, Hashable, Sendable {
        /// Less than 48 hours are known: there is no forecast.
        case needsData = "needs data"
        /// Less than a week is known: weekends or weekdays are missing.
        case early
        /// A week or more is known.
        case full
    }

    /// The budget's numbers for the screen and for alerts.
    public var status: BudgetStatus
    /// How much the forecast rests on.
    public var quality: Quality
    /// The limit's earliest likely hour; `nil` when not this month even at the high end.
    public var runsOutEarliest: Timestamp?
    /// The limit's latest likely hour; `nil` when not this month at the low end.
    public var runsOutLatest: Timestamp?
    /// The limit's share that is expected to be spent by now, 0…1.
    public var expectedRatio: Double
    /// Whether the expectation follows a measured profile of the week; flat before seven days are known.
    public var followsProfile: Bool
}

/// What a forecast is made from.
public struct SpendForecastInput: Hashable, Sendable {
    /// Spend by hour, from before the month where it is known.
    public var history: SpendHistory
    /// The limit; `nil` when spend is tracked without one.
    public var budget: Budget?
    /// The month.
    public var month: BillingMonth
    /// The budget's zone, for weekdays and hours.
    public var zone: TimeZoneRules
    /// The instant of the forecast.
    public var now: Timestamp
    /// Where the amounts come from.
    public var basis: CostBasis
    /// The month so far, exact; `nil` to add the history's hours up.
    public var monthToDate: Money?
    /// Spend of the last 60 minutes; `nil` to take it from the last two hours by their share.
    public var lastHour: Money?
    /// What the provider has billed for the month.
    public var billed: Money?
    /// Requests of the month that nothing prices.
    public var unpricedRequests: Int64

    /// Creates the input of a forecast.
    public init(
        history: SpendHistory, budget: Budget?, month: BillingMonth, zone: TimeZoneRules, now: Timestamp,
        basis: CostBasis, monthToDate: Money? = nil, lastHour: Money? = nil, billed: Money? = nil,
        unpricedRequests: Int64 = 0
    ) {
        self.history = history
        self.budget = budget
        self.month = month
        self.zone = zone
        self.now = now
        self.basis = basis
        self.monthToDate = monthToDate
        self.lastHour = lastHour
        self.billed = billed
        self.unpricedRequests = unpricedRequests
    }
}

extension SpendForecast {
    /// The hours that must be known before anything is forecast.
    public static let leastHours = 48.0

    /// Makes a forecast.
    ///
    /// - Parameters:
    ///   - input: The hours so far and the budget.
    ///   - generator: The source of chance for the range; the same seed gives the same range.
    public init(_ input: SpendForecastInput, using generator: inout some RandomNumberGenerator) {
        let known = input.history.hoursKnown(at: input.now)
        let spent = input.spent
        let profile = SpendProfile(history: input.history, zone: input.zone, now: input.now)
        quality = known < Self.leastHours ? .needsData : known < 168 ? .early : .full
        expectedRatio = profile.expectedShare(of: input.month, at: input.now, in: input.zone)
        followsProfile = profile.isMeasured
        status = BudgetStatus(
            month: input.month, limit: input.budget?.limit, spent: spent, basis: input.basis, billed: input.billed,
            unpricedRequests: input.unpricedRequests, burnPerHour: input.burnLastHour,
            burnPerHourLastDay: input.burnLastDay,
            elapsedRatio: input.month.elapsedRatio(at: input.now))
        addLimit(input, spent: spent)
        guard quality != .needsData else {
            status.forecastNote =
                "A forecast needs 48 hours of traffic; \(Int(known)) \(Int(known) == 1 ? "is" : "are") known."
            return
        }
        let rate = input.trailingMean
        let estimate = spent + rate.scaled(by: input.secondsLeft, over: 3_600)
        status.estimate = estimate
        addRange(input, rate: rate, using: &generator)
        addExhaustion(input, profile: profile, rate: rate)
    }

    private mutating func addLimit(_ input: SpendForecastInput, spent: Money) {
        guard let limit = input.budget?.limit, limit > .zero else { return }
        let expected = limit.dollars * expectedRatio
        if expected > 0 { status.pace = spent.dollars / expected }
        let left = max(.zero, limit - spent)
        status.dailyAllowance = left.scaled(by: 86_400, over: max(86_400, input.secondsLeft))
        if spent >= limit {
            status.runsOutAt = input.exhaustedAt(limit)
            runsOutEarliest = status.runsOutAt
            runsOutLatest = status.runsOutAt
        }
    }

    private mutating func addRange(
        _ input: SpendForecastInput, rate: Money, using generator: inout some RandomNumberGenerator
    ) {
        guard let estimate = status.estimate else { return }
        guard
            let band = SpendBand(
                history: input.history, zone: input.zone, now: input.now, until: input.month.end)
        else {
            status.low = estimate
            status.high = estimate
            return
        }
        let margins = band.margins(rate: rate.dollars, using: &generator)
        status.low = max(status.spent, estimate - Money(roughDollars: margins.below))
        status.high = estimate + Money(roughDollars: margins.above)
    }

    private mutating func addExhaustion(_ input: SpendForecastInput, profile: SpendProfile, rate: Money) {
        guard let limit = input.budget?.limit, limit > .zero, status.spent < limit else { return }
        func hour(total: Money?) -> Timestamp? {
            guard let total, total >= limit, input.secondsLeft > 0 else { return nil }
            let meanPerHour = (total - status.spent).dollars * 3_600 / Double(input.secondsLeft)
            return input.reaches((limit - status.spent).dollars, perHour: meanPerHour, profile: profile)
        }
        status.runsOutAt = hour(total: status.estimate)
        runsOutEarliest = hour(total: status.high)
        runsOutLatest = hour(total: status.low)
    }
}

extension Money {
    /// An amount from a floating-point estimate; zero when the estimate is no number.
    init(roughDollars: Double) {
        let picodollars = roughDollars * 1e12
        self.init(picodollars: picodollars.isFinite && abs(picodollars) < 1e27 ? Int128(picodollars) : 0)
    }
}
