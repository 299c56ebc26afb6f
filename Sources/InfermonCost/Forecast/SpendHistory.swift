public import InfermonModel

/// Spend by hour: what budgets and forecasts are computed from.
public struct SpendHistory: Hashable, Sendable {
    /// The first hour that is known, a whole hour since 1970 UTC.
    public var start: Timestamp
    /// Spend of each hour, oldest first, zero where nothing was asked; hours after the last are taken as idle.
    public var hours: [Money]

    /// Creates a history.
    public init(start: Timestamp, hours: [Money]) {
        self.start = start.floored(to: .hours(1))
        self.hours = hours
    }

    /// Hours known until `now`, the running one by its share.
    func hoursKnown(at now: Timestamp) -> Double { max(0, (now - start).hours) }

    /// The index of the hour that holds `instant`; it can lie outside the history.
    func index(of instant: Timestamp) -> Int {
        Int((instant.floored(to: .hours(1)) - start).microseconds.flooredQuotient(TimeSpan.hours(1).microseconds))
    }

    /// Spend of the hour at `index`; zero outside the history.
    subscript(index: Int) -> Money { hours.indices.contains(index) ? hours[index] : .zero }

    /// The sum of whole hours.
    func sum(_ range: Range<Int>) -> Money {
        let known = range.clamped(to: 0..<hours.count)
        return hours[known].reduce(.zero, +)
    }

    /// Spend from `from` to `to`; an hour that an end cuts counts by its share, the running hour at `to` as a whole.
    func sum(from: Timestamp, to: Timestamp) -> Money {
        guard from < to else { return .zero }
        let first = index(of: from)
        var sum = sum(max(0, first)..<max(0, first, index(of: to) + 1))
        let cut = from - from.floored(to: .hours(1))
        if cut > .zero, first >= 0 {
            sum -= self[first].scaled(by: cut.microseconds, over: TimeSpan.hours(1).microseconds)
        }
        return sum
    }

    /// The same history as it was known at `instant`; the running hour is cut off.
    func known(at instant: Timestamp) -> SpendHistory {
        SpendHistory(start: start, hours: Array(hours.prefix(max(0, index(of: instant)))))
    }
}
