import InfermonCost
import InfermonModel
import InfermonRollup

/// Puts together what the cost screen shows beyond budgets: options on the measured traffic, bills beside logs, advice.
struct CostScreenAssembly: Sendable {
    private let configuration: Configuration
    private let prices: PriceSheet
    private var made: (at: Timestamp, screen: CostScreen)?

    /// How long a comparison is shown before it is made anew: nothing in it changes from frame to frame.
    private static let age = TimeSpan.seconds(30)

    init(configuration: Configuration, prices: PriceSheet) {
        self.configuration = configuration
        self.prices = prices
    }

    /// Own figures over bills as of the last comparison; `nil` before there is one.
    var captureRatio: Double? { made?.screen.captureRatio }

    /// The screen's data; `nil` until there is traffic.
    mutating func screen(_ snapshot: Snapshot, readings: LiveReadings) -> CostScreen? {
        let month = snapshot.total[.month]
        guard month.requests > 0 else {
            // What was known of another month says nothing of one without traffic.
            made = nil
            return nil
        }
        if let made, snapshot.at >= made.at, snapshot.at - made.at < Self.age {
            var screen = made.screen
            screen.gateway = month.gatewayCost
            screen.computed = month.computedCost
            return screen
        }
        let screen = build(snapshot, month: month, readings: readings)
        made = (snapshot.at, screen)
        return screen
    }

    private func build(_ snapshot: Snapshot, month: Rollup, readings: LiveReadings) -> CostScreen {
        let answers = snapshot.scenarios.compactMap { answer(for: $0, readings: readings, now: snapshot.at) }
        let lint = CostLint(prices: prices, options: configuration.options, now: snapshot.at)
        return CostScreen(
            daily: daily(readings, month: snapshot.total.budget.month, now: snapshot.at),
            options: answers.flatMap(\.screenLines),
            advice: answers.map { "\($0.scenario): \($0.advice)" }
                + answers.flatMap { answer in answer.contradictions.map { "\(answer.scenario): \($0)" } },
            gateway: month.gatewayCost,
            computed: month.computedCost, billed: snapshot.providers.billedThisMonth,
            captureRatio: captureRatio(readings, now: snapshot.at), unpricedModels: unpriced(snapshot),
            pricesCheckedOn: prices.checkedOn, ownHardware: ownHardware(snapshot, readings: readings),
            backtest: backtest(readings, month: snapshot.total.budget.month, now: snapshot.at),
            lint: lint.findings(configuration.scenarios).map(\.sentence))
    }

    private func ownHardware(_ snapshot: Snapshot, readings: LiveReadings) -> OwnHardwareStatus? {
        configuration.hardware.map { cost in
            OwnHardwareAssembly.status(
                cost, energy: readings.energy, traffic: readings.traffic, month: snapshot.total.budget.month,
                now: snapshot.at)
        }
    }

    /// How good the forecast of last month's eighth day was, once a month and a week are known.
    private func backtest(_ readings: LiveReadings, month: BillingMonth, now: Timestamp) -> String? {
        let spend = readings.traffic[nil].spendByHour(now: now)
        let known = readings.traffic.observedSince
        // Hours before anything was read are not hours without spend.
        let unknown = max(0, (known - spend.start).microseconds / TimeSpan.hours(1).microseconds)
        let input = SpendForecastInput(
            history: SpendHistory(
                start: spend.start + .hours(unknown), hours: Array(spend.amounts.dropFirst(Int(unknown)))
            ),
            budget: nil, month: month, zone: configuration.zone, now: now, basis: .best)
        var generator = SplitMix64(seed: UInt64(bitPattern: month.start.seconds))
        return ForecastBacktest.ofLastMonth(input, using: &generator)?.sentence
    }

    private func answer(for scenario: ScenarioSnapshot, readings: LiveReadings, now: Timestamp) -> WhatIf? {
        let day = scenario[.oneDay]
        guard day.requests > 0, !scenario.scenario.options.isEmpty else { return nil }
        let measured = readings.traffic.measure(scenario.scenario.id, now: now)
        let covered = measured.covered[.oneDay] ?? .days(1)
        let traffic = MeasuredTraffic(
            scenario: scenario.scenario.id, from: now - covered, to: now, total: day,
            models: readings.traffic[scenario.scenario.id].models(now: now),
            peakPerHour: readings.traffic[scenario.scenario.id].busiestHour(now: now))
        return WhatIf(
            WhatIfInput(
                scenario: scenario.scenario, traffic: traffic, configuration: configuration, prices: prices, now: now))
    }

    /// Spend of the month by its days.
    private func daily(_ readings: LiveReadings, month: BillingMonth, now: Timestamp) -> Series {
        let spend = readings.traffic[nil].spendByHour(now: now)
        let today = configuration.zone.local(at: now).day
        var amounts = [Money](repeating: .zero, count: today)
        for (index, amount) in spend.amounts.enumerated() {
            let hour = spend.start + .hours(Int64(index))
            guard hour >= month.start, hour < month.end else { continue }
            let day = configuration.zone.local(at: hour).day
            if day <= today { amounts[day - 1] += amount }
        }
        return Series(start: month.start, step: .days(1), values: amounts.map(\.dollars))
    }

    /// Own figures over bills, on the closed days that both cover.
    private func captureRatio(_ readings: LiveReadings, now: Timestamp) -> Double? {
        guard !readings.bills.isEmpty else { return nil }
        let month = BillingMonth(containing: now, in: configuration.zone)
        return Reconciliation(
            rollups: readings.traffic.moneyByProviderDay, bills: readings.bills,
            scenarioByProject: configuration.scenarioByProject,
            observedSince: readings.traffic.observedSince, month: month, now: now
        )
        .captureRatio
    }

    private func unpriced(_ snapshot: Snapshot) -> [String] {
        snapshot.total.models.filter { $0.unpriced > 0 && !$0.model.isEmpty }
            .sorted { $0.unpriced > $1.unpriced }.map(\.model)
    }
}
