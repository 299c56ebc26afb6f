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

    private func at(_ milliseconds: Int64) -> TimeSpan { .milliseconds(milliseconds) }

    @Test func `what comes after a rest is stored at once, what follows within a second is stored together`() {
        var pending = PendingBatch()
        #expect(pending.delay(at: at(0)) == nil)
        pending.add(batch(position: 1))
        #expect(pending.delay(at: at(0)) == .zero)
        #expect(pending.batch.rows.count == 1)
        pending.clear(at: at(0))
        #expect(pending.isEmpty && pending.delay(at: at(0)) == nil)

        pending.add(batch(position: 2))
        #expect(pending.delay(at: at(40)) == at(960))
        pending.add(batch(rows: 3, position: 3))
        #expect(pending.delay(at: at(999)) == at(1))
        #expect(pending.delay(at: at(1_000)) == .zero)
        let stored = pending.batch
        #expect(stored.rows.count == 3)
        #expect(stored.rows.map(\.rollup.requests).sorted() == [1, 1, 2])
        #expect(stored.checkpoints.map(\.bytes) == [[3]])
        #expect(stored.events.isEmpty)
    }

    @Test func `a position without rows waits too`() {
        var pending = PendingBatch()
        pending.add(batch(rows: 0, position: 1))
        #expect(!pending.isEmpty)
        #expect(pending.batch.checkpoints.count == 1)
    }

    @Test func `what could not be stored is given again, with what came since`() {
        var pending = PendingBatch()
        pending.add(batch(position: 1))
        #expect(pending.batch.checkpoints.map(\.bytes) == [[1]])
        pending.add(batch(position: 2))
        #expect(pending.batch.rows.map(\.rollup.requests) == [2])
        #expect(pending.batch.checkpoints.map(\.bytes) == [[2]])
    }

    @Test func `thousands of rows are stored more seldom, too many at once`() {
        var pending = PendingBatch()
        pending.clear(at: at(0))
        pending.add(batch(rows: 250, position: 2))
        #expect(pending.delay(at: at(0)) == at(1_000))
        pending.add(batch(rows: 1_000, position: 2))
        #expect(pending.delay(at: at(0)) == at(4_000))
        pending.add(batch(rows: PendingBatch.rowLimit - 1, position: 2))
        #expect(pending.delay(at: at(0)) == at(5_000))
        pending.add(batch(rows: PendingBatch.rowLimit, position: 3))
        #expect(pending.delay(at: at(0)) == .zero)
    }
}
