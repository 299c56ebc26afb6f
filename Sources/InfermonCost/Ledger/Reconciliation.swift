public import InfermonModel

/// Three figures for the same money side by side: what gateways log, what our prices give, what providers bill.
///
/// They are never added to each other; the gap between them is the finding.
public struct Reconciliation: Hashable, Sendable {
    /// One scenario at one provider on one UTC day.
    public struct Row: Hashable, Sendable {
        /// The scenario; `unattributed` for bills of projects that no rule maps.
        public var scenario: ScenarioID
        /// The provider.
        public var provider: String
        /// The start of the UTC day.
        public var day: Timestamp
        /// The sum of the costs that gateways log.
        public var gateway: Money = .zero
        /// The sum of tokens x dated prices.
        public var computed: Money = .zero
        /// The gateway's figure where there is one, ours where not.
        public var best: Money = .zero
        /// What the provider billed; `nil` when no bill covers the day.
        public var billed: Money?
        /// Client requests.
        public var requests: Int64 = 0
        /// Requests that neither figure prices.
        public var unpriced: Int64 = 0
        /// Whether the bill can still change: the day is not over, or the provider says so.
        public var isProvisional = false
        /// Whether the bill is a share of a longer bucket or of a day that the month cuts.
        public var isProrated = false

        /// Own figure / bill, 0…; `nil` without a bill.
        public var captureRatio: Double? {
            guard let billed, billed > .zero else { return nil }
            return best.dollars / billed.dollars
        }

        /// Bill - own figure; `nil` without a bill.
        public var gap: Money? { billed.map { $0 - best } }
    }

    /// The rows by day, provider and scenario.
    public var rows: [Row]
    /// The month.
    public var month: BillingMonth
    /// When observing began: a day that began before is in the logs by a part at most.
    public var observedSince: Timestamp
    /// Whether the month's days are not UTC's, so that bills of its first and last day are prorated.
    public var cutsDays: Bool

    /// Puts logs and bills side by side.
    ///
    /// - Parameters:
    ///   - rollups: Rows of logs, of an hour or less each; those outside the month are left out.
    ///   - bills: Records of money of providers.
    ///   - scenarioByProject: The scenario of a provider's project or workspace, by account and id.
    ///   - observedSince: When observing began; days that began before say nothing of the capture ratio.
    ///   - month: The budget's month.
    ///   - now: The instant; days that are not over are provisional.
    public init(
        rollups: some Sequence<RollupRow>, bills: some Sequence<ProviderUsage>,
        scenarioByProject: [String: [String: ScenarioID]] = [:], observedSince: Timestamp = .epoch,
        month: BillingMonth, now: Timestamp
    ) {
        var rows: [Key: Row] = [:]
        for rollup in rollups where rollup.start >= month.start && rollup.start < month.end {
            let key = Key(rollup.series.scenario, rollup.series.provider, rollup.start.floored(to: .days(1)))
            rows[key, default: key.row].add(rollup.rollup)
        }
        for bill in bills {
            let project = bill.project ?? ""
            let scenario =
                scenarioByProject[bill.account.isEmpty ? bill.provider : bill.account]?[project] ?? .unattributed
            for part in BilledDays.parts(of: bill, in: month) {
                let key = Key(scenario, bill.provider, part.day)
                var row = rows[key] ?? key.row
                row.billed = (row.billed ?? .zero) + part.amount
                row.isProvisional = row.isProvisional || bill.isProvisional || part.day + .days(1) > now
                row.isProrated = row.isProrated || part.isProrated
                rows[key] = row
            }
        }
        self.rows = rows.values.sorted {
            ($0.day, $0.provider, $0.scenario) < ($1.day, $1.provider, $1.scenario)
        }
        self.month = month
        self.observedSince = observedSince
        cutsDays = month.start != month.start.floored(to: .days(1)) || month.end != month.end.floored(to: .days(1))
    }

    private struct Key: Hashable {
        let scenario: ScenarioID
        let provider: String
        let day: Timestamp

        init(_ scenario: ScenarioID, _ provider: String, _ day: Timestamp) {
            self.scenario = scenario
            self.provider = ProviderName.canonical(provider)
            self.day = day
        }

        var row: Row { Row(scenario: scenario, provider: provider, day: day) }
    }
}

extension Reconciliation.Row {
    mutating func add(_ rollup: Rollup) {
        gateway += rollup.gatewayCost
        computed += rollup.computedCost
        best += rollup.bestCost
        requests += rollup.requests
        unpriced += rollup.unpriced
    }

    mutating func add(_ other: Reconciliation.Row) {
        gateway += other.gateway
        computed += other.computed
        best += other.best
        if let amount = other.billed { billed = (billed ?? .zero) + amount }
        requests += other.requests
        unpriced += other.unpriced
        isProvisional = isProvisional || other.isProvisional
        isProrated = isProrated || other.isProrated
    }
}
