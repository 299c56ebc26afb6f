import InfermonModel
import InfermonRollup

/// What measuring every scenario for one frame costs, once a day of traffic is known.
enum RefreshCost {
    private static let scenarioCount = 25
    private static let modelCount = 12

    static func measure() {
        let now = Timestamp(seconds: 1_795_182_750)
        var traffic = TrafficWindows(zone: .utc, observedSince: now - .days(1))
        var state: UInt64 = 1
        for span in RollupSpan.allCases {
            let count: Int64 = span == .minute ? 60 : 86_400 / span.rawValue
            var rows: [RollupRow] = []
            for scenario in 0..<scenarioCount {
                for model in 0..<modelCount {
                    let series = SeriesKey(scenario: ScenarioID("scenario-\(scenario)"), model: "model-\(model)")
                    rows += (0...count).map { ago in
                        RollupRow(
                            start: now.floored(to: span.span) - span.span * ago, series: series,
                            rollup: rollup(of: Int(span.rawValue / 10), &state))
                    }
                }
            }
            traffic.restore(rows, span: span, now: now)
        }
        let usual = refresh(traffic, rowsAt: now.floored(to: .minutes(1)), now: now, &state)
        let late = refresh(traffic, rowsAt: now.floored(to: .minutes(1)) - .minutes(1), now: now, &state)
        print(
            "refresh: \(scenarioCount) scenarios of \(modelCount) models after a day, "
                + "\(rounded(usual, places: 2)) ms; with lines a minute late, \(rounded(late, places: 2)) ms")
    }

    /// Milliseconds of CPU per frame, while each brings a row of one scenario.
    private static func refresh(
        _ known: TrafficWindows, rowsAt start: Timestamp, now: Timestamp, _ state: inout UInt64
    ) -> Double {
        var traffic = known
        traffic.expire(at: now)
        let refreshes = 200
        var requests: Int64 = 0
        let begin = Cost.now
        for refresh in 0..<refreshes {
            let instant = now + .milliseconds(Int64(refresh) * 10)
            let series = SeriesKey(scenario: ScenarioID("scenario-\(refresh % scenarioCount)"), model: "model-0")
            traffic.add([RollupRow(start: start, series: series, rollup: rollup(of: 1, &state))], now: instant)
            traffic.expire(at: instant)
            for id in traffic.seen.map(Optional.some) + [nil] {
                requests += traffic.measure(id, now: instant).windows[.oneDay]?.requests ?? 0
            }
        }
        let cost = Cost.now - begin
        precondition(requests > 0)
        return cost.cpu * 1e3 / Double(refreshes)
    }

    private static func rollup(of requests: Int, _ state: inout UInt64) -> Rollup {
        var rollup = Rollup()
        for _ in 0..<requests {
            state = state &* 6_364_136_223_846_793_005 &+ 1
            rollup.requests += 1
            rollup.latency.record(microseconds: Int64(state >> 42))
            rollup.timeToFirstToken.record(microseconds: Int64(state >> 45))
            rollup.contexts.record(microseconds: Int64(state >> 50))
        }
        return rollup
    }
}
