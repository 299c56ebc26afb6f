import FaultyDisk
import Foundation
import InfermonModel
import InfermonStore
import Testing

/// Errors of the disk at every call of a commit: nothing of it is kept then, and the same batch goes in when the disk is well.
@Suite(.serialized) struct StoreFaultTests {
    /// A way for a call to fail: SQLite's code for it, and whether half of what is written gets there.
    struct Fault: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let kinds: Int
        let code: Int32
        var isShort = false
        /// What the store says.
        var isDiskFull: Bool { code == 13 }
    }

    static let faults = [
        Fault(testDescription: "the disk is full", kinds: FAULTY_DISK_WRITE, code: 13),
        Fault(testDescription: "a write fails", kinds: FAULTY_DISK_WRITE, code: 778),
        Fault(testDescription: "a write is short", kinds: FAULTY_DISK_WRITE, code: 13, isShort: true),
        Fault(testDescription: "a sync fails", kinds: FAULTY_DISK_SYNC, code: 1_034),
        Fault(testDescription: "a cut fails", kinds: FAULTY_DISK_TRUNCATE, code: 1_546),
    ]

    let folder = StoreFolder()
    let now = Timestamp(seconds: 1_790_000_000)
    let source = SourceID("/var/log/app.log")

    init() throws {
        try #require(faulty_disk_install() == 0)
    }

    private func fail(_ fault: Fault, after: Int, times: Int) {
        faulty_disk_fail(
            folder.path, Int32(fault.kinds), Int32(after), Int32(times), fault.code, fault.isShort ? 1 : 0)
    }

    /// The `number`th batch: three series, and the position `number`.
    private func batch(_ number: Int) -> IngestBatch {
        let rows = (0..<3).map { index in
            var rollup = Rollup()
            rollup.requests = 1
            rollup.bestCost = Money(picodollars: Int128(number))
            rollup.latency.record(microseconds: Int64(number * 100 + index))
            let series = SeriesKey(
                scenario: ScenarioID("s\(index)"), model: "m\(number % 7)", provider: "p", key: "k", team: "t")
            return RollupRow(start: Timestamp(seconds: Int64(number % 90) * 60), series: series, rollup: rollup)
        }
        return IngestBatch(
            rows: rows, checkpoints: [Checkpoint(source: source, bytes: Array("\(number)".utf8))])
    }

    /// Makes sure that exactly the batches up to `number` are there.
    private func expect(_ number: Int, in store: Store, _ what: String) throws {
        for span in RollupSpan.allCases {
            var sum = Rollup()
            try store.forEachRow(span, from: .epoch, to: now) { sum.merge($0.rollup) }
            #expect(sum.requests == Int64(number * 3), "\(what)")
            #expect(sum.bestCost.picodollars == Int128(number * (number + 1) / 2 * 3), "\(what)")
            #expect(sum.latency.count == Int64(number * 3), "\(what)")
        }
        let position = try store.checkpoint(for: source)?.bytes
        #expect(position == (number == 0 ? nil : Array("\(number)".utf8)), "\(what)")
    }

    @Test(arguments: faults)
    func `one call of a commit fails, whichever it is`(fault: Fault) throws {
        defer { faulty_disk_heal() }
        let store = try Store(path: folder.store, now: now)
        var number = 0
        var after = 0
        var refused = 0
        while after < 200 {
            fail(fault, after: after, times: 1)
            number += 1
            do {
                try store.commit(batch(number))
            } catch {
                refused += 1
                switch error {
                case .diskFull: #expect(fault.isDiskFull)
                case .cannotWrite: #expect(!fault.isDiskFull)
                default: Issue.record("\(error)")
                }
                try expect(number - 1, in: store, "refused at call \(after)")
                faulty_disk_heal()
                try store.commit(batch(number))
            }
            let hasFailed = faulty_disk_heal() > 0
            try expect(number, in: store, "call \(after)")
            // A commit of no more calls was left alone.
            if !hasFailed { break }
            after += 1
        }
        #expect(refused == after)
        // A commit cuts no file; that is for closing.
        #expect((refused == 0) == (fault.kinds == FAULTY_DISK_TRUNCATE))
        #expect(try store.isIntact())
    }

    @Test(arguments: faults)
    func `a disk that stays broken for a while loses and doubles nothing`(fault: Fault) throws {
        defer { faulty_disk_heal() }
        let store = try Store(path: folder.store, now: now)
        for number in 1...12 {
            fail(fault, after: number, times: -1)
            for _ in 0..<3 {
                do {
                    try store.commit(batch(number))
                    // It took fewer calls than go well, or none of that kind.
                    break
                } catch {
                    try expect(number - 1, in: store, "broken")
                }
            }
            faulty_disk_heal()
            if try store.checkpoint(for: source)?.bytes != Array("\(number)".utf8) { try store.commit(batch(number)) }
            try expect(number, in: store, "healed")
        }
        #expect(try store.isIntact())
    }

    /// Closing moves what was written to the file's own pages, which fails here: the next start does it.
    @Test(arguments: faults)
    func `a store closed and opened on a broken disk keeps what it had`(fault: Fault) throws {
        defer { faulty_disk_heal() }
        for number in 1...24 {
            do {
                fail(fault, after: 1_000_000, times: 0)
                let store = try Store(path: folder.store, now: now)
                #expect(store.notices.isEmpty, "\(store.notices)")
                try expect(number - 1, in: store, "opened")
                try store.commit(batch(number))
                fail(fault, after: number, times: -1)
            }
            fail(fault, after: number % 5, times: -1)
            do {
                let store = try Store(path: folder.store, now: now)
                #expect(store.notices.isEmpty, "\(store.notices)")
                try expect(number, in: store, "on a broken disk")
            } catch is StoreError {
                // Refused with a reason; nothing was put aside.
            }
            faulty_disk_heal()
            #expect(!folder.names.contains { $0.contains("damaged") })
        }
    }

    @Test(arguments: faults)
    func `a store that could not be made is made later`(fault: Fault) throws {
        defer { faulty_disk_heal() }
        for after in stride(from: 0, to: 60, by: 3) {
            let folder = StoreFolder()
            faulty_disk_fail(
                folder.path, Int32(fault.kinds), Int32(after), -1, fault.code, fault.isShort ? 1 : 0)
            do {
                let store = try Store(path: folder.store, now: now)
                try store.commit(batch(1))
                try expect(1, in: store, "made at once")
                faulty_disk_heal()
                continue
            } catch is StoreError {
                faulty_disk_heal()
            }
            let store = try Store(path: folder.store, now: now)
            #expect(store.notices.isEmpty, "\(store.notices)")
            #expect(try store.checkpoint(for: source) == nil)
            try store.commit(batch(1))
            try expect(1, in: store, "made later")
            #expect(try store.isIntact())
        }
    }
}
