import InfermonAlerting
import InfermonModel
import Testing

/// The state machine against the plain model.
@Suite struct AlertModelTests {
    @Test(arguments: [NoDataPolicy.keep, .resolve])
    func `a thousand random scenarios agree with the plain model`(noData: NoDataPolicy) throws {
        var random = TestRandom(seed: 2_026)
        var counts: [Alert.State: Int] = [:]
        for scenario in 0..<1_000 {
            let lengths = [0, 1, 2, 3, 5, 10]
            let hold = lengths.randomElement(using: &random) ?? 0
            let keep = lengths.randomElement(using: &random) ?? 0
            var value: Double? = 10
            let values: [Double?] = (0..<60).map { _ in
                switch Int.random(in: 0..<10, using: &random) {
                case 0, 1: value = 75
                case 2, 3: value = 10
                case 4: value = nil
                default: break
                }
                return value
            }
            var trace = AlertTrace(hold: .minutes(Int64(hold)), keepFiring: .minutes(Int64(keep)), noData: noData)
            let expected = PlainAlertModel.states(
                values.enumerated().map { .init(minute: $0.offset, isTrue: $0.element.map { $0 > 50 }) }, hold: hold,
                keep: keep, noData: noData)
            for (minute, value) in values.enumerated() {
                try trace.evaluate(["a": value], at: .minutes(Int64(minute)))
                #expect(
                    trace.state() == expected[minute],
                    "scenario \(scenario), hold \(hold), keep \(keep), minute \(minute)")
                if let state = trace.state() { counts[state, default: 0] += 1 }
            }
        }
        // The scenarios must reach the states that they are to compare.
        #expect(counts[.pending, default: 0] > 2_000 && counts[.firing, default: 0] > 2_000)
    }

    @Test func `evaluations that fail leave no trace`() throws {
        var random = TestRandom(seed: 3)
        for _ in 0..<10_000 {
            let hold = Int64.random(in: 0...4, using: &random)
            var with = AlertTrace(hold: .minutes(hold), keepFiring: .minutes(2), noData: .keep)
            var without = with
            for minute in Int64(0)..<12 {
                let value: Double = Bool.random(using: &random) ? 75 : 10
                if Int.random(in: 0..<4, using: &random) == 0 {
                    try with.evaluate([:], at: .minutes(minute))
                } else {
                    try with.evaluate(["a": value], at: .minutes(minute))
                    try without.evaluate(["a": value], at: .minutes(minute))
                }
                #expect(with.machine.alerts == without.machine.alerts)
            }
        }
    }
}
