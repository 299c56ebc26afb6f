import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct CloudPageAssemblyTests {
    private static let start = Timestamp(seconds: 1_763_856_000)

    private var query: ProviderQuery {
        let feed = ProviderFeed(name: "costs", kind: .costs, interval: .minutes(10), reach: .openDays)
        return ProviderQuery(feed: feed, from: Self.start, to: Self.start + .days(3), now: Self.start + .days(2))
    }

    private func record(_ dollars: String, day: Int64 = 0, identity: String = "a", model: String? = nil)
        -> ProviderPage.Record
    {
        let start = Self.start + .days(day)
        return .init(
            ProviderUsage(provider: "p", start: start, end: start + .days(1), model: model, billed: Money(dollars)),
            identity: identity)
    }

    private func total(_ assembly: PageAssembly) -> Money {
        assembly.report().costs.reduce(into: .zero) { $0 += $1.billed ?? .zero }
    }

    @Test func `two equal rows of one page are two, of two pages one`() throws {
        var assembly = PageAssembly(query: query)
        let page = ProviderPage(records: [record("1"), record("1"), record("2", day: 1)], next: "x")
        #expect(try assembly.add(page) == "x")
        #expect(total(assembly) == Money("4"))
        #expect(try assembly.add(ProviderPage(records: [record("1"), record("1")])) == nil)
        #expect(total(assembly) == Money("4"))
        #expect(assembly.report().costs.count == 2)
    }

    @Test func `a record that changed between pages is an error`() throws {
        var assembly = PageAssembly(query: query)
        _ = try assembly.add(ProviderPage(records: [record("1")], next: "x"))
        #expect(throws: ProviderFailure.self) { try assembly.add(ProviderPage(records: [record("1.5")])) }
    }

    @Test(arguments: [-1, 3, 400] as [Int64])
    func `a bucket that nobody asked for is an error`(_ day: Int64) {
        var assembly = PageAssembly(query: query)
        #expect(throws: ProviderFailure.self) { try assembly.add(ProviderPage(records: [record("1", day: day)])) }
    }

    @Test func `pages that repeat or do not end are an error`() throws {
        var ring = PageAssembly(query: query)
        _ = try ring.add(ProviderPage(next: "a"))
        _ = try ring.add(ProviderPage(next: "b"))
        #expect(throws: ProviderFailure.self) { try ring.add(ProviderPage(next: "a")) }
        var endless = PageAssembly(query: query)
        var pages = 0
        #expect(throws: ProviderFailure.self) {
            while try endless.add(ProviderPage(next: "\(pages)")) != nil { pages += 1 }
        }
        #expect(pages == 999)
    }

    @Test func `rows of the same bucket and model are summed, others kept apart`() throws {
        var assembly = PageAssembly(query: query)
        _ = try assembly.add(
            ProviderPage(records: [
                record("1", identity: "key1", model: "m"), record("2", identity: "key2", model: "m"),
                record("4", identity: "key1", model: "n"),
            ]))
        let rows = assembly.report().costs
        #expect(rows.map(\.billed) == [Money("3"), Money("4")])
        #expect(rows.map(\.tokens) == [nil, nil])
    }

    @Test func `a report says what was asked`() throws {
        var assembly = PageAssembly(query: query)
        _ = try assembly.add(ProviderPage(spendLimit: Money("5"), notes: ["a.", "a."]))
        let report = assembly.report()
        #expect(report.parts == [.costs])
        #expect((report.from, report.to) == (query.from, query.to))
        #expect(report.notes == ["a."])
        #expect(report.spendLimit == Money("5"))
    }

    @Test func `a ledger replaces what a report covers and keeps the rest`() throws {
        let march = try #require(DateText.instant("2026-03-20"))
        var ledger = BilledLedger()
        func report(_ day: Int64, _ days: Int64, _ amounts: [(Int64, String)]) -> ProviderReport {
            let first = Timestamp(seconds: 1_772_323_200)  // 2026-03-01
            return ProviderReport(
                costs: amounts.map { at, dollars in
                    ProviderUsage(
                        provider: "p", start: first + .days(at), end: first + .days(at + 1), billed: Money(dollars))
                }, usage: [], from: first + .days(day), to: first + .days(day + days), parts: [.costs])
        }
        #expect(ledger.billed(inMonthOf: march) == nil)
        ledger.apply(report(17, 3, [(18, "1")]), at: march)
        #expect(ledger.billed(inMonthOf: march) == nil, "three days are not the month")
        ledger.apply(report(-28, 48, [(-5, "100"), (3, "7"), (18, "1"), (19, "2")]), at: march)
        #expect(ledger.billed(inMonthOf: march) == Money("10"))
        ledger.apply(report(17, 3, [(19, "2.5"), (19, "0")]), at: march)
        #expect(ledger.billed(inMonthOf: march) == Money("9.5"))
        #expect(ledger.billedUntil(inMonthOf: march) == Timestamp(seconds: 1_772_323_200) + .days(20))
        var usage = report(0, 30, [])
        usage.parts = [.usage]
        ledger.apply(usage, at: march)
        #expect(ledger.billed(inMonthOf: march) == Money("9.5"), "a report of usage is none of costs")
        #expect(ledger.billed(inMonthOf: march + .days(13)) == .zero, "the next month starts at nothing")
        #expect(ledger.billed(inMonthOf: march + .days(60)) == nil, "a month that was never read is unknown")
    }
}
