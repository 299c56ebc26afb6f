import InfermonModel

/// The screen's sample: the three scenarios with content generation in trouble, five GPUs with one lost, a late provider.
enum Sample {
    static let now = Timestamp(seconds: 1_795_404_007)  // 2026-11-23T03:20:07Z
    static let month = BillingMonth(containing: now, in: .utc)

    /// Everything there is.
    static let full = Dashboard(
        snapshot: snapshot(scenarios: [chatbot, content, research]), alerts: SampleAlerts.all,
        events: RecentRequests(SampleEvents.all), costScreen: SampleCost.screen)

    /// Configured, and nothing read yet.
    static let empty: Dashboard = {
        var dashboard = full
        dashboard.snapshot.scenarios = dashboard.snapshot.scenarios.map(emptied)
        dashboard.snapshot.total = emptied(dashboard.snapshot.total)
        dashboard.snapshot.gpu = .unavailable(
            reason:
                "the NVIDIA driver library libnvidia-ml.so.1 was not found; without an NVIDIA GPU this is as it should be"
        )
        dashboard.snapshot.gpuUtilization.values = []
        dashboard.snapshot.providers = []
        dashboard.snapshot.sources = [
            SourceStatus(id: SourceID("/var/log/litellm/proxy.jsonl"), kind: .gatewayLog, state: .waiting)
        ]
        dashboard.alerts = []
        dashboard.events = RecentRequests()
        dashboard.costScreen = nil
        return dashboard
    }()

    /// No scenario configured, no request read.
    static let bare: Dashboard = {
        var dashboard = empty
        dashboard.snapshot.scenarios = []
        dashboard.snapshot.gpu = .waiting
        dashboard.snapshot.total.budget.limit = nil
        return dashboard
    }()

    /// Every source is late or gone, and the newest steps of every series are missing.
    static let stale: Dashboard = {
        var dashboard = full
        let since = now - .minutes(17)
        if let observation = dashboard.snapshot.gpu.value {
            dashboard.snapshot.gpu = .stale(
                observation, since: since, reason: "the driver has not answered for 17 minutes")
        }
        dashboard.snapshot.scenarios = dashboard.snapshot.scenarios.map(withGap)
        dashboard.snapshot.total = withGap(dashboard.snapshot.total)
        for index in dashboard.snapshot.sources.indices {
            dashboard.snapshot.sources[index].state = index.isMultiple(of: 2) ? .stale : .unavailable
            dashboard.snapshot.sources[index].lastReadAt = since
            dashboard.snapshot.sources[index].problem =
                "the file cannot be read: permission denied; add infermon to the group adm"
        }
        return dashboard
    }()

    static func snapshot(scenarios: [ScenarioSnapshot]) -> Snapshot {
        Snapshot(
            at: now, host: "ops-1", zone: .utc, scenarios: scenarios, total: total,
            gpu: .current(SampleGPUs.observation, at: now - .seconds(1)), gpuUtilization: SampleSeries.wave(0.68, 0.2),
            providers: SampleSources.providers, sources: SampleSources.all)
    }

    static let chatbot = scenario(
        id: "chatbot", title: "Customer-service chatbot", state: .ok, perHour: 1_012, goal: 1_000, median: 0.74,
        latency: 1.31, bound: 2, firstToken: 0.42, availability: 0.9996, failures: 0, tokens: (104, 52),
        cost: 0.0003, ceiling: 0.01, spent: "159.40", limit: 500, burn: "0.30", estimate: "216.12",
        models: [("gpt-3.5-turbo", 24_034, "7.21")])

    static let content = scenario(
        id: "content-generation", title: "Content generation", state: .critical, perHour: 96, goal: 100, median: 5.10,
        latency: 11.84, bound: 10, firstToken: 1.90, availability: 0.979, failures: 2, tokens: (498, 1_003),
        cost: 0.0356, ceiling: 0.2, spent: "1594.30", limit: 2_000, burn: "3.42", estimate: "2239.40",
        runsOut: Timestamp(seconds: 1_795_831_200), models: [("gpt-4", 1_813, "81.60"), ("llama-13b", 498, "0.12")])

    static let research = scenario(
        id: "research-assistant", title: "Research assistant", state: .ok, perHour: 48, goal: 50, median: 16.2,
        latency: 24.7, bound: 30, firstToken: 3.10, availability: 1, failures: 0, tokens: (5_120, 2_011),
        cost: 0.1173, ceiling: 1, spent: "2991.14", limit: 5_000, burn: "5.63", estimate: "4053.00",
        models: [("claude-3-sonnet", 1_151, "134.90")])

    /// Requests that no rule claims.
    static let unattributed: ScenarioSnapshot = {
        var row = scenario(
            id: "unattributed", title: "unattributed", state: .ok, perHour: 37, goal: nil, median: 2.2, latency: 6.1,
            bound: nil, firstToken: nil, availability: 1, failures: 0, tokens: (300, 200), cost: nil, ceiling: nil,
            spent: "0", limit: nil, burn: "0", estimate: nil, models: [("claude-next-x", 37, nil)])
        row.budget.unpricedRequests = 37
        return row
    }()

    static let total: ScenarioSnapshot = {
        var row = scenario(
            id: "all", title: "All scenarios", state: .critical, perHour: 1_156, goal: 1_150, median: 0.81,
            latency: 16.9,
            bound: nil, firstToken: 0.5, availability: 0.9979, failures: 2, tokens: (340, 212), cost: 0.008,
            ceiling: nil, spent: "4744.84", limit: 7_500, burn: "9.35", estimate: "6508.52", models: [])
        row.budget.unpricedRequests = 37
        return row
    }()

    private static func withGap(_ row: ScenarioSnapshot) -> ScenarioSnapshot {
        var row = row
        func cut(_ series: inout Series) {
            for index in series.values.indices.suffix(17) { series.values[index] = nil }
            for index in series.values.indices.suffix(45).prefix(5) { series.values[index] = nil }
        }
        cut(&row.history.latencySeconds)
        cut(&row.history.requestsPerHour)
        cut(&row.history.inputTokensPerSecond)
        cut(&row.history.outputTokensPerSecond)
        cut(&row.history.dollarsPerHour)
        row.windows[.fiveMinutes] = nil
        row.windows[.oneMinute] = nil
        row.objectives = row.objectives.map { result in
            var result = result
            if case .latency = result.objective.kind {
                result.value = nil
                result.state = .noData
            }
            return result
        }
        return row
    }

    private static func emptied(_ row: ScenarioSnapshot) -> ScenarioSnapshot {
        let none = Series(start: now, step: .minutes(1), values: Array(repeating: nil, count: 60))
        var row = row
        row.state = .noData
        row.windows = [:]
        row.models = []
        row.objectives = row.objectives.map { result in
            var result = result
            result.value = nil
            result.count = 0
            result.state = .noData
            return result
        }
        row.budget = BudgetStatus(
            month: month, limit: row.budget.limit, spent: .zero, basis: .best,
            elapsedRatio: month.elapsedRatio(at: now),
            forecastNote: "needs data: 48 hours of traffic are needed, 0 are there")
        row.history = ScenarioHistory(
            latencySeconds: none, requestsPerHour: none, inputTokensPerSecond: none, outputTokensPerSecond: none,
            dollarsPerHour: none)
        return row
    }
}
