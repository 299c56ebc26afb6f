public import InfermonModel

/// How good the forecast was in a month that is over.
public struct ForecastBacktest: Hashable, Sendable {
    /// The day of the month on which the forecast would have been made, from 1.
    public var day: Int
    /// The month.
    public var month: BillingMonth
    /// What it would have said.
    public var forecast: Money
    /// What the month came to.
    public var actual: Money
    /// Whether the month came to lie inside the range.
    public var wasInRange: Bool

    /// (forecast - actual) / actual.
    public var error: Double { (forecast - actual).dollars / actual.dollars }

    /// The result in words, such as `The forecast of day 8 of last month was 6 % too high.`.
    public var sentence: String {
        let percent = Int((abs(error) * 100).rounded())
        let verdict = percent == 0 ? "right to the percent" : "\(percent) % too \(error > 0 ? "high" : "low")"
        return "The forecast of day \(day) of last month was \(verdict)."
    }

    /// Repeats the forecast of a day of a month that is over, with what was known then.
    ///
    /// - Parameters:
    ///   - input: The hours until now; its month is the running one.
    ///   - day: The day of the month before, from 1; the forecast is made at 14:00 local time.
    ///   - generator: The source of chance for the range.
    /// - Returns: `nil` when the history does not cover that month, or nothing was spent in it.
    public static func ofLastMonth(
        _ input: SpendForecastInput, day: Int = 8, using generator: inout some RandomNumberGenerator
    ) -> ForecastBacktest? {
        let current = input.month
        let month = BillingMonth(
            year: current.month == 1 ? current.year - 1 : current.year,
            month: current.month == 1 ? 12 : current.month - 1,
            in: input.zone)
        guard input.history.start <= month.start, input.now >= month.end else { return nil }
        let actual = input.history.sum(from: month.start, to: month.end - TimeSpan(microseconds: 1))
        guard actual > .zero else { return nil }
        let instant = input.zone.instant(
            of: CivilDateTime(year: month.year, month: month.month, day: day, hour: 14))
        guard instant < month.end else { return nil }
        var then = input
        then.history = input.history.known(at: instant)
        then.month = month
        then.now = instant
        then.monthToDate = nil
        then.lastHour = nil
        let forecast = SpendForecast(then, using: &generator)
        guard let estimate = forecast.status.estimate, let low = forecast.status.low, let high = forecast.status.high
        else {
            return nil
        }
        return ForecastBacktest(
            day: day, month: month, forecast: estimate, actual: actual, wasInRange: low <= actual && actual <= high)
    }
}
