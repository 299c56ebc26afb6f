import InfermonModel

/// Months of invented spend on which the forecast is measured.
///
/// Hourly spend with the shape of a day, weekends at 0.3 to 1.0 of weekdays, noise of 12 % by day and 25 % by hour, a level that
/// wanders by 3 % a day and 2 % of days at twice the level. Forecasts are made at 14:00 with the month before known.
public struct ForecastSimulation: Sendable {
    /// What was found for the forecasts of one day of the month.
    public struct Row: Hashable, Sendable {
        /// The day of the month, from 1.
        public var day: Int
        /// Mean of |forecast - actual| / actual with the mean of the trailing 7 days.
        public var trailingWeekError: Double
        /// The same with the month's own mean so far.
        public var monthToDateError: Double
        /// The same with the last 24 hours.
        public var lastDayError: Double
        /// The same with the last hour.
        public var lastHourError: Double
        /// The share of months inside the range.
        public var coverage: Double
    }

    /// The number of months for each day.
    public var months: Int
    /// The days of the month on which a forecast is made.
    public var days: [Int]
    /// The seed of the invented months.
    public var seed: UInt64

    /// Creates a simulation.
    public init(months: Int = 400, days: [Int] = [1, 2, 3, 5, 8, 12, 16, 22], seed: UInt64 = 1) {
        self.months = months
        self.days = days
        self.seed = seed
    }

    /// Runs the simulation; some seconds for 400 months.
    public func run() -> [Row] {
        var generator = SplitMix64(seed: seed)
        var rows = days.map {
            Row(day: $0, trailingWeekError: 0, monthToDateError: 0, lastDayError: 0, lastHourError: 0, coverage: 0)
        }
        for _ in 0..<months {
            let history = Self.history(using: &generator)
            for index in rows.indices { add(history, to: &rows[index], using: &generator) }
        }
        let count = Double(months)
        return rows.map {
            Row(
                day: $0.day, trailingWeekError: $0.trailingWeekError / count,
                monthToDateError: $0.monthToDateError / count, lastDayError: $0.lastDayError / count,
                lastHourError: $0.lastHourError / count, coverage: $0.coverage / count)
        }
    }

    /// June 2026 after May: 61 days whose first is a Friday.
    private static let start = Timestamp(
        seconds: CivilDateTime(year: 2026, month: 5, day: 1).secondsSince1970)
    private static let month = BillingMonth(year: 2026, month: 6, in: .utc)

    private func add(_ history: SpendHistory, to row: inout Row, using generator: inout SplitMix64) {
        let now = Self.month.start + .days(Int64(row.day - 1)) + .hours(14)
        let input = SpendForecastInput(
            history: history.known(at: now), budget: nil, month: Self.month, zone: .utc, now: now, basis: .computed)
        let forecast = SpendForecast(input, using: &generator).status
        let actual = history.sum(from: Self.month.start, to: Self.month.end - .seconds(1)).dollars
        let left = (Self.month.end - now).hours
        let spent = forecast.spent.dollars
        func error(perHour: Double) -> Double { abs(spent + perHour * left - actual) / actual }
        row.trailingWeekError += abs((forecast.estimate ?? .zero).dollars - actual) / actual
        row.monthToDateError += error(perHour: spent / (now - Self.month.start).hours)
        row.lastDayError += error(perHour: (forecast.burnPerHourLastDay ?? .zero).dollars)
        row.lastHourError += error(perHour: forecast.burnPerHour.dollars)
        let low = (forecast.low ?? .zero).dollars
        let high = (forecast.high ?? .zero).dollars
        row.coverage += low <= actual && actual <= high ? 1 : 0
    }

    private static func history(using generator: inout SplitMix64) -> SpendHistory {
        let weekendFactor = 0.3 + 0.7 * generator.unit()
        var level = 1.0
        var hours: [Money] = []
        for day in 0..<61 {
            level *= 1 + 0.03 * Gaussian.draw(using: &generator)
            let weekday = (5 + day) % 7
            var scale = level * (weekday == 0 || weekday == 6 ? weekendFactor : 1)
            scale *= max(0.1, 1 + 0.12 * Gaussian.draw(using: &generator))
            if generator.unit() < 0.02 { scale *= 2 }
            for hour in 0..<24 {
                let noise = max(0.05, 1 + 0.25 * Gaussian.draw(using: &generator))
                hours.append(Money(roughDollars: scale * shape[hour] * noise))
            }
        }
        return SpendHistory(start: start, hours: hours)
    }

    /// The course of a working day, by hour.
    private static let shape: [Double] = [
        0.2, 0.15, 0.12, 0.1, 0.12, 0.2, 0.4, 0.8, 1.3, 1.7, 1.9, 1.9, 1.7, 1.8, 2.0, 2.0, 1.8, 1.5, 1.2, 1.0, 0.9, 0.7,
        0.5, 0.3,
    ]
}
