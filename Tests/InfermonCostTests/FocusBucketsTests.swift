import InfermonCost
import InfermonModel
import Testing

@Suite struct FocusBucketsTests {
    @Test func `lines of one bucket are one record, whichever file they are in`() {
        let month = BillingMonth(year: 2026, month: 11, in: .utc)
        func record(_ day: Int64, _ amount: String, item: String = "input") -> ProviderUsage {
            ProviderUsage(
                provider: "azure", start: month.start + .days(day), end: month.start + .days(day + 1), lineItem: item,
                tokens: TokenUsage(uncachedInput: 10), billed: Money(amount))
        }
        var buckets = FocusBuckets(account: "azure-eu")
        buckets.add([record(0, "1.5"), record(0, "-0.5"), record(1, "2"), record(0, "3", item: "output")])
        buckets.add([record(1, "4"), record(40, "9")])
        #expect(buckets.records.map(\.billed) == ["1", "3", "6", "9"].map { Money($0) })
        #expect(buckets.records.first?.tokens == TokenUsage(uncachedInput: 20))
        #expect(buckets.records.allSatisfy { $0.account == "azure-eu" && $0.provider == "azure" })
        #expect(buckets.billed(in: month) == Money("10"))
        #expect(buckets.end(in: month) == month.start + .days(2))
    }
}
