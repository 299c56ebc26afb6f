import Foundation
import InfermonAlerting
import InfermonModel
import InfermonTestSupport
import Testing

/// Our traces before Prometheus' own rule engine.
@Suite struct PromtoolTests {
    static let promtool = ["/usr/bin/promtool", "/usr/local/bin/promtool"].first {
        FileManager.default.isExecutableFile(atPath: $0)
    }
    static let isRequired = ProcessInfo.processInfo.environment["INFERMON_REQUIRE_ALL"] == "1"
    /// 1,000 scenarios take minutes; the default is what a developer waits for.
    static let scenarioCount =
        ProcessInfo.processInfo.environment["INFERMON_PROMTOOL_SCENARIOS"].flatMap { Int($0) } ?? 60
    private static let perFile = 12

    @Test(.enabled(if: promtool != nil || isRequired, "promtool is not installed (Debian package prometheus)"))
    func `promtool accepts every state of every random scenario`() async throws {
        let promtool = try #require(Self.promtool, "promtool is required here: install the Debian package prometheus")
        var random = TestRandom(seed: 11)
        var left = Self.scenarioCount
        while left > 0 {
            let count = min(left, Self.perFile)
            left -= count
            let trace = PromtoolTrace(scenarios: try (0..<count).map { _ in try Self.scenario(&random) })
            let folder = try TemporaryFolder()
            try folder.write(trace.rules, to: "rules.yml")
            let tests = try folder.write(trace.tests, to: "tests.yml")
            let run = try await ProcessRun(promtool, ["test", "rules", tests])
            #expect(run.exitCode == 0, "\(run.output.prefix(2_000))\(run.errors.prefix(2_000))")
        }
    }

    @Test(.enabled(if: promtool != nil || isRequired, "promtool is not installed (Debian package prometheus)"))
    func `promtool refuses a trace with one wrong state`() async throws {
        let promtool = try #require(Self.promtool, "promtool is required here: install the Debian package prometheus")
        var random = TestRandom(seed: 12)
        var trace = PromtoolTrace(scenarios: [try Self.scenario(&random)])
        trace.scenarios[0].states[30] = trace.scenarios[0].states[30] == .firing ? .pending : .firing
        let folder = try TemporaryFolder()
        try folder.write(trace.rules, to: "rules.yml")
        let run = try await ProcessRun(promtool, ["test", "rules", try folder.write(trace.tests, to: "tests.yml")])
        #expect(run.exitCode == 1)
    }

    private static func scenario(_ random: inout TestRandom) throws -> PromtoolTrace.Scenario {
        let lengths = [0, 1, 2, 3, 5, 10]
        var scenario = PromtoolTrace.Scenario(
            hold: lengths.randomElement(using: &random) ?? 0, keep: lengths.randomElement(using: &random) ?? 0,
            notation: [], states: [])
        var trace = AlertTrace(hold: .minutes(Int64(scenario.hold)), keepFiring: .minutes(Int64(scenario.keep)))
        var current: Double?
        var gap = 0
        for minute in Int64(0)..<60 {
            switch Int.random(in: 0..<10, using: &random) {
            case 0, 1: current = 75
            case 2, 3: current = 10
            case 4: current = nil
            default: break
            }
            // Prometheus sees the last sample for five minutes, so a gap of four changes nothing.
            if current != nil, minute > 0, gap < 4, Int.random(in: 0..<5, using: &random) == 0,
                scenario.notation.last != "stale"
            {
                gap += 1
                scenario.notation.append("_")
                current = Self.lastValue(scenario.notation)
            } else {
                gap = 0
                scenario.notation.append(current.map { String(Int($0)) } ?? "stale")
            }
            try trace.evaluate(["a": current], at: .minutes(minute))
            scenario.states.append(trace.state())
        }
        return scenario
    }

    private static func lastValue(_ notation: [String]) -> Double? {
        notation.last { $0 != "_" }.flatMap { Double($0) }
    }
}
