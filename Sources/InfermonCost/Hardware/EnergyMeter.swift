public import InfermonModel

/// Energy that one GPU used over a stretch of time.
public struct EnergyInterval: Hashable, Sendable {
    /// The start.
    public var start: Timestamp
    /// The end.
    public var end: Timestamp
    /// Energy, in millijoules.
    public var millijoules: Double
    /// Whether it was integrated from power or guessed from utilisation, rather than counted by the board.
    public var isEstimated: Bool

    /// Creates an interval.
    public init(start: Timestamp, end: Timestamp, millijoules: Double, isEstimated: Bool) {
        self.start = start
        self.end = end
        self.millijoules = millijoules
        self.isEstimated = isEstimated
    }
}

/// Turns one GPU's samples into intervals of energy.
///
/// The board's counter (nvmlDeviceGetTotalEnergyConsumption, Volta and newer) runs from the driver's start: a smaller value than
/// before means a new start, never negative energy. Without a counter the mean of two powers is integrated; without power the
/// power limit times utilisation is a guess. A counter that jumped by more than any board draws is not believed.
public struct EnergyMeter: Sendable {
    /// Power is not integrated over longer gaps: what was drawn in between is not known.
    public static let longestGap = TimeSpan.minutes(5)
    /// A counter says nothing over longer gaps: the board may have been another machine's in between.
    public static let longestCountedGap = TimeSpan.days(1)
    /// More than any board draws; those of 2026 are rated at 1,400 W at most.
    static let mostWatts = 5_000.0

    private var last: (at: Timestamp, sample: GPUSample)?

    /// Creates a meter that has seen nothing.
    public init() {}

    /// Adds a sample.
    ///
    /// - Returns: The interval since the sample before; `nil` for the first one and where nothing can be said.
    public mutating func add(_ sample: GPUSample, at instant: Timestamp) -> EnergyInterval? {
        defer { last = (instant, sample) }
        guard let last, instant > last.at else { return nil }
        let seconds = (instant - last.at).seconds
        if let before = last.sample.energyMillijoules.value, let after = sample.energyMillijoules.value,
            after >= before,
            Double(after) - Double(before) <= Self.mostWatts * seconds * 1_000,
            instant - last.at <= Self.longestCountedGap
        {
            // How a long gap's energy was spread over its hours is not known.
            return EnergyInterval(
                start: last.at, end: instant, millijoules: Double(after) - Double(before),
                isEstimated: instant - last.at > Self.longestGap)
        }
        guard instant - last.at <= Self.longestGap,
            let before = Self.watts(last.sample), let after = Self.watts(sample)
        else { return nil }
        return EnergyInterval(
            start: last.at, end: instant, millijoules: (before + after) / 2 * seconds * 1_000, isEstimated: true)
    }

    private static func watts(_ sample: GPUSample) -> Double? {
        if let power = sample.powerWatts.value { return power }
        guard let limit = sample.powerLimitWatts.value, let busy = sample.utilization.value else { return nil }
        return limit * busy
    }
}
