public import InfermonModel

/// How the budget of one provider's account stands, from what logs say of it and from what it billed.
///
/// Logs are current and miss what bypasses the gateway; a bill misses nothing and is hours late. The larger of the two is judged,
/// never their sum, and the status says which it was.
public struct AccountBudget: Hashable, Sendable {
    /// The limit; `nil` when spend is tracked without one.
    public var budget: Budget?
    /// Spend by hour as logs tell it; `nil` where they do not tell this account from others.
    public var logged: SpendHistory?
    /// What it billed this month; `nil` while unknown.
    public var billed: Money?
    /// Whether ``billed`` is a gateway's own count rather than a bill.
    public var isGateway: Bool
    /// The month, in the budget's zone.
    public var month: BillingMonth
    /// The budget's zone.
    public var zone: TimeZoneRules
    /// The instant.
    public var now: Timestamp

    /// Times a bill may be what logs know for their course to say anything of its future.
    static let mostTimesLogged: Int64 = 10

    /// Creates the input of a judgement.
    public init(
        budget: Budget?, logged: SpendHistory?, billed: Money?, isGateway: Bool = false, month: BillingMonth,
        zone: TimeZoneRules, now: Timestamp
    ) {
        self.budget = budget
        self.logged = logged
        self.billed = billed
        self.isGateway = isGateway
        self.month = month
        self.zone = zone
        self.now = now
    }

    /// How the budget stands.
    ///
    /// - Parameter generator: The source of chance for the forecast's range; the same seed gives the same range.
    /// - Returns: `nil` while nothing is known of the account, which is not zero.
    public func status(using generator: inout some RandomNumberGenerator) -> BudgetStatus? {
        guard let logged else {
            return billed.map {
                bill(
                    $0,
                    note:
                        "\(isGateway ? "Its own count" : "Its bill") is all that is known of this account: no forecast."
                )
            }
        }
        let input = SpendForecastInput(
            history: logged, budget: budget, month: month, zone: zone, now: now, basis: .best, billed: billed)
        var status: BudgetStatus
        if let billed, billed > input.spent {
            guard input.spent.scaled(by: Self.mostTimesLogged, over: 1) >= billed else {
                var status = bill(billed, note: "Logs know less than a tenth of its bill: no forecast.")
                measure(&status, input)
                return status
            }
            status = SpendForecast(scaled(input, to: billed), using: &generator).status
        } else {
            status = SpendForecast(input, using: &generator).status
        }
        measure(&status, input)
        return status
    }

    /// The part of an account's bills that lies in a month; `nil` when none reaches into it, which is no bill of nothing.
    public static func billed(
        to account: String, _ bills: some Sequence<ProviderUsage>, in month: BillingMonth
    ) -> Money? {
        var sum: Money?
        for bill in bills where bill.account == account {
            for part in BilledDays.parts(of: bill, in: month) { sum = (sum ?? .zero) + part.amount }
        }
        return sum
    }

    private func bill(_ amount: Money, note: String) -> BudgetStatus {
        var status = BudgetStatus(
            month: month, limit: budget?.limit, spent: amount, basis: isGateway ? .gateway : .billed, billed: amount,
            elapsedRatio: month.elapsedRatio(at: now), forecastNote: note)
        status.pace = status.usedRatio.map { $0 / max(1e-6, status.elapsedRatio) }
        return status
    }

    /// What bypasses the logs is taken to follow their course.
    private func scaled(_ input: SpendForecastInput, to billed: Money) -> SpendForecastInput {
        var input = input
        let thousandths = Int64((billed.dollars / input.spent.dollars * 1_000).rounded())
        input.history.hours = input.history.hours.map { $0.scaled(by: thousandths, over: 1_000) }
        input.monthToDate = billed
        input.basis = isGateway ? .gateway : .billed
        return input
    }

    /// Rates are those measured in the logs: a bill has none of this hour.
    private func measure(_ status: inout BudgetStatus, _ input: SpendForecastInput) {
        status.burnPerHour = input.burnLastHour
        status.burnPerHourLastDay = input.burnLastDay
        status.usualPerHour = input.usualPerHour
    }
}
