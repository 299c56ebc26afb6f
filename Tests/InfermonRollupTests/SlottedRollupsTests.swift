import InfermonModel
import InfermonRollup
import InfermonTestSupport
import Testing

@Suite struct SlottedRollupsTests {
    private let noon = Timestamp(seconds: 1_795_435_200)

    private func rollup(_ value: Int64) -> Rollup {
        var rollup = Rollup()
        rollup.requests = 1
        rollup.bestCost = Money(dollars: value)
        rollup.latency.record(microseconds: value)
        return rollup
    }

    /// What no order of adding changes.
    private func digest(_ rollup: Rollup) -> [Int64?] {
        let costs = [rollup.requests, Int64(rollup.bestCost.dollars), rollup.latency.count]
        return costs + [rollup.latency.percentile(0.5)?.microseconds, rollup.latency.maximumMicroseconds]
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `sums made ahead are those of the slots, whatever comes late, early or not at all`(seed: UInt64) {
        var generator = Mutator(corpus: [], seed: seed)
        var ahead = SlottedRollups(slotSpan: .minutes(1), slotCount: 10, windows: [1, 5, 10])
        var plain = SlottedRollups(slotSpan: .minutes(1), slotCount: 10)
        var now = noon
        var graphs: [SlottedRollups.Version: [[Int64?]]] = [:]
        for step in 0..<2_000 {
            now = now + .seconds(Int64.random(in: -5...20, using: &generator))
            if step.isMultiple(of: 400) { now = now + .minutes(step.isMultiple(of: 800) ? 30 : -25) }
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                let instant = now - .seconds(Int64.random(in: -70...700, using: &generator))
                let value = rollup(Int64.random(in: 1...1_000, using: &generator))
                ahead.add(value, at: instant, now: now)
                plain.add(value, at: instant, now: now)
            }
            if Bool.random(using: &generator) {
                ahead.expire(at: now)
                plain.expire(at: now)
            }
            for count in [1, 3, 5, 10] {
                #expect(digest(ahead.sum(lastFull: count, at: now)) == digest(plain.sum(lastFull: count, at: now)))
            }
            if let version = ahead.version(at: now) {
                let graph = ahead.ordered(at: now).dropLast().map { digest($0 ?? Rollup()) }
                #expect(graphs[version] ?? graph == graph)
                graphs[version] = graph
            }
        }
        #expect(graphs.count > 100)
        ahead.expire(at: now + .days(1))
        #expect(ahead.isEmpty)
    }

    @Test func `a version lasts until a slot is full or a full one is amended`() {
        var slots = SlottedRollups(slotSpan: .minutes(1), slotCount: 10, windows: [5])
        #expect(slots.version(at: noon) == nil)
        slots.expire(at: noon)
        let first = slots.version(at: noon)
        #expect(first != nil)
        slots.add(rollup(1), at: noon, now: noon)
        slots.expire(at: noon + .seconds(59))
        #expect(slots.version(at: noon + .seconds(59)) == first)

        slots.add(rollup(1), at: noon - .minutes(2), now: noon)
        #expect(slots.version(at: noon) == nil)
        slots.expire(at: noon)
        let amended = slots.version(at: noon)
        #expect(amended != nil && amended != first)

        #expect(slots.version(at: noon + .minutes(1)) == nil)
        slots.expire(at: noon + .minutes(1))
        let next = slots.version(at: noon + .minutes(1))
        #expect(next != nil && next != amended)
    }

    @Test(arguments: [4, 5, 6] as [UInt64])
    func `slots are found in whatever order they came`(seed: UInt64) {
        var generator = Mutator(corpus: [], seed: seed)
        var slots = SlottedRollups(slotSpan: .minutes(1), slotCount: 100, windows: [10])
        var costs: [Timestamp: Int64] = [:]
        for step in 0..<1_000 {
            if step.isMultiple(of: 7) { slots.expire(at: noon) }
            let minute = noon + .minutes(Int64.random(in: -120...40, using: &generator))
            let value = Int64.random(in: 1...1_000, using: &generator)
            slots.add(rollup(value), at: minute + .seconds(7), now: noon)
            if minute >= slots.oldestStart(at: noon) { costs[minute, default: 0] += value }
        }
        for end in stride(from: Int64(0), through: 40, by: 5).map({ noon + .minutes($0) }) {
            let expected = (0...100).map { costs[end - .minutes(100 - $0)] }
            #expect(slots.ordered(at: end).map { $0.map { Int64($0.bestCost.dollars) } } == expected)
            let lastTen = expected.suffix(11).compactMap(\.self).reduce(0, +)
            #expect(slots.sum(lastFull: 10, at: end).bestCost == Money(dollars: lastTen))
            slots.expire(at: end)
            #expect(slots.sum(lastFull: 10, at: end).bestCost == Money(dollars: lastTen))
        }
        slots.add(rollup(1), at: noon + .days(30), now: noon)
        slots.expire(at: noon + .days(2))
        #expect(slots.isEmpty)
    }
}
