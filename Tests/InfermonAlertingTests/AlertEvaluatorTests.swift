import InfermonAlerting
import InfermonModel
import Testing

/// From measured values to sentences.
@Suite struct AlertEvaluatorTests {
    private static let start = SnapshotBuilder.start

    private static let content = Scenario(
        id: "content-generation", title: "Content",
        objectives: [
            Objective(kind: .latency(quantile: 0.95, atMost: .seconds(10))),
            Objective(kind: .timeToFirstToken(quantile: 0.95, atMost: .milliseconds(1_500))),
            Objective(kind: .availability(atLeast: 0.99)),
            Objective(kind: .throughput(perHour: 100)),
            Objective(kind: .costPerRequest(atMost: Money("0.02") ?? .zero)),
        ], budget: Budget(limit: Money(dollars: 2_000)))

    private static func evaluator(_ scenarios: [Scenario] = [content], rules: [AlertRule] = []) -> AlertEvaluator {
        var configuration = Configuration()
        configuration.scenarios = scenarios
        configuration.alertRules = rules
        return AlertEvaluator(rules: StandardRules.rules(for: configuration))
    }

    /// Evaluates the same windows each minute from `from` to `to`.
    private static func run(
        _ evaluator: inout AlertEvaluator, _ scenario: ScenarioSnapshot, minutes: ClosedRange<Int64>
    ) -> [Alert] {
        var alerts: [Alert] = []
        for minute in minutes {
            alerts = evaluator.evaluate(
                SnapshotBuilder.snapshot(at: start + .minutes(minute), [scenario]), uptime: .minutes(minute))
        }
        return alerts
    }

    private static func withLatency(_ seconds: [Double], failures: Int64 = 0) -> ScenarioSnapshot {
        let rollup = SnapshotBuilder.rollup(seconds: seconds, failures: failures, cost: Money("0.01") ?? .zero)
        return SnapshotBuilder.scenario(content, windows: [.fiveMinutes: rollup])
    }

    @Test func `a slow percentile is pending for five minutes and then fires with its sentence`() {
        var evaluator = Self.evaluator()
        let slow = Self.withLatency([11.84, 11.84, 11.84, 11.84])
        let pending = Self.run(&evaluator, slow, minutes: 0...4)
        #expect(pending.map(\.state) == [.pending])
        let firing = Self.run(&evaluator, slow, minutes: 5...5)
        #expect(firing.map(\.state) == [.firing])
        #expect(firing.first?.message == "p95 latency 11.84s > 10s for 5m")
        #expect(firing.first?.subject == "content-generation")
        #expect(firing.first?.severity == .critical)
        #expect(firing.first?.value == 11.84 && firing.first?.threshold == 10)
        #expect(firing.first?.activeSince == Self.start && firing.first?.firedAt == Self.start + .minutes(5))
        let resolved = Self.run(&evaluator, Self.withLatency([1, 1, 1]), minutes: 6...6)
        #expect(resolved.map(\.state) == [.resolved])
    }

    @Test func `one or two slow requests at night page nobody`() {
        var evaluator = Self.evaluator()
        #expect(Self.run(&evaluator, Self.withLatency([60]), minutes: 0...30).isEmpty)
        #expect(Self.run(&evaluator, Self.withLatency([60, 60]), minutes: 31...60).isEmpty)
        #expect(Self.run(&evaluator, Self.withLatency([60, 60, 60]), minutes: 61...66).map(\.state) == [.firing])
        // The traffic stops: that is no recovery.
        #expect(Self.run(&evaluator, Self.withLatency([60]), minutes: 67...90).map(\.state) == [.firing])
        #expect(Self.run(&evaluator, Self.withLatency([]), minutes: 91...120).map(\.state) == [.firing])
    }

    @Test func `failures count from the third on`() {
        var evaluator = Self.evaluator()
        let times = [Double](repeating: 1, count: 20)
        #expect(Self.run(&evaluator, Self.withLatency(times, failures: 2), minutes: 0...20).isEmpty)
        let alerts = Self.run(&evaluator, Self.withLatency(times, failures: 3), minutes: 21...26)
        #expect(alerts.map(\.message) == ["availability 87 % < 99 % for 5m"])
    }

    @Test func `a dear request is told in dollars`() {
        var evaluator = Self.evaluator()
        let rollup = SnapshotBuilder.rollup(seconds: [1, 1, 1, 1], cost: Money("0.1424") ?? .zero)
        let alerts = Self.run(
            &evaluator, SnapshotBuilder.scenario(Self.content, windows: [.fiveMinutes: rollup]), minutes: 0...5)
        #expect(alerts.map(\.message) == ["cost per request $0.0356 > $0.02 for 5m"])
    }

    @Test func `the levels of a budget fire once each, in order, and together when one request crosses several`() {
        var evaluator = Self.evaluator()
        func alerts(_ spent: String, minute: Int64) -> [String] {
            let budget = SnapshotBuilder.budget(limit: 2_000, spent: Money(spent) ?? .zero)
            return Self.run(
                &evaluator, SnapshotBuilder.scenario(Self.content, budget: budget), minutes: minute...minute
            )
            .filter { $0.state == .firing }.map(\.rule)
        }
        #expect(alerts("999.99", minute: 0).isEmpty)
        #expect(alerts("1000", minute: 1) == ["budget_used_50"])
        #expect(alerts("2000.01", minute: 2) == ["budget_used_100", "budget_used_80", "budget_used_50"])
        // A small correction downward does not let the level fire a second time.
        #expect(alerts("1990", minute: 3).count == 3)
        #expect(alerts("2005", minute: 4).count == 3)
        // The next month begins.
        #expect(alerts("0", minute: 5).isEmpty)
    }

    @Test func `budget alerts say how much of what`() {
        var evaluator = Self.evaluator()
        let budget = SnapshotBuilder.budget(
            limit: 2_000, spent: Money("1612.40") ?? .zero, estimate: Money(dollars: 2_239), low: Money(dollars: 2_101))
        let alerts = Self.run(&evaluator, SnapshotBuilder.scenario(Self.content, budget: budget), minutes: 0...0)
        #expect(
            Dictionary(uniqueKeysWithValues: alerts.map { ($0.rule, $0.message) }) == [
                "budget_used_50": "spent $1,612 of the $2,000 budget (80.6 %)",
                "budget_used_80": "spent $1,612 of the $2,000 budget (80.6 %)",
                "budget_forecast": "month-end estimate $2,239 > budget $2,000",
                "budget_forecast_low": "month-end estimate at least $2,101 > budget $2,000",
            ])
        #expect(alerts.first?.rule == "budget_forecast_low")
        #expect(alerts.map(\.severity) == [.critical, .warning, .warning, .notice])
    }

    @Test func `a forecast that hovers around the budget fires once and ends below 95 %`() {
        var evaluator = Self.evaluator()
        func state(_ estimate: Int64, minute: Int64) -> Alert.State? {
            let budget = SnapshotBuilder.budget(
                limit: 2_000, spent: Money(dollars: 10), estimate: Money(dollars: estimate))
            return Self.run(
                &evaluator, SnapshotBuilder.scenario(Self.content, budget: budget), minutes: minute...minute
            )
            .first?.state
        }
        #expect(state(2_000, minute: 0) == nil)
        #expect(state(2_001, minute: 1) == .firing)
        #expect(state(1_999, minute: 2) == .firing)
        #expect(state(1_901, minute: 3) == .firing)
        #expect(state(1_900, minute: 4) == .resolved)
    }

    @Test func `a budget alert survives a restart without firing anew`() {
        var first = Self.evaluator()
        let scenario = SnapshotBuilder.scenario(
            Self.content, budget: SnapshotBuilder.budget(limit: 2_000, spent: Money(dollars: 1_100)))
        let before = Self.run(&first, scenario, minutes: 0...0)
        var second = Self.evaluator()
        second.restore(
            before, downSince: Self.start, at: EvaluationTime(now: Self.start + .days(3), uptime: .seconds(7)))
        let after = second.evaluate(
            SnapshotBuilder.snapshot(at: Self.start + .days(3), [scenario]), uptime: .seconds(8))
        #expect(after == before)
    }

    @Test func `a pace is news after six hours, an hour at many times the usual at once`() {
        var evaluator = Self.evaluator()
        var budget = SnapshotBuilder.budget(limit: 2_000, spent: Money(dollars: 100))
        budget.pace = 1.6
        let scenario = { SnapshotBuilder.scenario(Self.content, budget: budget) }
        #expect(!Self.run(&evaluator, scenario(), minutes: 0...359).contains { $0.state == .firing })
        let pace = Self.run(&evaluator, scenario(), minutes: 360...361).filter { $0.state == .firing }
        #expect(pace.map(\.message) == ["spent 1.6x what the budget expects by now"])
        budget.pace = 1
        budget.usualPerHour = Money("0.1")
        budget.burnPerHour = Money("0.9") ?? .zero
        #expect(!Self.run(&evaluator, scenario(), minutes: 400...400).contains { $0.state == .firing })
        budget.burnPerHour = Money("1.2") ?? .zero
        let spike = Self.run(&evaluator, scenario(), minutes: 401...401).filter { $0.state == .firing }
        #expect(spike.map(\.message) == ["$1.20 in the last hour, 12x the usual $0.1"])
        budget.burnPerHour = Money("0.96") ?? .zero
        #expect(Self.run(&evaluator, scenario(), minutes: 402...402).contains { $0.state == .firing })
        budget.burnPerHour = Money("0.94") ?? .zero
        #expect(!Self.run(&evaluator, scenario(), minutes: 403...403).contains { $0.state == .firing })
        budget.usualPerHour = .zero
        budget.burnPerHour = Money(dollars: 40)
        let new = Self.run(&evaluator, scenario(), minutes: 404...404).filter { $0.state == .firing }
        #expect(new.map(\.message) == ["$40 in the last hour, where nothing is usual"])
    }

    @Test func `scenarios that logs call like infermon's own subjects stop no rule`() {
        var configuration = Configuration()
        configuration.budget = Budget(limit: Money(dollars: 100))
        configuration.providers = [ProviderSource(provider: "openai", budget: Budget(limit: Money(dollars: 50)))]
        var evaluator = AlertEvaluator(rules: StandardRules.rules(for: configuration))
        let names = ["all", "openai", "provider openai"].map { Scenario(id: ScenarioID($0), title: $0) }
        var snapshot = SnapshotBuilder.snapshot(at: Self.start, names.map { SnapshotBuilder.scenario($0) })
        snapshot.total.budget = SnapshotBuilder.budget(limit: 100, spent: Money(dollars: 60))
        var provider = ProviderStatus(id: "openai", billedThisMonth: .waiting)
        provider.budget = SnapshotBuilder.budget(limit: 50, spent: Money(dollars: 30))
        snapshot.providers = [provider]
        let alerts = evaluator.evaluate(snapshot, uptime: .zero)
        #expect(evaluator.problems.isEmpty)
        #expect(alerts.map(\.subject).sorted() == ["all", "provider openai"])
    }

    @Test func `an alert on money names the models behind it`() {
        var evaluator = Self.evaluator()
        var scenario = SnapshotBuilder.scenario(
            Self.content, budget: SnapshotBuilder.budget(limit: 2_000, spent: Money(dollars: 1_100)))
        scenario.models = [("gpt-4", 90), ("claude", 6), ("llama", 4), ("free", 0)].map { name, dollars in
            ModelShare(model: name, provider: "", requests: 1, cost: Money(dollars: Int64(dollars)))
        }
        #expect(
            Self.run(&evaluator, scenario, minutes: 0...0).map(\.message) == [
                "spent $1,100 of the $2,000 budget (55 %); last day gpt-4 90 %, claude 6 %, llama 4 %"
            ])
    }

    @Test func `providers, all scenarios together and bills are judged too`() {
        var configuration = Configuration()
        configuration.budget = Budget(limit: Money(dollars: 100))
        configuration.providers = [
            ProviderSource(provider: "openai", name: "team-a", budget: Budget(limit: Money(dollars: 50)))
        ]
        var evaluator = AlertEvaluator(rules: StandardRules.rules(for: configuration))
        var snapshot = SnapshotBuilder.snapshot()
        snapshot.total.budget = SnapshotBuilder.budget(limit: 100, spent: Money(dollars: 85))
        var provider = ProviderStatus(id: "team-a", billedThisMonth: .waiting)
        provider.budget = SnapshotBuilder.budget(limit: 50, spent: Money(dollars: 60))
        snapshot.providers = [provider]
        snapshot.captureRatio = 0.83
        _ = evaluator.evaluate(snapshot, uptime: .zero)
        snapshot.at = snapshot.at + .minutes(6)
        let alerts = evaluator.evaluate(snapshot, uptime: .minutes(6)).filter { $0.state == .firing }
        #expect(
            Set(alerts.map { "\($0.subject) \($0.rule)" }) == [
                "all budget_used_50", "all budget_used_80", "provider team-a budget_used_50",
                "provider team-a budget_used_80",
                "provider team-a budget_used_100", "bills capture_ratio",
            ])
        #expect(alerts.contains { $0.message == "logs explain 83 % of the bill of closed days" })
    }

    @Test func `unpriced requests are told by their share`() {
        var evaluator = Self.evaluator()
        let day = SnapshotBuilder.rollup(seconds: [Double](repeating: 1, count: 100), unpriced: 12)
        let few = SnapshotBuilder.rollup(seconds: [Double](repeating: 1, count: 100), unpriced: 2)
        #expect(
            Self.run(&evaluator, SnapshotBuilder.scenario(Self.content, windows: [.oneDay: few]), minutes: 0...9)
                .isEmpty)
        let alerts = Self.run(
            &evaluator, SnapshotBuilder.scenario(Self.content, windows: [.oneDay: day]), minutes: 10...15)
        #expect(alerts.map(\.message) == ["12 % of requests unpriced in 24h"])
        #expect(alerts.map(\.state) == [.firing])
    }

    @Test func `a configured rule takes the standard one's place, for its scenario or for all`() {
        let other = Scenario(id: "chatbot", title: "", objectives: Self.content.objectives)
        let loose = AlertRule(
            name: "latency_p95", scenario: "chatbot", metric: .objective("latency_p95"), comparison: .above,
            threshold: 60, hold: .zero, severity: .notice)
        let rollup = SnapshotBuilder.rollup(seconds: [30, 30, 30], cost: Money("0.01") ?? .zero)
        let scenarios = [Self.content, other].map { SnapshotBuilder.scenario($0, windows: [.fiveMinutes: rollup]) }
        func both(_ evaluator: inout AlertEvaluator) -> [String] {
            evaluator.evaluate(SnapshotBuilder.snapshot(at: Self.start, scenarios), uptime: .zero).map {
                "\($0.subject) \($0.state.rawValue)"
            }
        }
        var evaluator = Self.evaluator([Self.content, other], rules: [loose])
        #expect(both(&evaluator) == ["content-generation pending"])
        var general = loose
        general.scenario = nil
        general.threshold = 20
        evaluator = Self.evaluator([Self.content, other], rules: [general])
        #expect(evaluator.rules.filter { $0.name == "latency_p95" } == [general])
        #expect(both(&evaluator) == ["chatbot firing", "content-generation firing"])
    }

    @Test func `the alerts of a scenario that is no more resolve after a restart`() {
        var first = Self.evaluator()
        let before = Self.run(&first, Self.withLatency([60, 60, 60]), minutes: 0...5)
        #expect(before.map(\.state) == [.firing])
        var second = Self.evaluator([])
        let restart = EvaluationTime(now: Self.start + .minutes(6), uptime: .minutes(6))
        second.restore(before, downSince: Self.start + .minutes(5), at: restart)
        let alerts = second.evaluate(SnapshotBuilder.snapshot(at: Self.start + .minutes(6)), uptime: .minutes(6))
        #expect(alerts.map(\.state) == [.resolved])
    }

    @Test func `many rules over many scenarios each have their alerts`() {
        let scenarios = (0..<20).map { index in
            Scenario(id: ScenarioID("s\(index)"), title: "", objectives: Self.content.objectives)
        }
        var evaluator = Self.evaluator(
            scenarios,
            rules: (0..<100).map {
                AlertRule(
                    name: "rule \($0)", metric: .objective("latency_p95"), comparison: .above, threshold: 5, hold: .zero
                )
            })
        let rollup = SnapshotBuilder.rollup(seconds: [30, 30, 30], cost: Money("0.01") ?? .zero)
        let alerts = evaluator.evaluate(
            SnapshotBuilder.snapshot(scenarios.map { SnapshotBuilder.scenario($0, windows: [.fiveMinutes: rollup]) }),
            uptime: .zero)
        #expect(alerts.count == 2_020)
        #expect(evaluator.problems.isEmpty)
    }
}
