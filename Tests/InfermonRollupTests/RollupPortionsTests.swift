import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonRollup

/// Records handed over together, which are looked up ahead, against records one by one.
@Suite struct RollupPortionsTests {
    private let builder = AttemptBuilder()

    private struct Outcome: Equatable {
        var rows: [RollupRow]
        var outcomes: [RequestOutcome?]
        var events: [RequestEvent]
        var repeats: Int64
        var span: [Timestamp]
    }

    /// Requests of many models with repeats, failures and their retries close to each other, and keys of all lengths.
    private func records(_ count: Int, seed: UInt64, models: Int) -> [AttemptRecord] {
        var random = Mutator(corpus: [], seed: seed)
        var records: [AttemptRecord] = []
        while records.count < count {
            let number = Int.random(in: 0..<models, using: &random)
            let end = Double(records.count) / 10 + Double.random(in: 0...120, using: &random)
            let name = "model-" + String(repeating: "x", count: number % 40) + "\(number)"
            let key = number % 97 == 0 ? String(repeating: "k", count: 17_000) : ""
            switch Int.random(in: 0..<10, using: &random) {
            case 0:
                let failure = builder.attempt(end: end, .timeout, group: "g\(records.count)", model: name, cost: "1")
                records += [failure, builder.attempt(end: end + 2, group: "g\(records.count)", model: name, cost: "2")]
            case 1:
                let record = builder.attempt(end: end, id: "id\(records.count)", model: name)
                records += [record, record]
            default:
                let tokens = TokenUsage(uncachedInput: Int64(number), output: 7)
                records.append(
                    builder.attempt(
                        end: end, lasting: Double(number) / 7, model: name, key: key, mark: "s\(number % 5)",
                        tokens: tokens))
            }
        }
        return records
    }

    private func outcome(
        of records: [AttemptRecord], in cuts: Int?, _ grouping: RollupGrouping, limit: Int
    ) -> Outcome {
        var accumulator = RollupAccumulator(grouping, seriesLimit: limit)
        accumulator.collectsEvents = true
        accumulator.from = records[0].endedAt.map { $0 + .seconds(20) }
        accumulator.to = records[0].endedAt.map { $0 + .seconds(Int64(records.count / 11)) }
        if let cuts {
            records.withUnsafeBufferPointer { all in
                for start in stride(from: 0, to: all.count, by: cuts) {
                    let part = UnsafeBufferPointer(rebasing: all[start..<min(start + cuts, all.count)])
                    accumulator.add(part, observedAt: .epoch)
                }
            }
        } else {
            for record in records { accumulator.add(record, observedAt: .epoch) }
        }
        let events = accumulator.takeEvents()
        let (rows, outcomes) = accumulator.drainGroups()
        return Outcome(
            rows: rows, outcomes: outcomes, events: events, repeats: accumulator.repeats,
            span: accumulator.span.map { [$0.first, $0.last] } ?? [])
    }

    @Test(arguments: [1, 15, 16, 17, 400], [40, 700])
    func `records handed over together give what they give one by one`(cuts: Int, models: Int) {
        let records = records(4_000, seed: UInt64(cuts + models), models: models)
        let plain = RollupGrouping(by: [.scenario, .model])
        let byOutcome = RollupGrouping(by: [.model, .key], splitsOutcomes: true)
        for (grouping, limit) in [(.minutes, 10_000), (plain, 10_000), (byOutcome, 10_000), (.minutes, 100)] {
            let expected = outcome(of: records, in: nil, grouping, limit: limit)
            #expect(outcome(of: records, in: cuts, grouping, limit: limit) == expected)
            #expect(expected.repeats > 100)
            #expect(expected.events.count == IngestBatch.eventLimit)
        }
    }

    @Test func `a restored failure keeps its series where room is scarce, however lines are cut`() {
        let failure = builder.attempt(end: 1, .timeout, group: "g", model: "a", cost: "1")
        var before = RollupAccumulator(seriesLimit: 10)
        before.add(failure, observedAt: .epoch)
        let retry = builder.attempt(end: 2, group: "g", model: "b", cost: "2")
        let records = [retry] + (0..<9).map { builder.attempt(end: 3, model: "new \($0)") }
        func rows(_ add: (inout RollupAccumulator) -> Void) -> [RollupRow] {
            var accumulator = RollupAccumulator(seriesLimit: 10)
            let isRestored = accumulator.restore(openRequests: before.openRequests)
            #expect(isRestored)
            add(&accumulator)
            return accumulator.drain()
        }
        let single = rows { for record in records { $0.add(record, observedAt: .epoch) } }
        let together = rows { accumulator in
            records.withUnsafeBufferPointer { accumulator.add($0, observedAt: .epoch) }
        }
        #expect(single.contains { $0.series.model == "a" && $0.rollup.requests == 0 })
        #expect(Set(together) == Set(single))
    }

    @Test func `events keep their names when what was resolved is forgotten`() {
        var accumulator = RollupAccumulator()
        accumulator.collectsEvents = true
        accumulator.eventLimit = .max
        for number in 0..<70_000 {
            accumulator.add(
                builder.attempt(end: 1, id: "\(number)", model: "m\(number)", mark: "s\(number % 7)"),
                observedAt: .epoch)
        }
        let events = accumulator.takeEvents()
        #expect(events.count == 70_000)
        for (number, event) in events.enumerated()
        where event.id != "\(number)" || event.model != "m\(number)" || event.scenario != ScenarioID("s\(number % 7)") {
            Issue.record("\(number) is \(event.id) of \(event.model)")
            break
        }
    }

    @Test func `events are kept over a drain that lets new series in`() {
        var accumulator = RollupAccumulator(seriesLimit: 2)
        accumulator.collectsEvents = true
        for number in 0..<5 { accumulator.add(builder.attempt(end: 4_000, model: "m\(number)"), observedAt: .epoch) }
        _ = accumulator.drain()
        accumulator.add(builder.attempt(end: 9_000, model: "n"), observedAt: .epoch + .hours(1))
        _ = accumulator.drain()
        accumulator.add(builder.attempt(end: 9_001, model: "o"), observedAt: .epoch + .hours(1))
        let models = accumulator.takeEvents().map(\.model)
        #expect(models == ["m0", "m1", "m2", "m3", "m4", "n", "o"])
    }

    @Test func `a limit changed between passes holds from then on`() {
        var accumulator = RollupAccumulator()
        let long = String(repeating: "a", count: 255) + "é" + String(repeating: "b", count: 40)
        func add(_ numbers: Range<Int>) {
            for number in numbers {
                accumulator.add(builder.attempt(end: 1, id: "\(number)" + long), observedAt: .epoch)
            }
        }
        accumulator.collectsEvents = true
        accumulator.eventLimit = 10
        add(0..<100)
        accumulator.eventLimit = 3
        add(100..<101)
        accumulator.collectsEvents = false
        add(101..<200)
        accumulator.collectsEvents = true
        accumulator.eventLimit = 700
        add(200..<900)
        let ids = accumulator.takeEvents().map(\.id)
        #expect(ids.count == 700)
        #expect(ids.first == "200" + String(repeating: "a", count: 253))
        #expect(ids.last == "899" + String(repeating: "a", count: 253))
    }
}
