/// How much an alert matters.
public enum Severity: String, CaseIterable, Hashable, Comparable, Sendable {
    /// Worth knowing.
    case notice
    /// Worth a look today.
    case warning
    /// Worth waking somebody.
    case critical

    /// Orders by how much it matters.
    public static func < (left: Severity, right: Severity) -> Bool { left.rank < right.rank }

    private var rank: Int {
        switch self {
        case .notice: 0
        case .warning: 1
        case .critical: 2
        }
    }
}

/// What happens to an alert's state when its value cannot be had.
public enum NoDataPolicy: String, Hashable, Sendable {
    /// The state stays as it is.
    case keep
    /// As if the condition were false (Prometheus).
    case resolve
}

/// A threshold on one value of one subject.
public struct AlertRule: Hashable, Sendable {
    /// Which side of the threshold is bad.
    public enum Comparison: String, Hashable, Sendable {
        /// Bad above the threshold.
        case above
        /// Bad below the threshold.
        case below
    }

    /// What is compared.
    public enum Metric: Hashable, Sendable {
        /// The value of an objective, in its unit; the name is `Objective.name`.
        case objective(String)
        /// Spent / budget of the month.
        case budgetUsed
        /// Forecast / budget of the month.
        case budgetForecast
        /// The low end of the forecast's range / budget of the month: over 1, the budget hardly can be kept.
        case budgetForecastLow
        /// The share of the last 24 hours' requests that nothing prices, 0…1.
        case unpricedShare
        /// Spent / expected by now of the month's budget.
        case budgetPace
        /// Spend of the last 60 minutes / the usual spend of this hour of the week; only over a dollar.
        case spendSpike
        /// Own figures / bills over the closed days that both cover.
        case captureRatio
        /// 1 while a GPU is lost, else 0.
        case gpuLost
        /// 1 while a GPU's clocks are held for heat or power, else 0.
        case gpuThrottled
        /// Seconds since a source was last read; 0 while it is current.
        case sourceAge
    }

    /// The rule's name, unique: `latency_p95`, `budget_used_80`, `gpu_lost`.
    public var name: String
    /// The scenario; `nil` for rules over every GPU or source.
    public var scenario: ScenarioID?
    /// What is compared.
    public var metric: Metric
    /// Which side is bad.
    public var comparison: Comparison
    /// The threshold in the metric's unit.
    public var threshold: Double
    /// How long the condition must hold before the alert fires.
    public var hold: TimeSpan
    /// How long the alert keeps firing after the condition ended.
    public var keepFiring: TimeSpan
    /// How much it matters.
    public var severity: Severity
    /// What missing data do.
    public var noData: NoDataPolicy

    /// Creates a rule.
    public init(
        name: String, scenario: ScenarioID? = nil, metric: Metric, comparison: Comparison, threshold: Double,
        hold: TimeSpan = .minutes(5), keepFiring: TimeSpan = .zero, severity: Severity = .warning,
        noData: NoDataPolicy = .keep
    ) {
        self.name = name
        self.scenario = scenario
        self.metric = metric
        self.comparison = comparison
        self.threshold = threshold
        self.hold = hold
        self.keepFiring = keepFiring
        self.severity = severity
        self.noData = noData
    }
}

/// One rule's state for one subject.
public struct Alert: Hashable, Sendable {
    /// Where the alert is in its life.
    public enum State: String, Hashable, Sendable {
        /// The condition holds, but not yet for long enough.
        case pending
        /// The condition has held for long enough.
        case firing
        /// The condition ended.
        case resolved
    }

    /// The rule's name.
    public var rule: String
    /// What it is about: a scenario's id, `gpu 3`, a source.
    public var subject: String
    /// How much it matters.
    public var severity: Severity
    /// Where it is in its life.
    public var state: State
    /// When the condition began to hold.
    public var activeSince: Timestamp
    /// When it began to fire; `nil` while pending.
    public var firedAt: Timestamp?
    /// When the condition was first false while firing; `nil` while it holds.
    public var keepFiringSince: Timestamp?
    /// When it resolved.
    public var resolvedAt: Timestamp?
    /// The value when it was last judged, in the metric's unit.
    public var value: Double
    /// The threshold that it is held against.
    public var threshold: Double
    /// What is wrong, as a short sentence for the screen: `p95 latency 11.84s > 10s for 5m`.
    public var message: String

    /// Creates an alert.
    public init(
        rule: String, subject: String, severity: Severity, state: State, activeSince: Timestamp,
        firedAt: Timestamp? = nil,
        keepFiringSince: Timestamp? = nil, resolvedAt: Timestamp? = nil, value: Double, threshold: Double,
        message: String
    ) {
        self.rule = rule
        self.subject = subject
        self.severity = severity
        self.state = state
        self.activeSince = activeSince
        self.firedAt = firedAt
        self.keepFiringSince = keepFiringSince
        self.resolvedAt = resolvedAt
        self.value = value
        self.threshold = threshold
        self.message = message
    }
}

/// All that a panel may read.
public struct Dashboard: Hashable, Sendable {
    /// Everything measured.
    public var snapshot: Snapshot
    /// The alerts, worst and newest first; resolved ones last.
    public var alerts: [Alert]
    /// The newest requests, oldest first.
    public var events: RecentRequests
    /// What the money could buy instead; `nil` until traffic has been measured.
    public var costScreen: CostScreen?
    /// Set for played data: the screen says so.
    public var isDemo: Bool

    /// Creates a dashboard.
    public init(
        snapshot: Snapshot, alerts: [Alert] = [], events: RecentRequests = RecentRequests(),
        costScreen: CostScreen? = nil,
        isDemo: Bool = false
    ) {
        self.snapshot = snapshot
        self.alerts = alerts
        self.events = events
        self.costScreen = costScreen
        self.isDemo = isDemo
    }
}
