/// One calendar month in a zone: the period that a budget covers.
public struct BillingMonth: Hashable, Sendable {
    /// The year, such as 2026.
    public let year: Int
    /// The month, 1…12.
    public let month: Int
    /// The first instant of the month.
    public let start: Timestamp
    /// The first instant of the next month.
    public let end: Timestamp

    /// The month of `zone` that holds `instant`.
    public init(containing instant: Timestamp, in zone: TimeZoneRules) {
        let local = zone.local(at: instant)
        self.init(year: local.year, month: local.month, in: zone)
    }

    /// The given month, 1…12, of `zone`.
    public init(year: Int, month: Int, in zone: TimeZoneRules) {
        self.year = year
        self.month = month
        start = zone.instant(of: CivilDateTime(year: year, month: month, day: 1))
        end = zone.instant(
            of: CivilDateTime(year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1))
    }

    /// The real hours of the month: 743 or 745 where daylight saving starts or ends.
    public var hours: Double { (end - start).hours }

    /// The share of the month gone at `instant`, 0…1.
    public func elapsedRatio(at instant: Timestamp) -> Double {
        min(1, max(0, (instant - start).seconds / (end - start).seconds))
    }
}
