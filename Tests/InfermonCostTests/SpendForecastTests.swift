import InfermonCost
import InfermonModel
import Testing

private func date(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0) -> Timestamp {
    Timestamp(seconds: CivilDateTime(year: year, month: month, day: day, hour: hour).secondsSince1970)
}

private func forecast(_ input: SpendForecastInput) -> SpendForecast {
    var generator = SplitMix64(seed: 1)
    return SpendForecast(input, using: &generator)
}

@Suite struct SpendForecastTests {
    private static let november = BillingMonth(year: 2026, month: 11, in: .utc)

    /// A dollar an hour from `start` on, known until `now`.
    private static func steady(
        from start: Timestamp, now: Timestamp, budget: Int64? = nil, perHour: Money = Money(dollars: 1)
    ) -> SpendForecastInput {
        let count = Int((now - start).hours.rounded(.up))
        return SpendForecastInput(
            history: SpendHistory(start: start, hours: [Money](repeating: perHour, count: count)),
            budget: budget.map { Budget(limit: Money(dollars: $0)) }, month: november, zone: .utc, now: now,
            basis: .computed)
    }

    @Test func `a steady dollar an hour comes to the hours of the month exactly`() {
        let forecast = forecast(Self.steady(from: date(2026, 10, 20), now: date(2026, 11, 11), budget: 1_000))
        let status = forecast.status
        #expect(status.spent == Money(dollars: 240))
        #expect(status.estimate == Money(dollars: 720))
        #expect(status.burnPerHour == Money(dollars: 1))
        #expect(status.burnPerHourLastDay == Money(dollars: 1))
        #expect(abs((status.pace ?? 0) - 0.72) < 1e-9)
        #expect(status.dailyAllowance == Money("38"))
        #expect(status.runsOutAt == nil)
        #expect(status.forecastNote == nil)
        #expect(forecast.quality == .full)
        #expect(forecast.followsProfile)
    }

    @Test func `the range holds the estimate and starts at what is spent`() throws {
        let status = forecast(Self.steady(from: date(2026, 10, 20), now: date(2026, 11, 11))).status
        let (low, estimate, high) = try (#require(status.low), #require(status.estimate), #require(status.high))
        #expect(status.spent <= low && low < estimate && estimate < high)
        #expect(high < Money(dollars: 1_000))
    }

    @Test func `the same seed gives the same range`() {
        let input = Self.steady(from: date(2026, 10, 20), now: date(2026, 11, 11))
        #expect(forecast(input) == forecast(input))
    }

    @Test func `under two days there is no forecast but a note`() {
        let forecast = forecast(Self.steady(from: date(2026, 11, 9, 1), now: date(2026, 11, 11), budget: 500))
        #expect(forecast.quality == .needsData)
        #expect(forecast.status.estimate == nil && forecast.status.low == nil && forecast.status.high == nil)
        #expect(forecast.status.runsOutAt == nil)
        #expect(forecast.status.forecastNote == "A forecast needs 48 hours of traffic; 47 are known.")
        #expect(forecast.status.spent == Money(dollars: 47))
        #expect(forecast.status.pace != nil)
    }

    @Test func `between two days and a week it is early`() {
        let forecast = forecast(Self.steady(from: date(2026, 11, 8), now: date(2026, 11, 11)))
        #expect(forecast.quality == .early)
        #expect(!forecast.followsProfile)
        #expect(forecast.status.estimate == Money(dollars: 72 + 480))
    }

    @Test func `the limit is reached in the hour that spends its last dollar`() {
        let forecast = forecast(Self.steady(from: date(2026, 10, 20), now: date(2026, 11, 11), budget: 480))
        #expect(forecast.status.runsOutAt == date(2026, 11, 21))
        #expect(forecast.runsOutEarliest.map { $0 < date(2026, 11, 21) } == true)
        #expect(forecast.runsOutLatest.map { $0 > date(2026, 11, 21) } ?? true)
    }

    @Test func `a limit that is gone says when it went and allows nothing more`() {
        let status = forecast(Self.steady(from: date(2026, 10, 20), now: date(2026, 11, 11), budget: 100)).status
        #expect(status.runsOutAt == date(2026, 11, 5, 4))
        #expect(status.dailyAllowance == .zero)
    }

    @Test func `the burn rate falls to nothing when nothing is asked and the forecast does not`() {
        var input = Self.steady(from: date(2026, 10, 20), now: date(2026, 11, 11))
        input.history.hours.removeLast(2)
        let status = forecast(input).status
        #expect(status.burnPerHour == .zero)
        #expect((status.estimate ?? .zero) > Money(dollars: 700))
    }

    @Test func `weekends of nothing do not bend the forecast of a week's whole`() {
        // 5 dollars each hour of weekdays, nothing on weekends: 21 weekdays in November 2026.
        let start = date(2026, 10, 1)
        let now = date(2026, 11, 9)
        let hours = (0..<Int((now - start).hours)).map { index in
            [0, 6].contains((start + .hours(Int64(index))).utc.weekday) ? Money.zero : Money(dollars: 5)
        }
        let input = SpendForecastInput(
            history: SpendHistory(start: start, hours: hours), budget: Budget(limit: Money(dollars: 2_520)),
            month: Self.november, zone: .utc, now: now, basis: .gateway)
        let result = forecast(input)
        #expect(result.status.spent == Money(dollars: 600))
        #expect(abs((result.status.estimate ?? .zero).dollars - 2_520) < 90)
        // Five of 21 weekdays are gone: the profile knows that, a flat line would expect 8/30.
        #expect(abs(result.expectedRatio - 5.0 / 21) < 0.03)
        #expect(abs((result.status.pace ?? 0) - 1) < 0.13)
    }

    @Test func `a month with a change of clocks has its real hours`() {
        let zone = TimeZoneRules(
            name: "test", initialOffsetSeconds: 7_200,
            transitions: [.init(start: date(2026, 10, 25, 1), offsetSeconds: 3_600)])
        let month = BillingMonth(year: 2026, month: 10, in: zone)
        let now = month.start + .hours(240)
        let hours = [Money](repeating: Money(dollars: 1), count: 500)
        let input = SpendForecastInput(
            history: SpendHistory(start: now - .hours(500), hours: hours), budget: nil, month: month, zone: zone,
            now: now, basis: .computed)
        #expect(month.hours == 745)
        #expect(forecast(input).status.estimate == Money(dollars: 745))
    }

    @Test func `half-hour zones cut the month's first hour by its share`() {
        let zone = TimeZoneRules(name: "Asia/Kolkata", initialOffsetSeconds: 19_800)
        let month = BillingMonth(year: 2026, month: 11, in: zone)
        let input = SpendForecastInput(
            history: SpendHistory(
                start: month.start - .hours(100), hours: [Money](repeating: Money(dollars: 2), count: 111)),
            budget: nil, month: month, zone: zone, now: month.start + TimeSpan.minutes(10 * 60), basis: .computed)
        #expect(forecast(input).status.spent == Money(dollars: 21))
    }

    @Test func `nothing spent is a forecast of nothing and not a failure`() {
        let input = Self.steady(from: date(2026, 10, 20), now: date(2026, 11, 11), budget: 100, perHour: .zero)
        let status = forecast(input).status
        #expect(status.estimate == .zero && status.low == .zero && status.high == .zero)
        #expect(status.pace == 0)
        #expect(status.runsOutAt == nil)
    }

    @Test func `an empty history needs data`() {
        let input = SpendForecastInput(
            history: SpendHistory(start: date(2026, 11, 11), hours: []), budget: nil, month: Self.november, zone: .utc,
            now: date(2026, 11, 11), basis: .best)
        #expect(forecast(input).quality == .needsData)
    }
}

@Suite struct ForecastBacktestTests {
    @Test func `last month's forecast is compared with what the month came to`() throws {
        // A dollar an hour until the tenth of October, two from then on.
        let start = date(2026, 9, 1)
        let now = date(2026, 11, 5)
        let hours = (0..<Int((now - start).hours)).map { index in
            start + .hours(Int64(index)) < date(2026, 10, 10) ? Money(dollars: 1) : Money(dollars: 2)
        }
        let input = SpendForecastInput(
            history: SpendHistory(start: start, hours: hours), budget: nil,
            month: BillingMonth(year: 2026, month: 11, in: .utc), zone: .utc, now: now, basis: .computed)
        var generator = SplitMix64(seed: 3)
        let result = try #require(ForecastBacktest.ofLastMonth(input, using: &generator))
        #expect(result.actual == Money(dollars: 9 * 24 + 22 * 48))
        #expect(result.forecast == Money(dollars: 744))
        #expect(!result.wasInRange)
        #expect(result.sentence == "The forecast of day 8 of last month was 42 % too low.")
    }

    @Test func `without a whole month before there is nothing to compare`() {
        let input = SpendForecastInput(
            history: SpendHistory(start: date(2026, 10, 3), hours: [Money](repeating: .zero, count: 900)), budget: nil,
            month: BillingMonth(year: 2026, month: 11, in: .utc), zone: .utc, now: date(2026, 11, 9), basis: .computed)
        var generator = SplitMix64(seed: 3)
        #expect(ForecastBacktest.ofLastMonth(input, using: &generator) == nil)
    }
}

@Suite struct UsualSpendTests {
    @Test func `the usual spend of the last hour is of the clock hours that it lies in, each by its share`() {
        let start = Timestamp(seconds: CivilDateTime(year: 2026, month: 11, day: 2).secondsSince1970)
        // A batch of 40 dollars at five each day, else nothing.
        let hours = (0..<168 * 4).map { $0 % 24 == 5 ? Money(dollars: 40) : .zero }
        let history = SpendHistory(start: start, hours: hours)
        func usual(_ hour: Int64, minute: Int64) -> Money? {
            SpendForecastInput(
                history: history, budget: nil, month: BillingMonth(year: 2026, month: 12, in: .utc), zone: .utc,
                now: start + .hours(168 * 4 + hour) + .minutes(minute), basis: .best
            ).usualPerHour
        }
        #expect(usual(5, minute: 45) == Money(dollars: 30))
        #expect(usual(6, minute: 15) == Money(dollars: 30), "the batch of the hour before is in the last 60 minutes")
        #expect(usual(8, minute: 30) == .zero)
    }

    @Test func `the usual spend of an hour is the median of its weeks`() {
        let start = Timestamp(seconds: CivilDateTime(year: 2026, month: 11, day: 2).secondsSince1970)
        func usual(weeks: Int) -> Money? {
            var hours = [Money](repeating: Money(dollars: 1), count: 168 * 5)
            for (week, dollars) in [9, 2, 3, 100, 4].enumerated() {
                hours[week * 168 + 5] = Money(dollars: Int64(dollars))
            }
            let history = SpendHistory(start: start, hours: hours)
            return SpendForecastInput(
                history: history, budget: nil, month: BillingMonth(year: 2026, month: 12, in: .utc), zone: .utc,
                now: start + .hours(Int64(weeks * 168 + 6)), basis: .best
            ).usualPerHour
        }
        #expect(usual(weeks: 2) == nil)
        #expect(usual(weeks: 3) == Money(dollars: 3))
        #expect(usual(weeks: 5) == Money(dollars: 4))
    }
}

@Suite struct ForecastSimulationTests {
    @Test func `the forecast is as good as promised and its range covers what it says`() {
        let rows = ForecastSimulation(months: 150, days: [1, 8, 22], seed: 11).run()
        // Errors as in the design's table of 400 months, with room for the fewer months here.
        for (row, bound) in zip(rows, [0.11, 0.085, 0.032]) {
            #expect(row.trailingWeekError < bound, "day \(row.day): \(row.trailingWeekError)")
            #expect(row.trailingWeekError <= row.lastDayError)
            #expect(row.trailingWeekError < row.lastHourError / 3)
        }
        let coverage = rows.map(\.coverage).reduce(0, +) / Double(rows.count)
        #expect(coverage > 0.72 && coverage < 0.88, "\(rows.map(\.coverage))")
    }

    @Test(arguments: [
        (-1, 100, false), (0, 100, true), (900, 900, true), (1_000, 500, true), (1_000, 501, false), (4_900, 500, true),
        (5_000, 105, true), (5_000, 106, false), (19_900, 105, true), (20_000, 100, false),
    ])
    func `a forecast stands until spend outgrows it`(milliseconds: Int64, spent: Int64, stands: Bool) {
        let month = BillingMonth(containing: Timestamp(seconds: 1_795_435_200), in: .utc)
        let status = BudgetStatus(
            month: month, limit: nil, spent: Money(dollars: 100), basis: .best, elapsedRatio: 0.5,
            estimate: Money(dollars: 500))
        let age = TimeSpan.milliseconds(milliseconds)
        #expect(SpendForecast.stands(status, age: age, spent: Money(dollars: spent)) == stands)
    }
}
