import InfermonAlerting
import InfermonModel
import Testing

/// Alerts about GPUs and sources.
@Suite struct BoxAlertTests {
    private static let start = SnapshotBuilder.start
    private static let lost = "GPU is lost (NVML 15, Xid 79): look for the Xid in dmesg, then reset the board or reboot"

    private static func evaluator() -> AlertEvaluator {
        AlertEvaluator(rules: StandardRules.rules(for: Configuration()))
    }

    private static func board(_ index: Int, throttle: GPUThrottle = [], lost reason: String? = nil) -> GPUStatus {
        let sample = GPUSample(temperatureCelsius: .value(83), throttle: .value(throttle))
        return GPUStatus(
            uuid: "GPU-\(index)", index: index, name: "A100",
            reading: reason.map { .unavailable(reason: $0) } ?? .current(sample, at: start))
    }

    private static func reading(_ boards: [GPUStatus]) -> Reading<GPUObservation> {
        .current(GPUObservation(at: start, gpus: boards), at: start)
    }

    private static func evaluate(
        _ evaluator: inout AlertEvaluator, gpu: Reading<GPUObservation> = .waiting, sources: [SourceStatus] = [],
        second: Int64
    ) -> [Alert] {
        evaluator.evaluate(
            SnapshotBuilder.snapshot(at: start + .seconds(second), gpu: gpu, sources: sources), uptime: .seconds(second)
        )
    }

    @Test func `a lost board fires at once, with its codes and without advice`() {
        var evaluator = Self.evaluator()
        let boards = Self.reading([Self.board(0), Self.board(3, lost: Self.lost)])
        let alerts = Self.evaluate(&evaluator, gpu: boards, second: 0)
        #expect(alerts.map(\.message) == ["GPU is lost (NVML 15, Xid 79)"])
        #expect(alerts.map(\.subject) == ["gpu 3"])
        #expect(alerts.map(\.state) == [.firing])
        #expect(alerts.map(\.severity) == [.critical])
    }

    @Test func `a hung driver neither resolves a lost board nor raises one`() {
        var evaluator = Self.evaluator()
        let boards = [Self.board(0), Self.board(3, lost: Self.lost)]
        _ = Self.evaluate(&evaluator, gpu: Self.reading(boards), second: 0)
        let stale = Reading.stale(
            GPUObservation(at: Self.start, gpus: [Self.board(0, lost: Self.lost), Self.board(3)]), since: Self.start,
            reason: "hung")
        #expect(Self.evaluate(&evaluator, gpu: stale, second: 9).map(\.subject) == ["gpu 3"])
        #expect(Self.evaluate(&evaluator, gpu: stale, second: 9).map(\.state) == [.firing])
        #expect(Self.evaluate(&evaluator, gpu: .unavailable(reason: "hung"), second: 12).map(\.state) == [.firing])
        #expect(Self.evaluate(&evaluator, gpu: Self.reading([Self.board(0)]), second: 15).map(\.state) == [.resolved])
    }

    @Test func `a board that takes a lost one's index does not take its alert`() {
        var evaluator = Self.evaluator()
        let before = Self.reading([Self.board(0), Self.board(1, lost: Self.lost), Self.board(2)])
        _ = Self.evaluate(&evaluator, gpu: before, second: 0)
        var moved = Self.board(1)
        moved.uuid = "GPU-2"
        let after = Self.reading([Self.board(0), moved, Self.board(1, lost: Self.lost)])
        let alerts = Self.evaluate(&evaluator, gpu: after, second: 2)
        #expect(alerts.map { "\($0.subject) \($0.state.rawValue)" } == ["gpu 1 firing"])
    }

    @Test func `heat for five minutes is a warning, a power cap is none`() {
        var evaluator = Self.evaluator()
        for second in stride(from: Int64(0), through: 300, by: 60) {
            let boards = [
                Self.board(2, throttle: [.softwareThermal, .powerCap]), Self.board(3, throttle: [.powerCap, .idle]),
            ]
            let alerts = Self.evaluate(&evaluator, gpu: Self.reading(boards), second: second)
            #expect(alerts.map(\.subject) == ["gpu 2"])
            #expect(alerts.map(\.state) == [second < 300 ? .pending : .firing])
            #expect(alerts.map(\.message) == ["clocks held for 5m: software thermal slowdown at 83 °C"])
        }
    }

    private static func source(
        _ state: ReadingState, kind: SourceStatus.Kind = .gatewayLog, lastRead second: Int64? = nil,
        problem: String? = nil
    ) -> SourceStatus {
        SourceStatus(
            id: SourceID("gw.log"), kind: kind, state: state, lastReadAt: second.map { start + .seconds($0) },
            problem: problem)
    }

    @Test func `a source that falls silent fires after a minute and says for how long`() {
        var evaluator = Self.evaluator()
        let silent = Self.source(.stale, lastRead: 0, problem: "the file is gone")
        #expect(Self.evaluate(&evaluator, sources: [silent], second: 60).isEmpty)
        let alerts = Self.evaluate(&evaluator, sources: [silent], second: 24_120)
        #expect(alerts.map(\.message) == ["not read for 6h42m: the file is gone"])
        #expect(alerts.map(\.rule) == ["source_stale"])
        #expect(alerts.map(\.state) == [.firing])
        #expect(Self.evaluate(&evaluator, sources: [Self.source(.current)], second: 24_121).map(\.state) == [.resolved])
    }

    @Test(arguments: [(600, 1_800), (30, 90), (5, 60), (nil, 60)] as [(Int64?, Int64)])
    func `a source may miss three of its own readings`(interval: Int64?, patience: Int64) {
        var evaluator = Self.evaluator()
        var silent = Self.source(.stale, kind: .provider, lastRead: 0, problem: "HTTP 500")
        silent.interval = interval.map { .seconds($0) }
        #expect(Self.evaluate(&evaluator, sources: [silent], second: patience).isEmpty)
        let alerts = Self.evaluate(&evaluator, sources: [silent], second: patience + 1)
        #expect(alerts.map { "\($0.rule) \($0.state.rawValue)" } == ["source_stale firing"])
    }

    @Test func `a provider that never answered has three readings' time from when it was first seen`() {
        var evaluator = Self.evaluator()
        var silent = Self.source(.unavailable, kind: .provider, problem: "HTTP 401")
        silent.interval = .minutes(10)
        _ = Self.evaluate(&evaluator, sources: [silent], second: 0)
        #expect(Self.evaluate(&evaluator, sources: [silent], second: 1_800).isEmpty)
        #expect(Self.evaluate(&evaluator, sources: [silent], second: 1_801).map(\.state) == [.firing])
    }

    @Test func `a configured rule may be more patient than a source's interval asks`() {
        let rule = AlertRule(
            name: "source_stale", metric: .sourceAge, comparison: .above, threshold: 7_200, hold: .zero,
            severity: .notice)
        var evaluator = AlertEvaluator(rules: [rule])
        var silent = Self.source(.stale, kind: .provider, lastRead: 0)
        silent.interval = .minutes(10)
        #expect(Self.evaluate(&evaluator, sources: [silent], second: 7_200).isEmpty)
        #expect(Self.evaluate(&evaluator, sources: [silent], second: 7_201).map(\.state) == [.firing])
    }

    @Test func `a source that never could be read counts from when it was first seen`() {
        var evaluator = Self.evaluator()
        let denied = Self.source(.unavailable, problem: "permission denied")
        #expect(Self.evaluate(&evaluator, sources: [denied], second: 0).isEmpty)
        #expect(Self.evaluate(&evaluator, sources: [denied], second: 60).isEmpty)
        #expect(
            Self.evaluate(&evaluator, sources: [denied], second: 61).map(\.message)
                == ["cannot be read: permission denied"])
    }

    @Test func `a GPU driver that hangs from the start is news`() {
        var evaluator = Self.evaluator()
        let hung = Self.source(.unavailable, kind: .gpu, problem: "A GPU driver call has hung for 61s.")
        _ = Self.evaluate(&evaluator, sources: [hung], second: 0)
        #expect(Self.evaluate(&evaluator, sources: [hung], second: 61).map(\.state) == [.firing])
    }

    @Test func `a quiet log and a machine without GPUs are no news`() {
        var evaluator = Self.evaluator()
        // A driver that is not there answers at each sweep that it is not there.
        let sources = [
            Self.source(.current, lastRead: 0), Self.source(.current, kind: .gpu, lastRead: 0, problem: "no driver"),
        ]
        for second in [Int64(0), 3_600, 86_400] {
            var named = sources
            named[1].id = SourceID("gpu")
            #expect(Self.evaluate(&evaluator, sources: named, second: second).isEmpty)
        }
    }
}
