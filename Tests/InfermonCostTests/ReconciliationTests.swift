import InfermonCost
import InfermonModel
import Testing

private func date(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0, _ minute: Int = 0) -> Timestamp {
    Timestamp(
        seconds: CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute).secondsSince1970)
}

private func row(
    _ scenario: String, _ provider: String, _ start: Timestamp, best: String, unpriced: Int64 = 0
) -> RollupRow {
    var rollup = Rollup()
    rollup.requests = 10
    rollup.bestCost = Money(best) ?? .zero
    rollup.gatewayCost = rollup.bestCost
    rollup.computedCost = rollup.bestCost
    rollup.unpriced = unpriced
    let series = SeriesKey(scenario: ScenarioID(scenario), provider: provider)
    return RollupRow(start: start, series: series, rollup: rollup)
}

private func bill(
    _ provider: String, from: Timestamp, to: Timestamp, _ amount: String, project: String? = nil,
    isProvisional: Bool = false
) -> ProviderUsage {
    ProviderUsage(
        provider: provider, start: from, end: to, project: project, billed: Money(amount), isProvisional: isProvisional)
}

@Suite struct ReconciliationTests {
    private static let november = BillingMonth(year: 2026, month: 11, in: .utc)
    private static let now = date(2026, 11, 23, 3)

    @Test func `gateway, computed and billed stand side by side by scenario, provider and day`() throws {
        let rows = [
            row("chatbot", "openai", date(2026, 11, 2, 5), best: "1"),
            row("chatbot", "openai", date(2026, 11, 2, 9), best: "2.5"),
            row("content", "openai", date(2026, 11, 2, 9), best: "4"),
            row("chatbot", "openai", date(2026, 10, 31, 23), best: "9"),
        ]
        let bills = [
            bill("openai", from: date(2026, 11, 2), to: date(2026, 11, 3), "3.60", project: "p1"),
            bill("openai", from: date(2026, 11, 2), to: date(2026, 11, 3), "4.40", project: "p2"),
        ]
        let result = Reconciliation(
            rollups: rows, bills: bills,
            scenarioByProject: ["openai": ["p1": ScenarioID("chatbot"), "p2": ScenarioID("content")]],
            month: Self.november, now: Self.now)
        #expect(result.rows.map(\.scenario.rawValue) == ["chatbot", "content"])
        let chatbot = try #require(result.rows.first)
        #expect(chatbot.best == Money("3.5"))
        #expect(chatbot.billed == Money("3.6"))
        #expect(chatbot.gap == Money("0.1"))
        #expect(!chatbot.isProvisional && !chatbot.isProrated)
        #expect(abs((result.captureRatio ?? 0) - 7.5 / 8) < 1e-12)
        #expect(result.total(of: ScenarioID("content"))?.billed == Money("4.4"))
    }

    @Test func `a bill that no project maps is unattributed and still compared by provider and day`() {
        let result = Reconciliation(
            rollups: [row("chatbot", "openai", date(2026, 11, 2), best: "5")],
            bills: [bill("openai", from: date(2026, 11, 2), to: date(2026, 11, 3), "10")], month: Self.november,
            now: Self.now)
        #expect(result.rows.map(\.scenario) == [ScenarioID("chatbot"), .unattributed])
        #expect(result.byProviderDay.count == 1)
        #expect(result.captureRatio == 0.5)
        #expect(result.notes.contains { $0.contains("Logs explain 50 % of the bill") })
    }

    @Test func `a day on which observing began says nothing of the capture ratio`() {
        let result = Reconciliation(
            rollups: [
                row("c", "openai", date(2026, 11, 2, 20), best: "1"), row("c", "openai", date(2026, 11, 3), best: "9"),
            ],
            bills: [
                bill("openai", from: date(2026, 11, 2), to: date(2026, 11, 3), "10"),
                bill("openai", from: date(2026, 11, 3), to: date(2026, 11, 4), "10"),
            ], observedSince: date(2026, 11, 2, 19), month: Self.november, now: Self.now)
        #expect(result.captureRatio == 0.9)
    }

    @Test func `today's bill is provisional and left out of the ratio`() {
        let result = Reconciliation(
            rollups: [
                row("c", "openai", date(2026, 11, 23), best: "1"), row("c", "openai", date(2026, 11, 22), best: "1"),
            ],
            bills: [
                bill("openai", from: date(2026, 11, 23), to: date(2026, 11, 24), "0.2"),
                bill("openai", from: date(2026, 11, 22), to: date(2026, 11, 23), "1", isProvisional: false),
            ], month: Self.november, now: Self.now)
        #expect(result.captureRatio == 1)
        #expect(result.byProviderDay.map(\.isProvisional) == [false, true])
    }

    @Test func `a day without a bill has none, and a bill of nothing is nothing`() {
        let result = Reconciliation(
            rollups: [row("c", "openai", date(2026, 11, 2), best: "1")],
            bills: [bill("openai", from: date(2026, 11, 3), to: date(2026, 11, 4), "0")], month: Self.november,
            now: Self.now)
        #expect(result.rows.map(\.billed) == [nil, .zero])
        #expect(result.captureRatio == nil)
    }

    @Test func `in another zone the first and last UTC day are prorated and marked`() {
        let zurich = TimeZoneRules(name: "test", initialOffsetSeconds: 3_600)
        let month = BillingMonth(year: 2026, month: 11, in: zurich)
        let bills = [
            bill("openai", from: date(2026, 10, 31), to: date(2026, 11, 1), "24"),
            bill("openai", from: date(2026, 11, 1), to: date(2026, 11, 2), "24"),
            bill("openai", from: date(2026, 11, 30), to: date(2026, 12, 1), "24"),
        ]
        let result = Reconciliation(rollups: [], bills: bills, month: month, now: date(2026, 12, 5))
        #expect(result.cutsDays)
        #expect(result.rows.map(\.billed) == [Money("1"), Money("24"), Money("23")])
        #expect(result.rows.map(\.isProrated) == [true, false, true])
        #expect(result.notes.contains { $0.contains("prorated") })
    }

    @Test func `a long bucket is spread over its days without losing a pico-dollar`() {
        let bills = [bill("acme", from: date(2026, 11, 1), to: date(2026, 11, 8), "0.000000000010")]
        let result = Reconciliation(rollups: [], bills: bills, month: Self.november, now: Self.now)
        #expect(result.rows.count == 7)
        #expect(result.rows.allSatisfy { $0.isProrated })
        #expect(result.total?.billed == Money("0.000000000010"))
    }

    @Test func `a bucket that starts within a day is whole`() {
        let bills = [bill("openai", from: date(2026, 11, 2, 17, 31), to: date(2026, 11, 3), "5")]
        let result = Reconciliation(rollups: [], bills: bills, month: Self.november, now: Self.now)
        #expect(result.rows.map(\.billed) == [Money("5")])
        #expect(result.rows.map(\.isProrated) == [false])
    }

    @Test func `unpriced requests are named and in no sum`() {
        let result = Reconciliation(
            rollups: [row("c", "openai", date(2026, 11, 2), best: "0", unpriced: 7)], bills: [], month: Self.november,
            now: Self.now)
        #expect(result.notes == ["7 requests have no price and are in no figure of ours."])
    }
}
