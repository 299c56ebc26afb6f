import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonRollup

/// What series there are no room for, beside what has one of its own.
@Suite struct SeriesLimitTests {
    private let builder = AttemptBuilder()

    /// The same rule said plainly: a series of its own while there is room, else one by scenario and by what is said at all.
    private struct Reference {
        let limit: Int
        var sums: [SeriesKey: Int64] = [:]
        private var own: Set<SeriesKey> = []

        init(limit: Int) { self.limit = limit }

        mutating func add(_ key: SeriesKey) {
            var key = key
            if own.contains(key) || own.count < limit {
                own.insert(key)
            } else {
                key.provider = ""
                if !key.model.isEmpty { key.model = "(other)" }
                if !key.key.isEmpty { key.key = "(other)" }
                if !key.team.isEmpty { key.team = "(other)" }
            }
            sums[key, default: 0] += 1
        }
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `any mixture of series is counted as a plain table counts it`(seed: UInt64) {
        var generator = Mutator(corpus: [], seed: seed)
        var accumulator = RollupAccumulator(seriesLimit: 60)
        var reference = Reference(limit: 60)
        func name(_ letter: String, _ count: Int) -> String {
            let number = Int.random(in: 0..<count, using: &generator)
            return number == 0 ? "" : "\(letter)\(number)"
        }
        for _ in 0..<20_000 {
            let (model, key, team) = (name("m", 12), name("k", 40), name("t", 3))
            let mark = "s\(Int.random(in: 0..<3, using: &generator))"
            accumulator.add(
                builder.attempt(end: 1, model: model, key: key, team: team, mark: mark), observedAt: .epoch)
            reference.add(SeriesKey(scenario: ScenarioID(mark), model: model, key: key, team: team))
        }
        let series = merged(accumulator.drain()).mapValues(\.requests)
        #expect(series == reference.sums)
    }

    @Test func `a series that has room keeps it when what was resolved is forgotten`() {
        var accumulator = RollupAccumulator(seriesLimit: 3)
        let invalid: [UInt8] = [0x6b, 0xff]
        invalid.withUnsafeBufferPointer { invalid in
            var broken = builder.attempt(end: 1)
            broken.key = LogText(invalid)
            let whole = builder.attempt(end: 1, key: "known")
            accumulator.add(broken, observedAt: .epoch)
            accumulator.add(whole, observedAt: .epoch)
            // More models than are remembered, of which none has room.
            for index in 0..<70_000 {
                accumulator.add(builder.attempt(end: 1, model: "m\(index)"), observedAt: .epoch)
            }
            accumulator.add(broken, observedAt: .epoch)
            accumulator.add(whole, observedAt: .epoch)
        }
        let series = merged(accumulator.drain())
        #expect(series.filter { $0.key.key == "known" }.map(\.value.requests) == [2])
        #expect(series.filter { $0.key.key == "k\u{FFFD}" }.map(\.value.requests) == [2])
        #expect(series.values.reduce(0) { $0 + $1.requests } == 70_004)
    }
}
