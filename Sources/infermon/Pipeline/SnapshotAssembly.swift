import InfermonAlerting
import InfermonCost
import InfermonModel
import InfermonRollup

/// Puts what was measured, what was promised and what was paid together into one dashboard.
struct SnapshotAssembly: Sendable {
    let configuration: Configuration
    let host: String
    let isDemo: Bool
    private var costs: CostScreenAssembly
    private var evaluator: AlertEvaluator
    private var forecasts: [ScenarioID?: Forecast] = [:]
    private var graphs: [ScenarioID?: Graphs] = [:]
    private var accountForecasts: [String: AccountForecast] = [:]
    private var billedShares: (moneyVersion: Int, month: BillingMonth, shares: BilledShares)?

    /// A forecast and when it was made: its range is drawn from a thousand resampled months, which no frame needs anew.
    private struct Forecast {
        var madeAt: Timestamp
        var status: BudgetStatus
    }

    /// Graphs and what they were made of: they change when a step is full, not with every frame.
    private struct Graphs {
        struct Origin: Hashable {
            var quantile: Double
            var span: TimeSpan
            var version: SlottedRollups.Version
        }

        var origin: Origin
        var history: ScenarioHistory
    }

    private struct AccountForecast {
        var madeAt: Timestamp
        var moneyVersion: Int
        var status: BudgetStatus?
    }

    init(configuration: Configuration, host: String, isDemo: Bool = false, prices: PriceSheet) {
        costs = CostScreenAssembly(configuration: configuration, prices: prices)
        self.configuration = configuration
        self.host = host
        self.isDemo = isDemo
        evaluator = AlertEvaluator(rules: StandardRules.rules(for: configuration))
    }

    /// Takes over the alerts of an earlier run.
    mutating func restore(_ alerts: [Alert], downSince: Timestamp, now: Timestamp, uptime: TimeSpan) {
        evaluator.restore(alerts, downSince: downSince, at: EvaluationTime(now: now, uptime: uptime))
    }

    /// Everything known at `now`, judged.
    ///
    /// - Parameters:
    ///   - readings: What the agents reported.
    ///   - graphSpan: How far back graphs reach.
    ///   - now: The instant.
    ///   - uptime: A clock that never jumps.
    /// - Returns: The dashboard.
    mutating func dashboard(
        _ readings: LiveReadings, graphSpan: TimeSpan, now: Timestamp, uptime: TimeSpan
    ) -> Dashboard {
        let month = BillingMonth(containing: now, in: configuration.zone)
        let billed = shares(readings, month: month)
        let listed = list(readings.traffic.seen)
        forget(allBut: listed)
        var scenarios = listed.map { scenario in
            scenarioSnapshot(
                of: scenario, readings: readings, graphSpan: graphSpan, month: month, billed: billed, now: now)
        }
        let everything = Scenario(
            id: .all, title: "all scenarios",
            budget: configuration.budget
                ?? configuration.scenarios.compactMap(\.budget).reduce(nil) { sum, budget in
                    Budget(limit: (sum?.limit ?? .zero) + budget.limit)
                })
        var total = scenarioSnapshot(
            of: everything, readings: readings, graphSpan: graphSpan, month: month, billed: billed, now: now,
            isTotal: true)
        var snapshot = Snapshot(
            at: now, host: host, zone: configuration.zone, scenarios: scenarios, total: total, gpu: readings.gpu,
            gpuUtilization: readings.gpuUtilization(span: graphSpan, now: now),
            providers: providers(readings, month: month, now: now),
            sources: readings.sources.values.sorted { $0.id < $1.id })
        snapshot.captureRatio = costs.captureRatio
        let alerts = evaluator.evaluate(snapshot, uptime: uptime)
        for index in scenarios.indices {
            scenarios[index].state = ScenarioHealth.state(
                objectives: scenarios[index].objectives, requests: scenarios[index][.oneDay].requests, alerts: alerts,
                of: scenarios[index].scenario.id)
        }
        total.state = ScenarioHealth.state(of: scenarios.map(\.state), alerts: alerts)
        snapshot.scenarios = scenarios
        snapshot.total = total
        return Dashboard(
            snapshot: snapshot, alerts: alerts, events: readings.requests,
            costScreen: costs.screen(snapshot, readings: readings), isDemo: isDemo)
    }

    /// What was billed, summed up anew when a provider said something.
    private mutating func shares(_ readings: LiveReadings, month: BillingMonth) -> BilledShares {
        if let known = billedShares, known.moneyVersion == readings.moneyVersion, known.month == month {
            return known.shares
        }
        let shares = BilledShares(
            configuration: configuration, providers: readings.providers, bills: readings.bills, month: month)
        billedShares = (readings.moneyVersion, month, shares)
        return shares
    }

    /// Forgets what was kept of scenarios that are gone.
    private mutating func forget(allBut listed: [Scenario]) {
        guard max(forecasts.count, graphs.count) > listed.count + 1 else { return }
        let kept = Set(listed.map { Optional($0.id) } + [nil])
        forecasts = forecasts.filter { kept.contains($0.key) }
        graphs = graphs.filter { kept.contains($0.key) }
    }

    /// The configured scenarios in their order, then those that logs name, then requests that nothing claims.
    private func list(_ seen: Set<ScenarioID>) -> [Scenario] {
        let configured = configuration.scenarios
        let names = Set(configured.map(\.id))
        let special: [ScenarioID] = [.other, .unauthenticated, .unattributed]
        let found = seen.subtracting(names).subtracting(special).sorted()
        return configured + (found + special.filter { seen.contains($0) }).map { Scenario(id: $0, title: $0.rawValue) }
    }

    private mutating func scenarioSnapshot(
        of scenario: Scenario, readings: LiveReadings, graphSpan: TimeSpan, month: BillingMonth, billed: BilledShares,
        now: Timestamp, isTotal: Bool = false
    ) -> ScenarioSnapshot {
        let id = isTotal ? nil : scenario.id
        let measured = readings.traffic.measure(id, now: now)
        let windows = readings.traffic[id]
        let objectives = scenario.objectives.map { objective in
            ObjectiveEvaluator.result(
                of: objective, in: measured.windows[objective.window] ?? Rollup(),
                over: measured.covered[objective.window] ?? .zero, gpuMemoryBytes: gpuMemory(readings.gpu))
        }
        return ScenarioSnapshot(
            scenario: scenario, state: .noData, windows: measured.windows, models: measured.models,
            objectives: objectives,
            budget: budget(
                of: scenario, id: id, measured: measured, windows: windows, month: month, billed: billed, now: now),
            history: history(of: id, windows, quantile: quantile(of: scenario), span: graphSpan, now: now))
    }

    private mutating func history(
        of id: ScenarioID?, _ windows: ScenarioWindows, quantile: Double, span: TimeSpan, now: Timestamp
    ) -> ScenarioHistory {
        guard let version = windows.historyVersion(span: span, now: now) else {
            graphs[id] = nil
            return windows.history(quantile: quantile, span: span, now: now)
        }
        let origin = Graphs.Origin(quantile: quantile, span: span, version: version)
        if let known = graphs[id], known.origin == origin { return known.history }
        let history = windows.history(quantile: quantile, span: span, now: now)
        graphs[id] = Graphs(origin: origin, history: history)
        return history
    }

    private func quantile(of scenario: Scenario) -> Double {
        for objective in scenario.objectives {
            if case .latency(let quantile, _) = objective.kind { return quantile }
        }
        return 0.95
    }

    /// The memory in use on all boards, where one scenario alone has a promise about it: which boards serve which of several is not
    /// known here.
    private func gpuMemory(_ gpu: Reading<GPUObservation>) -> Int64? {
        let promised = configuration.scenarios.count { scenario in
            scenario.objectives.contains { if case .gpuMemory = $0.kind { true } else { false } }
        }
        guard promised == 1 else { return nil }
        let used = gpu.value?.gpus.compactMap { $0.reading.value?.memoryUsedBytes.value } ?? []
        return used.isEmpty ? nil : used.reduce(0, +)
    }

    /// The providers, each with the budget that is set for it.
    private mutating func providers(
        _ readings: LiveReadings, month: BillingMonth, now: Timestamp
    ) -> [ProviderStatus] {
        readings.providers.values.sorted { $0.id < $1.id }.map { status in
            guard let source = configuration.providers.first(where: { $0.id == status.id }), source.budget != nil else {
                return status
            }
            var status = status
            if let known = accountForecasts[source.id], known.status?.month ?? month == month,
                known.moneyVersion == readings.moneyVersion, now - known.madeAt < SpendForecast.longestAge,
                known.madeAt <= now
            {
                status.budget = known.status
            } else {
                status.budget = ProviderBudget(source: source, configuration: configuration)
                    .status(readings, of: status, month: month, now: now)
                accountForecasts[source.id] = AccountForecast(
                    madeAt: now, moneyVersion: readings.moneyVersion, status: status.budget)
            }
            return status
        }
    }

    private mutating func budget(
        of scenario: Scenario, id: ScenarioID?, measured: TrafficMeasurement, windows: ScenarioWindows,
        month: BillingMonth, billed: BilledShares, now: Timestamp
    ) -> BudgetStatus {
        let rollup = measured.windows[.month] ?? Rollup()
        let lastHour = measured.windows[.oneHour]?.bestCost ?? .zero
        let covered = measured.covered[.oneHour] ?? .hours(1)
        // Over less than five minutes a rate would say more than is known.
        let burn = lastHour.scaled(by: 3_600_000_000, over: max(covered, .minutes(5)).microseconds)
        if let known = forecasts[id], known.status.month == month,
            SpendForecast.stands(known.status, age: now - known.madeAt, spent: rollup.bestCost)
        {
            var status = known.status
            status.spent = rollup.bestCost
            status.burnPerHour = burn
            status.unpricedRequests = rollup.unpriced
            status.billed = billed.amount(for: id)
            status.elapsedRatio = month.elapsedRatio(at: now)
            return status
        }
        let spend = windows.spendByHour(now: now)
        let input = SpendForecastInput(
            history: SpendHistory(start: spend.start, hours: spend.amounts), budget: scenario.budget,
            month: month, zone: configuration.zone, now: now, basis: .best, monthToDate: rollup.bestCost,
            lastHour: burn, billed: billed.amount(for: id), unpricedRequests: rollup.unpriced)
        // The same hour gives the same range, so that a figure does not flicker while nothing happens.
        var generator = SplitMix64(seed: UInt64(bitPattern: now.floored(to: .hours(1)).seconds))
        var status = SpendForecast(input, using: &generator).status
        status.usualPerHour = input.usualPerHour
        forecasts[id] = Forecast(madeAt: now, status: status)
        return status
    }
}
