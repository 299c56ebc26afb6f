import InfermonModel
import Testing

@testable import InfermonRollup

@Suite struct RequestFoldingTests {
    private let builder = AttemptBuilder()

    private func rollup(_ attempts: [AttemptRecord]) -> Rollup {
        var accumulator = RollupAccumulator()
        for attempt in attempts { accumulator.add(attempt, observedAt: .epoch) }
        return accumulator.drain().reduce(into: Rollup()) { $0.merge($1.rollup) }
    }

    @Test func `a failure and the success after it are one request`() {
        let sum = rollup([
            builder.attempt(end: 1, lasting: 1, .upstreamError, group: "g", model: "a", cost: "0.25"),
            builder.attempt(
                end: 4, lasting: 2, group: "g", model: "b", cost: "0.5", tokens: TokenUsage(uncachedInput: 7, output: 3)
            ),
        ])
        #expect(sum.requests == 1)
        #expect(sum.attempts == 2)
        #expect(sum.outcomes[.ok] == 1)
        #expect(sum.outcomes[.upstreamError] == 0)
        #expect(sum.gatewayCost == Money("0.75"))
        #expect(sum.wastedCost == Money("0.25"))
        #expect(sum.tokens.input == 7)
        #expect(sum.latency.maximum == .seconds(4))
        #expect(sum.latency.count == 1)
    }

    @Test func `a request is counted under the model and scenario of its first attempt`() {
        var accumulator = RollupAccumulator()
        accumulator.add(builder.attempt(end: 1, .timeout, group: "g", model: "a", mark: "x"), observedAt: .epoch)
        accumulator.add(builder.attempt(end: 3, group: "g", model: "b", mark: "y"), observedAt: .epoch)
        let counted = merged(accumulator.drain()).filter { $0.value.requests != 0 }
        #expect(counted.keys.map(\.model) == ["a"])
        #expect(counted.keys.map(\.scenario.rawValue) == ["x"])
    }

    @Test func `two successes under one id are two requests`() {
        let sum = rollup([builder.attempt(end: 1, group: "g"), builder.attempt(end: 2, group: "g")])
        #expect(sum.requests == 2)
        #expect(sum.attempts == 2)
    }

    @Test(arguments: [
        (31.0, 1.0, 1), (32.5, 1.0, 2), (41.0, 20.0, 1), (82.5, 1.0, 2), (3_601, 1e8, 1), (3_602, 1e8, 2),
    ])
    func `what begins later than 30 seconds, or twice the duration to an hour, is another request`(
        end: Double, lasting: Double, requests: Int
    ) {
        let sum = rollup([
            builder.attempt(end: 1, lasting: lasting, .rateLimited, group: "g"),
            builder.attempt(end: end, lasting: 0.5, group: "g"),
        ])
        #expect(sum.requests == Int64(requests))
    }

    @Test func `a chain of failures is one request with the last outcome`() {
        let sum = rollup([
            builder.attempt(end: 1, .rateLimited, group: "g"), builder.attempt(end: 3, .timeout, group: "g"),
            builder.attempt(end: 5, .upstreamError, group: "g"),
        ])
        #expect(sum.requests == 1)
        #expect(sum.attempts == 3)
        #expect(sum.outcomes[.upstreamError] == 1)
        #expect(sum.outcomes[.timeout] == 0)
    }

    @Test func `a retry amends what an earlier drain counted, over a checkpoint`() {
        var first = RollupAccumulator()
        first.add(
            builder.attempt(end: 50, .upstreamError, group: "g", cost: "0.1", tokens: TokenUsage(uncachedInput: 2)),
            observedAt: .epoch)
        let rows = first.drain()
        #expect(rows.map(\.rollup.requests) == [1])
        var second = RollupAccumulator()
        let isTaken = second.restore(openRequests: first.openRequests)
        #expect(isTaken)
        second.add(builder.attempt(end: 70, group: "g", cost: "0.2"), observedAt: .epoch)
        let amended = second.drain()
        #expect(amended.contains { $0.rollup.requests == -1 && $0.start == rows[0].start })
        let sum = (rows + amended).reduce(into: Rollup()) { $0.merge($1.rollup) }
        #expect(sum.requests == 1)
        #expect(sum.attempts == 2)
        #expect(sum.outcomes[.upstreamError] == 0)
        #expect(sum.outcomes[.ok] == 1)
        #expect(sum.gatewayCost == Money("0.3"))
        #expect(sum.tokens == .zero)
    }

    private let read = Timestamp(seconds: 1_795_504_000)

    @Test(arguments: [false, true])
    func `an old part read after a newer one gives what it gives in order`(restarts: Bool) {
        let new = [builder.attempt(end: 9_000, .timeout, group: "n"), builder.attempt(end: 9_002, group: "n")]
        let old = [
            builder.attempt(end: 1, .timeout, group: "g"), builder.attempt(end: 2, .timeout, group: "h"),
            builder.attempt(end: 4, group: "g"), builder.attempt(end: 5, group: "h"),
        ]
        var accumulator = RollupAccumulator()
        var rows: [RollupRow] = []
        func add(_ attempts: [AttemptRecord], stream: UInt64) {
            accumulator.enter(stream: stream)
            for attempt in attempts { accumulator.add(attempt, observedAt: read) }
            rows += accumulator.drain()
            guard restarts else { return }
            let open = accumulator.openRequests
            accumulator = RollupAccumulator()
            let isTaken = accumulator.restore(openRequests: open)
            #expect(isTaken)
        }
        add(new, stream: 2)
        add(Array(old.prefix(2)), stream: 3)
        add([builder.attempt(end: 9_001, .timeout, group: "o")], stream: 2)
        add(Array(old.suffix(2)), stream: 3)
        let sum = rows.reduce(into: Rollup()) { $0.merge($1.rollup) }
        #expect(sum.requests == 4)
        #expect(sum.outcomes[.ok] == 3)
        #expect(sum.outcomes[.timeout] == 1)
    }

    @Test func `a failure before a rotation grows too old by what comes after it`() {
        var folder = RequestFolder()
        for (stream, end) in [(2, 0), (4, 10), (4, 1_000)] as [(UInt64, Int64)] {
            folder.enter(stream: stream)
            let request = RequestFolder.OpenRequest(
                series: SeriesKey(scenario: .other), firstStart: .epoch, lastDuration: .zero,
                counted: RequestContribution(endedAt: Timestamp(seconds: end), outcome: .timeout))
            folder.remember(request, group: UInt64(end), observedAt: read)
        }
        #expect(folder.remembered.map(\.group) == [1_000])
        #expect(folder.open.count == 1)
    }

    @Test func `one line dated in the future makes no other too old`() {
        var accumulator = RollupAccumulator()
        accumulator.add(builder.attempt(end: 99_990, .timeout, group: "g"), observedAt: read)
        accumulator.add(builder.attempt(end: 1e9, .timeout, group: "f"), observedAt: read)
        accumulator.add(builder.attempt(end: 99_993, group: "g"), observedAt: read)
        let sum = accumulator.drain().reduce(into: Rollup()) { $0.merge($1.rollup) }
        #expect(sum.requests == 2)
    }

    @Test func `open requests are as many as are worth it, the oldest forgotten first`() {
        var accumulator = RollupAccumulator()
        for index in 0..<(RequestFolder.limit + 5) {
            accumulator.add(
                builder.attempt(end: Double(index) * 0.0001, .timeout, group: "g\(index)"), observedAt: .epoch)
        }
        accumulator.add(builder.attempt(end: 2, lasting: 0.1, group: "g0"), observedAt: .epoch)
        accumulator.add(builder.attempt(end: 2, lasting: 0.1, group: "g9"), observedAt: .epoch)
        let sum = accumulator.drain().reduce(into: Rollup()) { $0.merge($1.rollup) }
        #expect(sum.outcomes[.timeout] == Int64(RequestFolder.limit + 4))
        #expect(sum.outcomes[.ok] == 2)
    }

    @Test func `what was joined leaves nothing behind a failure that stays open`() {
        var folder = RequestFolder()
        let request = RequestFolder.OpenRequest(
            series: SeriesKey(scenario: .other), firstStart: .epoch, lastDuration: .hours(9_000),
            counted: RequestContribution(endedAt: read, outcome: .timeout))
        folder.remember(request, group: 0, observedAt: read)
        for group in 1...UInt64(3 * RequestFolder.limit) {
            folder.remember(request, group: group, observedAt: read)
            let joined = folder.continued(group, from: read, to: read)
            #expect(joined != nil)
        }
        #expect(folder.open.count == 1)
        #expect(folder.order.count <= 2 * RequestFolder.limit)
        #expect(folder.remembered.map(\.group) == [0])
    }

    @Test func `a checkpoint that is damaged is refused at any length`() {
        var accumulator = RollupAccumulator()
        for index in 0..<3 {
            accumulator.add(builder.attempt(end: Double(index), .timeout, group: "g\(index)"), observedAt: .epoch)
        }
        let bytes = accumulator.openRequests
        for length in 1..<bytes.count {
            let isTaken = accumulator.restore(openRequests: bytes.prefix(length))
            #expect(!isTaken)
        }
        let isLongTaken = accumulator.restore(openRequests: bytes + [0])
        #expect(!isLongTaken)
        let isWholeTaken = accumulator.restore(openRequests: bytes)
        #expect(isWholeTaken)
        let isNothingTaken = accumulator.restore(openRequests: [])
        #expect(isNothingTaken)
    }
}
