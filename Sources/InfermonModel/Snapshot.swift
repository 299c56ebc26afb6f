/// A series of values at even steps, oldest first; `nil` where nothing was measured.
public struct Series: Hashable, Sendable {
    /// The start of the first step.
    public var start: Timestamp
    /// The length of a step.
    public var step: TimeSpan
    /// One value per step.
    public var values: [Double?]

    /// Creates a series.
    public init(start: Timestamp, step: TimeSpan, values: [Double?]) {
        self.start = start
        self.step = step
        self.values = values
    }
}

/// What is graphed of a scenario.
public struct ScenarioHistory: Hashable, Sendable {
    /// The scenario's main latency percentile by step, in seconds.
    public var latencySeconds: Series
    /// Client requests by step, as a rate per hour.
    public var requestsPerHour: Series
    /// Prompt tokens per second by step.
    public var inputTokensPerSecond: Series
    /// Generated tokens per second by step.
    public var outputTokensPerSecond: Series
    /// Best-known cost by step, as dollars per hour.
    public var dollarsPerHour: Series

    /// Creates a history.
    public init(
        latencySeconds: Series, requestsPerHour: Series, inputTokensPerSecond: Series, outputTokensPerSecond: Series,
        dollarsPerHour: Series
    ) {
        self.latencySeconds = latencySeconds
        self.requestsPerHour = requestsPerHour
        self.inputTokensPerSecond = inputTokensPerSecond
        self.outputTokensPerSecond = outputTokensPerSecond
        self.dollarsPerHour = dollarsPerHour
    }
}

/// How a scenario or the whole box stands, worst first by `rank`.
public enum HealthState: String, CaseIterable, Hashable, Sendable {
    /// Every promise is kept.
    case ok
    /// A warning fires.
    case warning
    /// A critical alert fires.
    case critical
    /// Nothing was measured.
    case noData = "no_data"

    /// 0 for ok, rising with how much it matters.
    public var rank: Int {
        switch self {
        case .ok: 0
        case .noData: 1
        case .warning: 2
        case .critical: 3
        }
    }
}

/// Everything known of one scenario at one instant.
public struct ScenarioSnapshot: Hashable, Sendable {
    /// The scenario; for `unattributed` and `unauthenticated` one without objectives.
    public var scenario: Scenario
    /// The worst state of its objectives, budget and alerts.
    public var state: HealthState
    /// The sums of the windows up to now.
    public var windows: [WindowSpan: Rollup]
    /// The last 24 hours by model, dearest first.
    public var models: [ModelShare]
    /// What became of its objectives, in their order.
    public var objectives: [ObjectiveResult]
    /// How its money stands.
    public var budget: BudgetStatus
    /// What is graphed.
    public var history: ScenarioHistory

    /// Creates a scenario's snapshot.
    public init(
        scenario: Scenario, state: HealthState, windows: [WindowSpan: Rollup], models: [ModelShare] = [],
        objectives: [ObjectiveResult], budget: BudgetStatus, history: ScenarioHistory
    ) {
        self.scenario = scenario
        self.state = state
        self.windows = windows
        self.models = models
        self.objectives = objectives
        self.budget = budget
        self.history = history
    }

    /// The sums of a window; empty when it holds nothing.
    public subscript(window: WindowSpan) -> Rollup { windows[window] ?? Rollup() }

    /// The objective for end-to-end latency, if there is one.
    public var latencyObjective: ObjectiveResult? {
        objectives.first { if case .latency = $0.objective.kind { true } else { false } }
    }
}

/// One model's part in a scenario's traffic of the last 24 hours.
public struct ModelShare: Hashable, Sendable {
    /// The model.
    public var model: String
    /// The provider; empty when unknown.
    public var provider: String
    /// Its requests.
    public var requests: Int64
    /// What they cost, on the best basis.
    public var cost: Money
    /// The requests without a price.
    public var unpriced: Int64

    /// Creates a share.
    public init(model: String, provider: String, requests: Int64, cost: Money, unpriced: Int64 = 0) {
        self.model = model
        self.provider = provider
        self.requests = requests
        self.cost = cost
        self.unpriced = unpriced
    }
}

/// Everything known at one instant; immutable.
public struct Snapshot: Hashable, Sendable {
    /// The instant.
    public var at: Timestamp
    /// The machine's name.
    public var host: String
    /// The zone that months and times of day are shown in.
    public var zone: TimeZoneRules
    /// The scenarios: configured ones in their order, then those found in logs, `unattributed` last.
    public var scenarios: [ScenarioSnapshot]
    /// All scenarios together: windows, history and the sum of budgets.
    public var total: ScenarioSnapshot
    /// What the GPU agent saw.
    public var gpu: Reading<GPUObservation>
    /// Mean utilisation of the GPUs that answer, 0…1, by step.
    public var gpuUtilization: Series
    /// The providers whose APIs are polled.
    public var providers: [ProviderStatus]
    /// The sources and their health.
    public var sources: [SourceStatus]
    /// Own figures / bills over the closed days that both cover, 0…; `nil` when there are none.
    public var captureRatio: Double?

    /// Creates a snapshot.
    public init(
        at: Timestamp, host: String, zone: TimeZoneRules, scenarios: [ScenarioSnapshot], total: ScenarioSnapshot,
        gpu: Reading<GPUObservation>, gpuUtilization: Series, providers: [ProviderStatus], sources: [SourceStatus]
    ) {
        self.at = at
        self.host = host
        self.zone = zone
        self.scenarios = scenarios
        self.total = total
        self.gpu = gpu
        self.gpuUtilization = gpuUtilization
        self.providers = providers
        self.sources = sources
    }
}
