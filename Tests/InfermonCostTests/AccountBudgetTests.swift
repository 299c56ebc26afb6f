import InfermonModel
import Testing

@testable import InfermonCost

@Suite struct AccountBudgetTests {
    private let now = Timestamp(seconds: CivilDateTime(year: 2026, month: 11, day: 11).secondsSince1970)
    private var month: BillingMonth { BillingMonth(containing: now, in: .utc) }

    private func history(dollarsAnHour: Int64) -> SpendHistory {
        SpendHistory(start: month.start, hours: Array(repeating: Money(dollars: dollarsAnHour), count: 240))
    }

    private func status(
        logged: SpendHistory?, billed: Money?, isGateway: Bool = false, limit: Int64 = 1_000
    ) -> BudgetStatus? {
        var generator = SplitMix64(seed: 1)
        return AccountBudget(
            budget: Budget(limit: Money(dollars: limit)), logged: logged, billed: billed, isGateway: isGateway,
            month: month, zone: .utc, now: now
        ).status(using: &generator)
    }

    @Test func `logs that know more than the late bill are judged`() throws {
        let status = try #require(self.status(logged: history(dollarsAnHour: 1), billed: Money(dollars: 200)))
        #expect(status.spent == Money(dollars: 240) && status.basis == .best)
        #expect(status.billed == Money(dollars: 200))
        #expect(status.estimate == Money(dollars: 720))
    }

    @Test func `a bill above the logs is judged, and what bypasses them is taken to follow their course`() throws {
        let status = try #require(self.status(logged: history(dollarsAnHour: 1), billed: Money(dollars: 480)))
        #expect(status.spent == Money(dollars: 480) && status.basis == .billed)
        #expect(status.usedRatio == 0.48)
        #expect(status.estimate == Money(dollars: 1_440))
        #expect(status.burnPerHour == Money(dollars: 1), "the rate of this hour is measured, not scaled")
    }

    @Test func `logs that know almost nothing of a bill make no forecast`() throws {
        let status = try #require(self.status(logged: history(dollarsAnHour: 0), billed: Money(dollars: 900)))
        #expect(status.spent == Money(dollars: 900) && status.basis == .billed && status.estimate == nil)
        #expect(status.pace.map { abs($0 - 2.7) < 1e-9 } == true)
        #expect(status.forecastNote == "Logs know less than a tenth of its bill: no forecast.")
    }

    @Test func `a gateway's budget is judged by its own count, and nothing known is not zero`() throws {
        let status = try #require(self.status(logged: nil, billed: Money(dollars: 500), isGateway: true))
        #expect(status.spent == Money(dollars: 500) && status.basis == .gateway)
        #expect(self.status(logged: nil, billed: nil) == nil)
    }

    @Test func `a bill of UTC days is cut at the month of the budget's zone`() throws {
        // A zone fourteen hours ahead: its November began at 10:00 UTC on 31 October.
        let kiritimati = TimeZoneRules(name: "+14", initialOffsetSeconds: 14 * 3_600)
        let month = BillingMonth(year: 2026, month: 11, in: kiritimati)
        func bill(_ account: String, day: Int, month: Int = 10, dollars: Int64) -> ProviderUsage {
            let start = Timestamp(seconds: CivilDateTime(year: 2026, month: month, day: day).secondsSince1970)
            return ProviderUsage(
                provider: "openai", start: start, end: start + .days(1), billed: Money(dollars: dollars),
                account: account)
        }
        let bills = [
            bill("a", day: 30, dollars: 100), bill("a", day: 31, dollars: 24), bill("a", day: 1, month: 11, dollars: 7),
            bill("b", day: 1, month: 11, dollars: 50),
        ]
        #expect(AccountBudget.billed(to: "a", bills, in: month) == Money(dollars: 14 + 7))
        #expect(AccountBudget.billed(to: "c", bills, in: month) == nil)
        #expect(
            AccountBudget.billed(to: "a", bills.prefix(1), in: month) == nil,
            "a bill of the month before says nothing of this one")
    }
}
