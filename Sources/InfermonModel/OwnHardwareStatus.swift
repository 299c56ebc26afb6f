/// What own GPUs cost this month, on two bases that must not be confused.
///
/// *Allocation* is everything for having them up, *usage* the part in active work only; idle time is a row of its own.
public struct OwnHardwareStatus: Hashable, Sendable {
    /// One scenario's part.
    public struct Share: Hashable, Sendable {
        /// The scenario.
        public var scenario: ScenarioID
        /// Its part of having the hardware up while it worked.
        public var allocation: Money
        /// Its part of active work only.
        public var usage: Money
        /// Tokens generated for it.
        public var outputTokens: Int64

        /// Creates a part.
        public init(scenario: ScenarioID, allocation: Money, usage: Money, outputTokens: Int64) {
            self.scenario = scenario
            self.allocation = allocation
            self.usage = usage
            self.outputTokens = outputTokens
        }

        /// Allocation cost of a million generated tokens; `nil` without tokens.
        public var allocationPerMillionTokens: Money? {
            outputTokens > 0 ? allocation.scaled(by: 1_000_000, over: outputTokens) : nil
        }
    }

    /// Electricity, cooling included.
    public var electricity: Money
    /// Purchase written off.
    public var amortisation: Money
    /// Rent, support and administration.
    public var fixed: Money
    /// The part of all three in which nothing was asked.
    public var idle: Money
    /// The part in active work only.
    public var usage: Money
    /// The parts of scenarios, the greatest first; with ``idle`` they add up to ``allocation``.
    public var shares: [Share]
    /// Whether energy was integrated, guessed or not watched all the time.
    public var isEstimated: Bool
    /// Hours of the month in which the GPUs were watched.
    public var watchedHours: Double
    /// Hours counted: of the month so far, or since observing began.
    public var hours: Double
    /// When counting began; `nil` for the month's start.
    public var since: Timestamp?

    /// Creates a status.
    public init(
        electricity: Money, amortisation: Money, fixed: Money, idle: Money, usage: Money, shares: [Share],
        isEstimated: Bool, watchedHours: Double, hours: Double,
        since: Timestamp? = nil
    ) {
        self.electricity = electricity
        self.amortisation = amortisation
        self.fixed = fixed
        self.idle = idle
        self.usage = usage
        self.shares = shares
        self.isEstimated = isEstimated
        self.watchedHours = watchedHours
        self.hours = hours
        self.since = since
    }

    /// Everything for having the hardware up.
    public var allocation: Money { electricity + amortisation + fixed }
}
