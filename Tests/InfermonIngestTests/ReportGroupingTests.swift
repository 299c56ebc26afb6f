import InfermonModel
import Testing

@testable import InfermonIngest

@Suite struct ReportGroupingTests {
    private func row(
        _ requests: Int64 = 1, model: String = "", provider: String = "", key: String = "", start: Int64 = 0
    ) -> RollupRow {
        var rollup = Rollup()
        rollup.requests = requests
        rollup.attempts = 1
        let series = SeriesKey(scenario: ScenarioID(""), model: model, provider: provider, key: key)
        return RollupRow(start: Timestamp(seconds: start), series: series, rollup: rollup)
    }

    private func groups(_ keys: [ReportKey], _ rows: [RollupRow], _ outcomes: [RequestOutcome?] = []) -> [ReportGroup] {
        var options = LogReport.Options()
        options.keys = keys
        var rows = rows
        return options.groups(takingFrom: &rows, outcomes: outcomes)
    }

    @Test func `groups are in the order of what was asked for, whatever provider comes along`() {
        let found = groups(
            [.model, .key], [row(model: "m", provider: "A", key: "z"), row(model: "m", provider: "B", key: "a")])
        #expect(found.map(\.series.key) == ["a", "z"])
        #expect(found.map(\.series.provider) == ["B", "A"])
        let byDay = groups(
            [.model, .outcome, .day],
            [row(model: "b", start: 0), row(model: "a", start: 86_400), row(model: "a", start: 0), row(model: "a")],
            [.ok, .ok, .timeout, .ok])
        #expect(byDay.map(\.series.model) == ["a", "a", "b", "a"])
        #expect(byDay.map(\.outcome) == [.ok, .timeout, .ok, .ok])
    }

    @Test func `a provider is named where a group has one only`() {
        let one = groups(
            [.model], [row(model: "m", provider: "A"), row(2, model: "m"), row(model: "m", provider: "A")])
        #expect(one.map(\.series.provider) == ["A"])
        #expect(one.map(\.rollup.requests) == [4])
        let several = groups(
            [.model],
            [row(model: "m", provider: "A"), row(model: "m", provider: "B"), row(model: "m", provider: "A")])
        #expect(several.map(\.series.provider) == [""])
        let gone = groups([.model], [row(model: "m", provider: "A"), row(0, model: "m", provider: "B")])
        #expect(gone.map(\.series.provider) == ["A"])
        let asked = groups([.provider], [row(provider: "B"), row(provider: "A"), row(provider: "B")])
        #expect(asked.map(\.series.provider) == ["A", "B"])
        #expect(asked.map(\.rollup.requests) == [1, 2])
    }

    @Test func `what cancels out is no group, and two spellings of a name are one`() {
        let nothing = RollupRow(
            start: .epoch, series: SeriesKey(scenario: ScenarioID(""), model: "x"), rollup: Rollup())
        let found = groups([.model], [nothing, row(model: "cafe\u{301}"), row(model: "caf\u{E9}")])
        #expect(found.map(\.series.model) == ["caf\u{E9}"])
        #expect(found.map(\.rollup.requests) == [2])
    }
}
