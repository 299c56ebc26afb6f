/// What the cost screen shows beyond budgets.
public struct CostScreen: Hashable, Sendable {
    /// One line of an option's comparison.
    public struct OptionLine: Hashable, Sendable {
        /// The scenario.
        public var scenario: ScenarioID
        /// The option's name.
        public var option: String
        /// The month's cost on this option at the measured traffic; `nil` when it cannot be priced.
        public var monthly: Money?
        /// Whether it fits the scenario's budget; `nil` when there is none or no price.
        public var fitsBudget: Bool?
        /// A short remark: `p95 unknown`, `8 % do not fit 4K`, `pays back in 14.4 months`, `never pays back`.
        public var remark: String

        /// Creates a line.
        public init(scenario: ScenarioID, option: String, monthly: Money?, fitsBudget: Bool?, remark: String) {
            self.scenario = scenario
            self.option = option
            self.monthly = monthly
            self.fitsBudget = fitsBudget
            self.remark = remark
        }
    }

    /// Spend by UTC day of the month so far, on the best basis, in dollars.
    public var daily: Series
    /// What-if lines, by scenario.
    public var options: [OptionLine]
    /// One sentence of advice per scenario.
    public var advice: [String]
    /// The gateway's figure for the month.
    public var gateway: Money
    /// Tokens x prices for the month.
    public var computed: Money
    /// What providers billed for the month; `nil` when none is polled.
    public var billed: Money?
    /// Own figure / bill over the closed days that both cover, 0…; `nil` when there are none.
    public var captureRatio: Double?
    /// The month's requests that nothing prices, by model, most first.
    public var unpricedModels: [String]
    /// When the price sheet was last checked, such as `2026-11-20`.
    public var pricesCheckedOn: String
    /// What own GPUs cost this month; `nil` where the configuration says nothing of hardware.
    public var ownHardware: OwnHardwareStatus?
    /// How good the forecast was last month, such as `The forecast of day 8 of last month was 6 % too high.`; `nil` without history.
    public var backtest: String?
    /// Sentences from the configuration's money lint.
    public var lint: [String]

    /// Creates the screen's data.
    public init(
        daily: Series, options: [OptionLine] = [], advice: [String] = [], gateway: Money, computed: Money,
        billed: Money? = nil,
        captureRatio: Double? = nil, unpricedModels: [String] = [], pricesCheckedOn: String,
        ownHardware: OwnHardwareStatus? = nil, backtest: String? = nil, lint: [String] = []
    ) {
        self.daily = daily
        self.options = options
        self.advice = advice
        self.gateway = gateway
        self.computed = computed
        self.billed = billed
        self.captureRatio = captureRatio
        self.unpricedModels = unpricedModels
        self.pricesCheckedOn = pricesCheckedOn
        self.ownHardware = ownHardware
        self.backtest = backtest
        self.lint = lint
    }
}
