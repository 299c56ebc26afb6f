import InfermonAlerting
import InfermonModel
import Testing

@Suite struct ObjectiveEvaluatorTests {
    private static func judge(_ kind: Objective.Kind, _ rollup: Rollup, gpuMemoryBytes: Int64? = nil) -> ObjectiveResult
    {
        ObjectiveEvaluator.result(
            of: Objective(kind: kind), in: rollup, over: .minutes(5), gpuMemoryBytes: gpuMemoryBytes)
    }

    @Test(arguments: [
        (8.9, ObjectiveResult.State.met), (9, .met), (9.1, .atRisk), (10, .atRisk), (10.01, .violated),
    ])
    func `latency is at risk within a tenth of its bound and broken above it`(
        seconds: Double, state: ObjectiveResult.State
    ) {
        let result = Self.judge(
            .latency(quantile: 0.95, atMost: .seconds(10)), SnapshotBuilder.rollup(seconds: [seconds]))
        #expect(result.state == state)
        #expect(result.value == seconds && result.target == 10 && result.unit == "s" && result.count == 1)
    }

    @Test(arguments: [(0, ObjectiveResult.State.met), (8, .met), (9, .met), (10, .atRisk), (11, .violated)])
    func `availability is at risk when a tenth of the allowed failures is left`(
        failures: Int, state: ObjectiveResult.State
    ) {
        let times = [Double](repeating: 1, count: 1_000 - failures)
        let result = Self.judge(
            .availability(atLeast: 0.99), SnapshotBuilder.rollup(seconds: times, failures: Int64(failures)))
        #expect(result.state == state)
        #expect(result.count == 1_000)
    }

    @Test func `a promise of every request is kept by every request`() {
        #expect(Self.judge(.availability(atLeast: 1), SnapshotBuilder.rollup(seconds: [1])).state == .met)
        #expect(
            Self.judge(.availability(atLeast: 1), SnapshotBuilder.rollup(seconds: [1], failures: 1)).state == .violated)
    }

    @Test(arguments: [(1, ObjectiveResult.State.met), (10, .met), (11, .atRisk)])
    func `throughput is a load: less breaks nothing, more is at risk`(requests: Int, state: ObjectiveResult.State) {
        let result = Self.judge(
            .throughput(perHour: 120), SnapshotBuilder.rollup(seconds: [Double](repeating: 1, count: requests)))
        #expect(result.state == state)
        #expect(result.value == Double(requests) * 12)
    }

    @Test(arguments: [
        ("0.008", ObjectiveResult.State.met), ("0.0091", .atRisk), ("0.01", .atRisk), ("0.010000000001", .violated),
    ])
    func `the cost of a request is judged to the pico-dollar`(cost: String, state: ObjectiveResult.State) {
        let rollup = SnapshotBuilder.rollup(seconds: [1], cost: Money(cost) ?? .zero)
        #expect(Self.judge(.costPerRequest(atMost: Money("0.01") ?? .zero), rollup).state == state)
    }

    @Test func `unpriced requests are not in the mean`() {
        let rollup = SnapshotBuilder.rollup(seconds: [1, 1, 1], unpriced: 2, cost: Money("0.5") ?? .zero)
        let result = Self.judge(.costPerRequest(atMost: Money(dollars: 1)), rollup)
        #expect(result.value == 0.5 && result.count == 1)
    }

    @Test func `what was not measured is no data, never met`() {
        let kinds: [Objective.Kind] = [
            .latency(quantile: 0.95, atMost: .seconds(1)), .timeToFirstToken(quantile: 0.5, atMost: .seconds(1)),
            .availability(atLeast: 0.9), .throughput(perHour: 1), .costPerRequest(atMost: .zero),
            .gpuMemory(atMostBytes: 1),
        ]
        for kind in kinds {
            let result = Self.judge(kind, Rollup())
            #expect(result.state == .noData && result.value == nil && result.count == 0)
        }
    }

    @Test func `GPU memory is held against its bound in bytes`() {
        #expect(Self.judge(.gpuMemory(atMostBytes: 100), Rollup(), gpuMemoryBytes: 90).state == .met)
        #expect(Self.judge(.gpuMemory(atMostBytes: 100), Rollup(), gpuMemoryBytes: 101).state == .violated)
    }
}

@Suite struct ScenarioHealthTests {
    private static func alert(_ severity: Severity, _ state: Alert.State, subject: String = "chatbot") -> Alert {
        Alert(
            rule: "r", subject: subject, severity: severity, state: state, activeSince: .epoch, value: 1, threshold: 0,
            message: "")
    }

    private static func state(_ alerts: [Alert], _ results: [ObjectiveResult.State] = [.met]) -> HealthState {
        ScenarioHealth.state(
            objectives: results.map {
                ObjectiveResult(
                    objective: Objective(kind: .throughput(perHour: 1)), value: 1, target: 1, unit: "1/h", count: 1,
                    state: $0)
            }, requests: 0, alerts: alerts, of: "chatbot")
    }

    @Test func `the worst firing alert decides`() {
        #expect(Self.state([Self.alert(.critical, .firing), Self.alert(.warning, .firing)]) == .critical)
        #expect(Self.state([Self.alert(.warning, .firing)]) == .warning)
        #expect(Self.state([Self.alert(.notice, .firing)]) == .ok)
        #expect(Self.state([Self.alert(.critical, .resolved), Self.alert(.critical, .pending)]) == .ok)
        #expect(Self.state([Self.alert(.critical, .firing, subject: "gpu 3")]) == .ok)
    }

    @Test func `a broken promise is a warning before its alert fires`() {
        #expect(Self.state([Self.alert(.critical, .pending)], [.met, .violated]) == .warning)
        #expect(Self.state([], [.atRisk]) == .ok)
        #expect(Self.state([], [.noData]) == .noData)
    }

    @Test func `the box is as bad as its worst part`() {
        let lost = Self.alert(.critical, .firing, subject: "gpu 3")
        #expect(ScenarioHealth.state(of: [.ok, .warning, .noData], alerts: []) == .warning)
        #expect(ScenarioHealth.state(of: [.ok], alerts: [lost]) == .critical)
        #expect(ScenarioHealth.state(of: [.ok, .noData], alerts: []) == .ok)
        #expect(ScenarioHealth.state(of: [], alerts: []) == .noData)
    }
}
