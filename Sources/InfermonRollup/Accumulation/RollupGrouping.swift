public import InfermonModel

/// What sums are kept by.
public struct RollupGrouping: Hashable, Sendable {
    /// A part of the key.
    public enum Dimension: UInt8, CaseIterable, Hashable, Sendable {
        /// The scenario.
        case scenario
        /// The model.
        case model
        /// The provider.
        case provider
        /// The gateway key's alias.
        case key
        /// The team.
        case team
    }

    /// The parts of the key; the others are empty.
    public var dimensions: Set<Dimension>
    /// The length of the intervals that requests are counted by, after their end; `nil` for one sum over all time.
    public var interval: TimeSpan?
    /// The zone that intervals begin in, such as days.
    public var zone: TimeZoneRules
    /// Whether each outcome has sums of its own.
    public var splitsOutcomes: Bool

    /// What is counted besides sums: latency and time to first token always.
    public var distributions: Rollup.Distributions

    /// Creates a grouping.
    public init(
        by dimensions: Set<Dimension>, every interval: TimeSpan? = nil, in zone: TimeZoneRules = .utc,
        splitsOutcomes: Bool = false, distributions: Rollup.Distributions = .all
    ) {
        self.distributions = distributions.union(.times)
        self.dimensions = dimensions
        self.interval = interval
        self.zone = zone
        self.splitsOutcomes = splitsOutcomes
    }

    /// By minute and every part of the key: what the store keeps.
    public static let minutes = RollupGrouping(by: Set(Dimension.allCases), every: .minutes(1))

    /// By minute, scenario, model and provider: what a screen shows, where nothing is stored.
    public static let shownMinutes = RollupGrouping(by: [.scenario, .model, .provider], every: .minutes(1))

    /// The start of the interval of an instant, in microseconds.
    @inline(__always)
    func start(of instant: Timestamp) -> Int64 {
        guard let interval else { return 0 }
        let length = interval.microseconds
        if zone.transitions.isEmpty, zone.initialOffsetSeconds == 0 {
            return instant.microseconds.flooredQuotient(length) * length
        }
        let offset = Int64(zone.offsetSeconds(at: instant)) * 1_000_000
        return (instant.microseconds + offset).flooredQuotient(length) * length - offset
    }
}
