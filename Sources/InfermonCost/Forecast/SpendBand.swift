import InfermonModel

/// The range of a month-end forecast: past days drawn again in place of the days to come.
///
/// Blocks of 24 hours of the last two weeks that end at the clock time of the forecast are drawn whole, weekdays for weekdays and weekends for weekends,
/// so that the course of a day and its luck stay together; the level wanders by 3 % a day. In simulation the 80 % range of such
/// draws covers 55-70 %, so it is widened by half; then it covers 72-88 % (see ``ForecastSimulation``).
struct SpendBand {
    static let draws = 400
    static let widening = 1.5
    static let dailyDrift = 0.03

    private struct Block {
        /// Spend from the block's start to each of its hours: 25 values from zero on.
        let cumulative: [Double]
        let isWeekend: Bool

        init(hours: some Sequence<Double>, isWeekend: Bool) {
            var cumulative = [0.0]
            for (index, hour) in hours.enumerated() { cumulative.append(cumulative[index] + hour) }
            self.cumulative = cumulative
            self.isWeekend = isWeekend
        }

        func spend(firstHours count: Double) -> Double {
            let whole = min(24, Int(count))
            guard whole < 24 else { return cumulative[24] }
            return cumulative[whole] + (cumulative[whole + 1] - cumulative[whole]) * (count - Double(whole))
        }
    }

    private let weekdays: [Block]
    private let weekends: [Block]
    private let isWeekendAt: [Bool]
    private let hoursLeft: Double

    /// - Returns: `nil` with less than two whole days behind or no time ahead.
    init?(history: SpendHistory, zone: TimeZoneRules, now: Timestamp, until end: Timestamp) {
        let current = history.index(of: now)
        let days = min(14, current / 24)
        hoursLeft = (end - now).hours
        guard days >= 2, hoursLeft > 0 else { return nil }
        func isWeekend(_ noon: Timestamp) -> Bool {
            let weekday = zone.local(at: noon).weekday
            return weekday == 0 || weekday == 6
        }
        let blocks = (1...days).map { back in
            let first = current - back * 24
            let middle = history.start + .hours(Int64(first + 12))
            return Block(hours: (first..<first + 24).map { history[$0].dollars }, isWeekend: isWeekend(middle))
        }
        weekdays = blocks.filter { !$0.isWeekend }
        weekends = blocks.filter(\.isWeekend)
        isWeekendAt = (0...Int(hoursLeft / 24)).map { isWeekend(now + .hours(Int64($0 * 24 + 12))) }
    }

    /// How far the tenth percentile lies below the median and the ninetieth above it, in dollars, widened.
    ///
    /// The draws are scaled so that their mean is `rate` dollars per hour, the forecast's own.
    func margins(rate: Double, using generator: inout some RandomNumberGenerator) -> (below: Double, above: Double) {
        var totals = (0..<Self.draws).map { _ in draw(using: &generator) }
        totals.sort()
        let mean = totals.reduce(0, +) / Double(totals.count)
        let scale = mean > 0 ? rate * hoursLeft / mean : 0
        let median = totals[totals.count / 2]
        let low = totals[totals.count / 10]
        let high = totals[totals.count * 9 / 10]
        return ((median - low) * scale * Self.widening, (high - median) * scale * Self.widening)
    }

    private func draw(using generator: inout some RandomNumberGenerator) -> Double {
        var total = 0.0
        var level = 1.0
        for (day, isWeekend) in isWeekendAt.enumerated() {
            level *= max(0.1, 1 + Self.dailyDrift * Gaussian.draw(using: &generator))
            let alike = isWeekend ? weekends : weekdays
            let pool = alike.isEmpty ? weekdays + weekends : alike
            let block = pool[Int.random(in: 0..<pool.count, using: &generator)]
            total += level * block.spend(firstHours: min(24, hoursLeft - Double(day) * 24))
        }
        return total
    }
}

/// Nearly normal numbers of mean 0 and deviation 1 without a mathematical library: four uniform ones, added and scaled.
enum Gaussian {
    static func draw(using generator: inout some RandomNumberGenerator) -> Double {
        let bits = generator.next()
        let sum = (bits & 0xFFFF) + (bits >> 16 & 0xFFFF) + (bits >> 32 & 0xFFFF) + (bits >> 48)
        return (Double(sum) / 65_536 - 2) * 1.732_050_807_568_877
    }
}
