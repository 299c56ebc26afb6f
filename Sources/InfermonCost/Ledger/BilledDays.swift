import InfermonModel

/// Cuts a provider's bucket into the UTC days of a month.
enum BilledDays {
    struct Part {
        let day: Timestamp
        let amount: Money
        /// Whether the amount is a share of a bucket, taken as if money were spent evenly.
        let isProrated: Bool
    }

    /// The parts of `usage` inside `month`; together they are the share of the bucket that lies inside it, exactly.
    static func parts(of usage: ProviderUsage, in month: BillingMonth) -> [Part] {
        guard let billed = usage.billed else { return [] }
        let length = (usage.end - usage.start).microseconds
        guard length > 0 else {
            let isInside = usage.start >= month.start && usage.start < month.end
            return isInside
                ? [Part(day: usage.start.floored(to: .days(1)), amount: billed, isProrated: false)] : []
        }
        func share(until instant: Timestamp) -> Money {
            billed.scaled(by: (min(max(instant, usage.start), usage.end) - usage.start).microseconds, over: length)
        }
        var parts: [Part] = []
        var start = max(usage.start, month.start)
        let end = min(usage.end, month.end)
        while start < end {
            let next = min(start.floored(to: .days(1)) + .days(1), end)
            // Differences of shares from the start lose no rounding between the parts.
            let isWhole = start == usage.start && next == usage.end
            parts.append(
                Part(
                    day: start.floored(to: .days(1)), amount: share(until: next) - share(until: start),
                    isProrated: !isWhole))
            start = next
        }
        return parts
    }
}
