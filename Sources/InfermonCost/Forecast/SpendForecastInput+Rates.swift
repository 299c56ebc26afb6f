public import InfermonModel

extension SpendForecastInput {
    /// The usual spend of the last 60 minutes: the medians of the two clock hours that they lie in over the eight weeks before, each
    /// by its share; `nil` before three weeks are known.
    public var usualPerHour: Money? {
        let index = history.index(of: now)
        guard let current = usual(at: index), let before = usual(at: index - 1) else { return nil }
        let hour = TimeSpan.hours(1).microseconds
        let gone = (now - now.floored(to: .hours(1))).microseconds
        return current.scaled(by: gone, over: hour) + before.scaled(by: hour - gone, over: hour)
    }

    private func usual(at index: Int) -> Money? {
        let known = (1...8).map { index - $0 * 168 }.filter { $0 >= 0 }.map { history[$0] }.sorted()
        return known.count >= 3 ? known[known.count / 2] : nil
    }

    var secondsLeft: Int64 { max(0, (month.end - now).microseconds / 1_000_000) }

    /// The month so far.
    var spent: Money { monthToDate ?? history.sum(from: month.start, to: now) }

    /// The mean of the last 168 complete hours, or of all when there are fewer, per hour.
    var trailingMean: Money {
        let end = history.index(of: now)
        let count = min(168, end)
        guard count > 0 else { return .zero }
        return history.sum(end - count..<end).scaled(by: 1, over: Int64(count))
    }

    /// Spend of the last 60 minutes.
    var burnLastHour: Money {
        if let lastHour { return lastHour }
        let index = history.index(of: now)
        let gone = (now - now.floored(to: .hours(1))).microseconds
        let hour = TimeSpan.hours(1).microseconds
        return history[index] + history[index - 1].scaled(by: hour - gone, over: hour)
    }

    /// The mean of the last 24 complete hours, per hour; `nil` before there are any.
    var burnLastDay: Money? {
        let end = history.index(of: now)
        return end >= 24 ? history.sum(end - 24..<end).scaled(by: 1, over: 24) : nil
    }

    /// The hour of the month in which the limit was reached.
    func exhaustedAt(_ limit: Money) -> Timestamp {
        var sum = Money.zero
        var index = max(0, history.index(of: month.start))
        while history.start + .hours(Int64(index)) < now, index < history.hours.count {
            sum += history[index]
            if sum >= limit { return min(now, history.start + .hours(Int64(index + 1))) }
            index += 1
        }
        return now
    }

    /// The hour at which `dollars` more are spent; `nil` when not this month.
    func reaches(_ dollars: Double, perHour mean: Double, profile: SpendProfile) -> Timestamp? {
        // The profile says when within the days ahead; its mean over them is brought to the forecast's.
        var weights: [(start: Timestamp, weight: Double)] = []
        var hour = now
        while hour < month.end {
            let end = min(hour.floored(to: .hours(1)) + .hours(1), month.end)
            weights.append((hour, profile.weight(at: hour, in: zone) * (end - hour).hours))
            hour = end
        }
        let total = weights.reduce(0) { $0 + $1.weight }
        guard total > 0 else { return nil }
        let scale = mean * Double(secondsLeft) / 3_600 / total
        var sum = 0.0
        for (index, step) in weights.enumerated() {
            sum += step.weight * scale
            if sum >= dollars * (1 - 1e-9) { return index + 1 < weights.count ? weights[index + 1].start : month.end }
        }
        return nil
    }
}
