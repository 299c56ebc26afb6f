import InfermonModel
import Testing

@Suite struct BillingMonthTests {
    /// Two hours ahead from the last Sunday of March 2026 to the last of October, else one.
    private let zurich = TimeZoneRules(
        name: "Europe/Zurich", initialOffsetSeconds: 3_600,
        transitions: [
            .init(start: Timestamp(seconds: 1_774_746_000), offsetSeconds: 7_200),
            .init(start: Timestamp(seconds: 1_792_890_000), offsetSeconds: 3_600),
        ])

    @Test func `a month begins at midnight of its zone`() {
        let november = BillingMonth(year: 2026, month: 11, in: zurich)
        #expect(november.start.rfc3339 == "2026-10-31T23:00:00Z")
        #expect(november.end.rfc3339 == "2026-11-30T23:00:00Z")
        #expect(BillingMonth(year: 2026, month: 7, in: zurich).start.rfc3339 == "2026-06-30T22:00:00Z")
    }

    @Test func `an instant belongs to the month of its zone`() {
        let instant = Timestamp(seconds: CivilDateTime(year: 2026, month: 10, day: 31, hour: 23).secondsSince1970)
        #expect(BillingMonth(containing: instant, in: zurich).month == 11)
        #expect(BillingMonth(containing: instant - .seconds(1), in: zurich).month == 10)
        #expect(BillingMonth(containing: instant, in: .utc).month == 10)
        let kiritimati = TimeZoneRules(name: "Pacific/Kiritimati", initialOffsetSeconds: 50_400)
        #expect(BillingMonth(containing: instant - .hours(13), in: kiritimati).month == 11)
        let kathmandu = TimeZoneRules(name: "Asia/Kathmandu", initialOffsetSeconds: 20_700)
        #expect(BillingMonth(year: 2026, month: 11, in: kathmandu).start.rfc3339 == "2026-10-31T18:15:00Z")
    }

    @Test(arguments: [(1, 744.0), (2, 672), (3, 743), (4, 720), (10, 745), (12, 744)])
    func `a month has its real hours`(month: Int, hours: Double) {
        #expect(BillingMonth(year: 2026, month: month, in: zurich).hours == hours)
    }

    @Test func `months follow one another without gap or overlap`() {
        for year in 2024...2028 {
            for month in 1...12 {
                let this = BillingMonth(year: year, month: month, in: zurich)
                let next = BillingMonth(year: month == 12 ? year + 1 : year, month: month % 12 + 1, in: zurich)
                #expect(this.end == next.start)
                #expect(BillingMonth(containing: this.start, in: zurich) == this)
                #expect(BillingMonth(containing: this.end - TimeSpan(microseconds: 1), in: zurich) == this)
            }
        }
        #expect(BillingMonth(year: 2028, month: 2, in: zurich).hours == 696)
    }

    @Test func `the share of the month gone stays between nothing and all`() {
        let month = BillingMonth(year: 2026, month: 11, in: zurich)
        #expect(month.elapsedRatio(at: month.start) == 0)
        #expect(month.elapsedRatio(at: month.start + .days(15)) == 0.5)
        #expect(month.elapsedRatio(at: month.end + .days(1)) == 1)
        #expect(month.elapsedRatio(at: .epoch) == 0)
    }

    @Test func `a time that occurs twice is its first, one that is skipped lies as far behind the change`() {
        let twice = CivilDateTime(year: 2026, month: 10, day: 25, hour: 2, minute: 30)
        #expect(zurich.instant(of: twice).rfc3339 == "2026-10-25T00:30:00Z")
        let skipped = CivilDateTime(year: 2026, month: 3, day: 29, hour: 2, minute: 30)
        #expect(zurich.instant(of: skipped).rfc3339 == "2026-03-29T01:30:00Z")
    }
}
