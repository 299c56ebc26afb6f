import InfermonIngest
import InfermonModel
import Testing

@Suite struct PendingBatchTests {
    private let noon = Timestamp(seconds: 1_795_435_200)

    private func batch(rows: Int = 1, position: UInt8) -> IngestBatch {
        var one = Rollup()
        one.requests = 1
        return IngestBatch(
            rows: (0..<rows).map {
                RollupRow(start: noon, series: SeriesKey(scenario: ScenarioID("chatbot"), key: "k\($0)"), rollup: one)
            },
            checkpoints: [Checkpoint(source: SourceID("/var/log/a"), bytes: [position])])
    }

    @Test func `what comes after a rest is stored at once, what follows within a second is stored together`() {
        var pending = PendingBatch()
        #expect(pending.delay(at: noon) == nil)
        pending.add(batch(position: 1))
        #expect(pending.delay(at: noon) == .zero)
        #expect(pending.take(at: noon).rows.count == 1)
        #expect(pending.isEmpty && pending.delay(at: noon) == nil)

        pending.add(batch(position: 2))
        #expect(pending.delay(at: noon + .milliseconds(40)) == .milliseconds(960))
        pending.add(batch(rows: 3, position: 3))
        #expect(pending.delay(at: noon + .milliseconds(999)) == .milliseconds(1))
        #expect(pending.delay(at: noon + .seconds(1)) == .zero)
        let stored = pending.take(at: noon + .seconds(1))
        #expect(stored.rows.count == 3)
        #expect(stored.rows.map(\.rollup.requests).sorted() == [1, 1, 2])
        #expect(stored.checkpoints.map(\.bytes) == [[3]])
        #expect(stored.events.isEmpty)
    }

    @Test func `a position without rows waits too`() {
        var pending = PendingBatch()
        pending.add(batch(rows: 0, position: 1))
        #expect(!pending.isEmpty)
        #expect(pending.take(at: noon).checkpoints.count == 1)
    }

    @Test func `thousands of rows are stored more seldom, too many at once`() {
        var pending = PendingBatch()
        pending.add(batch(position: 1))
        _ = pending.take(at: noon)
        pending.add(batch(rows: 1_000, position: 2))
        #expect(pending.delay(at: noon) == .seconds(1))
        pending.add(batch(rows: 3_000, position: 2))
        #expect(pending.delay(at: noon) == .seconds(3))
        pending.add(batch(rows: PendingBatch.rowLimit - 1, position: 2))
        #expect(pending.delay(at: noon) == .milliseconds(4_095))
        pending.add(batch(rows: PendingBatch.rowLimit, position: 3))
        #expect(pending.delay(at: noon) == .zero)
    }

    @Test func `a clock that is set back does not keep rows waiting`() {
        var pending = PendingBatch()
        pending.add(batch(position: 1))
        _ = pending.take(at: noon)
        pending.add(batch(position: 2))
        #expect(pending.delay(at: noon - .hours(1)) == .zero)
    }
}
