import InfermonModel

/// What a provider billed, as its reports say it: each replaces what was known of its interval.
struct BilledLedger: Sendable {
    private var records: [ProviderUsage] = []
    private var monthKnown: BillingMonth?

    /// Takes in a report of costs; months before the one before `now` are forgotten.
    mutating func apply(_ report: ProviderReport, at now: Timestamp) {
        guard report.parts.contains(.costs) else { return }
        let month = BillingMonth(containing: now, in: .utc)
        let oldest = BillingMonth(containing: month.start - .days(1), in: .utc).start
        records.removeAll { ($0.start >= report.from && $0.start < report.to) || $0.start < oldest }
        records += report.costs
        if report.from <= month.start { monthKnown = month }
    }

    /// The sum of the UTC month that holds `now`; `nil` before any report that covers its start.
    func billed(inMonthOf now: Timestamp) -> Money? {
        let month = BillingMonth(containing: now, in: .utc)
        guard monthKnown == month || (monthKnown?.end == month.start) else { return nil }
        return rows(of: month).reduce(into: Money.zero) { sum, row in sum += row.billed ?? .zero }
    }

    /// The end of the newest bucket of the month that has money in it.
    func billedUntil(inMonthOf now: Timestamp) -> Timestamp? {
        rows(of: BillingMonth(containing: now, in: .utc)).filter { ($0.billed ?? .zero) != .zero }.map(\.end).max()
    }

    private func rows(of month: BillingMonth) -> [ProviderUsage] {
        records.filter { $0.start >= month.start && $0.start < month.end }
    }
}
