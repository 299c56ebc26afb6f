import InfermonModel
import InfermonRollup
import Testing

@Suite struct TrafficWindowsTests {
    private let noon = Timestamp(seconds: 1_795_435_200)
    private let chatbot = SeriesKey(scenario: ScenarioID("chatbot"), model: "gpt-4o", provider: "openai")

    private func row(minutesAgo: Int64, requests: Int64 = 1, cost: Int64 = 0, series: SeriesKey? = nil) -> RollupRow {
        var rollup = Rollup()
        rollup.requests = requests
        rollup.bestCost = Money(dollars: cost)
        return RollupRow(start: noon - .minutes(minutesAgo), series: series ?? chatbot, rollup: rollup)
    }

    @Test func `each window counts what lies inside it`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon - .days(10))
        let now = noon + .seconds(30)
        windows.add([0, 1, 5, 6, 60, 61, 300, 1_440, 1_500].map { row(minutesAgo: $0) }, now: now)
        let measured = windows.measure(chatbot.scenario, now: now).windows
        #expect(measured[.oneMinute]?.requests == 2)
        #expect(measured[.fiveMinutes]?.requests == 3)
        #expect(measured[.oneHour]?.requests == 5)
        #expect(measured[.oneDay]?.requests == 8)
        #expect(measured[.month]?.requests == 9)
    }

    @Test(arguments: [true, false])
    func `sizes of requests are in the day alone, times in every window`(isLive: Bool) {
        var rollup = Rollup()
        rollup.requests = 1
        rollup.latency.record(microseconds: 5)
        rollup.timeToFirstToken.record(microseconds: 4)
        rollup.contexts.record(microseconds: 3)
        let row = RollupRow(start: noon, series: chatbot, rollup: rollup)
        var windows = TrafficWindows(zone: .utc, observedSince: noon - .days(10))
        if isLive {
            windows.add([row, row], now: noon)
        } else {
            for span in RollupSpan.allCases { windows.restore([row, row], span: span, now: noon) }
        }
        for scenario in [chatbot.scenario, nil] {
            for (window, sum) in windows.measure(scenario, now: noon).windows {
                #expect(sum.latency.count == 2)
                #expect(sum.timeToFirstToken.count == 2)
                #expect(sum.contexts.count == (window == .oneDay ? 2 : 0))
            }
            let model = windows[scenario].models(now: noon)["gpt-4o"]
            #expect(model?.latency.count == 2)
            #expect(model?.timeToFirstToken.count == 0)
        }
    }

    @Test func `windows slide as time passes without traffic`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon - .days(10))
        windows.add([row(minutesAgo: 0)], now: noon)
        let later = noon + .minutes(62)
        windows.expire(at: later)
        let measured = windows.measure(chatbot.scenario, now: later).windows
        #expect(measured[.oneHour]?.requests == 0)
        #expect(measured[.oneDay]?.requests == 1)
    }

    @Test func `an amended failure leaves its minute`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon)
        windows.add([row(minutesAgo: 3)], now: noon)
        windows.add([row(minutesAgo: 3, requests: -1), row(minutesAgo: 0)], now: noon)
        let measured = windows.measure(nil, now: noon)
        #expect(measured.windows[.oneHour]?.requests == 1)
        let history = windows[nil].history(quantile: 0.95, span: .hours(1), now: noon)
        #expect(history.requestsPerHour.values.suffix(3) == [0, nil, nil])
    }

    @Test func `a new month starts from nothing`() {
        let monthEnd = BillingMonth(containing: noon, in: .utc).end
        var windows = TrafficWindows(zone: .utc, observedSince: noon)
        windows.add([row(minutesAgo: 0, cost: 7)], now: noon)
        #expect(windows.measure(nil, now: noon).windows[.month]?.bestCost == Money(dollars: 7))
        #expect(windows.measure(nil, now: monthEnd + .minutes(1)).windows[.month]?.bestCost == .zero)
    }

    @Test func `a row of the new month that comes before the month does counts in it`() {
        let month = BillingMonth(containing: noon, in: .utc)
        var windows = TrafficWindows(zone: .utc, observedSince: noon)
        func spend(_ now: Timestamp) -> Money? {
            windows.measure(nil, now: now).windows[.month]?.bestCost
        }
        func row(at start: Timestamp, cost: Int64) -> RollupRow {
            RollupRow(start: start, series: chatbot, rollup: self.row(minutesAgo: 0, cost: cost).rollup)
        }
        let early = month.end - .seconds(2)
        windows.add([row(at: month.end, cost: 3), row(at: month.end - .minutes(1), cost: 5)], now: early)
        windows.expire(at: early)
        #expect(spend(early) == Money(dollars: 5))
        windows.expire(at: month.end)
        windows.add([row(at: month.end - .minutes(1), cost: 9), row(at: month.end, cost: 1)], now: month.end)
        #expect(spend(month.end) == Money(dollars: 4))
    }

    @Test func `stored levels restore what live rows built`() {
        let rows = [0, 1, 2, 20, 90, 700].map { row(minutesAgo: $0, cost: 1) }
        var live = TrafficWindows(zone: .utc, observedSince: noon)
        live.add(rows, now: noon)
        var restored = TrafficWindows(zone: .utc, observedSince: noon)
        for span in RollupSpan.allCases {
            let level = rows.map {
                RollupRow(start: $0.start.floored(to: span.span), series: $0.series, rollup: $0.rollup)
            }
            restored.restore(level, span: span, now: noon)
        }
        let first = live.measure(chatbot.scenario, now: noon)
        let second = restored.measure(chatbot.scenario, now: noon)
        #expect(first.windows == second.windows)
        #expect(first.models == second.models)
        let (left, right) = (live[chatbot.scenario], restored[chatbot.scenario])
        #expect(left.spendByHour(now: noon).amounts == right.spendByHour(now: noon).amounts)
        let graphs = [left, right].map { $0.history(quantile: 0.95, span: .hours(1), now: noon) }
        #expect(graphs[0] == graphs[1])
    }

    @Test func `a scenario is forgotten once nothing of it is left, its spend last`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon)
        windows.add([row(minutesAgo: 0, cost: 7)], now: noon)
        for (days, isSeen) in [(2, true), (69, true), (71, false)] as [(Int64, Bool)] {
            windows.expire(at: noon + .days(days))
            #expect(windows.seen.contains(chatbot.scenario) == isSeen)
        }
    }

    @Test func `more scenarios than are kept apart are counted together, to the last request`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon)
        let rows = (0..<(TrafficWindows.scenarioLimit + 50)).map {
            row(minutesAgo: 0, series: SeriesKey(scenario: ScenarioID("s\($0)"), model: "m", provider: "p"))
        }
        windows.add(rows + rows, now: noon)
        #expect(windows.seen.count == TrafficWindows.scenarioLimit + 1)
        func requests(_ id: ScenarioID?) -> Int64? {
            windows.measure(id, now: noon).windows[.oneHour]?.requests
        }
        #expect(requests(.other) == 100)
        #expect(requests(ScenarioID("s0")) == 2)
        #expect(requests(nil) == Int64(2 * rows.count))
    }

    @Test func `rates are over the time that was observed`() {
        let windows = TrafficWindows(zone: .utc, observedSince: noon - .minutes(2))
        let measured = windows.measure(nil, now: noon)
        #expect(measured.covered[.oneHour] == .minutes(2))
        #expect(measured.covered[.oneMinute] == .minutes(1))
    }

    @Test func `hourly spend has no holes`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon)
        windows.add([row(minutesAgo: 180, cost: 3), row(minutesAgo: 0, cost: 1)], now: noon)
        let spend = windows[nil].spendByHour(now: noon)
        #expect(spend.start == noon - .hours(3))
        #expect(spend.amounts == [Money(dollars: 3), .zero, .zero, Money(dollars: 1)])
    }

    @Test func `all together is what the scenarios are, whatever a batch holds`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon - .days(10))
        let series = (0..<12).map { number in
            SeriesKey(
                scenario: ScenarioID("s\(number % 3)"), model: "m\(number % 4)", provider: "p\(number / 4)",
                key: "k\(number)")
        }
        let rows = series.enumerated().flatMap { number, series in
            [0, 3, 70, 900].map { row(minutesAgo: $0, requests: 1 + Int64(number), cost: $0, series: series) }
        }
        windows.add(rows, now: noon)
        let parts = (0..<3).map { windows.measure(ScenarioID("s\($0)"), now: noon) }
        let total = windows.measure(nil, now: noon)
        for window in WindowSpan.allCases {
            let whole = parts.reduce(into: Rollup()) { $0.merge($1.windows[window] ?? Rollup()) }
            #expect(whole.requests > 0 && total.windows[window]?.requests == whole.requests)
            #expect(total.windows[window]?.bestCost == whole.bestCost)
        }
        func counts(_ models: [ModelShare]) -> [[String]: Int64] {
            models.reduce(into: [:]) { $0[[$1.model, $1.provider], default: 0] += $1.requests }
        }
        #expect(counts(total.models) == counts(parts.flatMap(\.models)) && total.models.count == 12)
        let byModel = total.models.reduce(into: [:]) { $0[$1.model, default: 0] += $1.requests }
        #expect(windows[nil].models(now: noon).mapValues(\.requests) == byModel && byModel.count == 4)
        let money = rows.reduce(Money.zero) { $0 + $1.rollup.bestCost }
        #expect(windows[nil].spendByHour(now: noon).amounts.reduce(.zero, +) == money)
        #expect(windows.moneyByProviderDay.map(\.rollup.bestCost).reduce(.zero, +) == money)
        #expect(windows.moneyByProviderDay.map(\.rollup.requests).reduce(0, +) == 4 * 78)
    }

    @Test func `models are listed dearest first`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon)
        let other = SeriesKey(scenario: chatbot.scenario, model: "gpt-4", provider: "openai")
        windows.add([row(minutesAgo: 0, requests: 9, cost: 1), row(minutesAgo: 0, cost: 5, series: other)], now: noon)
        #expect(windows.measure(nil, now: noon).models.map(\.model) == ["gpt-4", "gpt-4o"])
    }

    @Test func `tokens of own models are kept by hour and scenario, the rest is not`() {
        var windows = TrafficWindows(zone: .utc, observedSince: noon, ownModels: ["llama-*", "m?stral"])
        func row(_ model: String, minutesAgo: Int64) -> RollupRow {
            var rollup = Rollup()
            rollup.tokens = TokenUsage(uncachedInput: 5, output: 2)
            let series = SeriesKey(scenario: chatbot.scenario, model: model, provider: "vllm")
            return RollupRow(start: noon - .minutes(minutesAgo), series: series, rollup: rollup)
        }
        windows.add([row("llama-7b", minutesAgo: 1), row("gpt-4o", minutesAgo: 1)], now: noon)
        windows.restore([row("mistral", minutesAgo: 15), row("mistral", minutesAgo: 90)], span: .quarter, now: noon)
        windows.restore([row("llama-7b", minutesAgo: 60)], span: .hour, now: noon)
        #expect(
            windows.ownWorkByHour.mapValues { $0[chatbot.scenario]?.output } == [
                noon - .hours(1): 4, noon - .hours(2): 2,
            ])
        windows.expire(at: noon + .days(40))
        #expect(windows.ownWorkByHour.isEmpty)
    }

    @Test func `spend is known by hour of the providers with a budget, however many names logs write`() {
        var windows = TrafficWindows(
            zone: .utc, observedSince: noon, budgetedProvider: { ["openai", "azure"].contains($0) ? "openai" : nil })
        for index in 0..<2_000 {
            var noise = chatbot
            noise.provider = "p\(index)"
            windows.add([row(minutesAgo: 1, cost: 7, series: noise)], now: noon)
        }
        var other = chatbot
        other.provider = "anthropic"
        windows.add(
            [row(minutesAgo: 1, cost: 2), row(minutesAgo: 61, cost: 3), row(minutesAgo: 2, cost: 9, series: other)],
            now: noon)
        windows.restore([row(minutesAgo: 180, cost: 4)], span: .hour, now: noon)
        windows.restore([row(minutesAgo: 180, cost: 4)], span: .quarter, now: noon)
        var alias = chatbot
        alias.provider = "azure"
        windows.add([row(minutesAgo: 1, cost: 1, series: alias)], now: noon)
        let spend = windows.spendByHour(now: noon, ofProvider: "openai")
        #expect(spend.start == noon - .hours(3))
        #expect(spend.amounts == [4, 3, 3, 0].map { Money(dollars: $0) })
        #expect(windows.spendByHour(now: noon, ofProvider: "mistral").amounts.isEmpty)
    }
}
