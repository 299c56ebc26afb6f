import InfermonModel

/// How spend spreads over the hours of weekdays and of weekends.
///
/// Used for what is expected by now and for the hour of exhaustion only: a forecast of the whole month is better off with a
/// trailing average of whole weeks, which needs no season. Cells are shrunk toward their hour's mean, since a month has few
/// weekends.
struct SpendProfile {
    /// Weights by hour of the day: weekdays first, then weekends; their mean over a week is 1.
    private let weights: [Double]
    /// Whether the profile was measured; a flat one stands in before seven days are known.
    let isMeasured: Bool

    static let flat = SpendProfile(weights: [Double](repeating: 1, count: 48), isMeasured: false)

    private init(weights: [Double], isMeasured: Bool) {
        self.weights = weights
        self.isMeasured = isMeasured
    }

    /// Measures the last 28 days before `now`.
    init(history: SpendHistory, zone: TimeZoneRules, now: Timestamp) {
        let end = history.index(of: now)
        let start = max(0, end - 28 * 24)
        guard end - start >= 7 * 24 else {
            self = .flat
            return
        }
        var sums = [Double](repeating: 0, count: 48)
        var counts = [Double](repeating: 0, count: 48)
        for index in start..<end {
            let cell = Self.cell(at: history.start + .hours(Int64(index)), in: zone)
            sums[cell] += history[index].dollars
            counts[cell] += 1
        }
        let total = sums.reduce(0, +)
        guard total > 0 else {
            self = .flat
            return
        }
        var weights = [Double](repeating: 0, count: 48)
        for cell in 0..<48 {
            let hour = cell % 24
            let hourMean = (sums[hour] + sums[hour + 24]) / max(1, counts[hour] + counts[hour + 24])
            weights[cell] = (sums[cell] + hourMean) / (counts[cell] + 1)
        }
        var week = 0.0
        for hour in 0..<24 { week += weights[hour] * 5 + weights[hour + 24] * 2 }
        let mean = week / 168
        self.init(weights: weights.map { $0 / mean }, isMeasured: true)
    }

    func weight(at instant: Timestamp, in zone: TimeZoneRules) -> Double { weights[Self.cell(at: instant, in: zone)] }

    /// The share of the month's spend that is expected by `now`, 0…1.
    func expectedShare(of month: BillingMonth, at now: Timestamp, in zone: TimeZoneRules) -> Double {
        var before = 0.0
        var all = 0.0
        var hour = month.start
        while hour < month.end {
            let end = min(hour + .hours(1), month.end)
            let weight = weight(at: hour, in: zone)
            all += weight * (end - hour).hours
            if hour < now { before += weight * (min(end, now) - hour).hours }
            hour = end
        }
        return all > 0 ? before / all : 0
    }

    private static func cell(at instant: Timestamp, in zone: TimeZoneRules) -> Int {
        let local = zone.local(at: instant)
        let isWeekend = local.weekday == 0 || local.weekday == 6
        return local.hour + (isWeekend ? 24 : 0)
    }
}
