import Foundation
import InfermonModel
import Testing

@testable import InfermonStore

/// A second instance that only looks.
@Suite struct StoreReadingTests {
    let folder = StoreFolder()
    let now = Timestamp(seconds: 1_790_000_000)

    private func writer() throws -> Store { try Store(path: folder.store, now: now) }
    private func reader() throws -> Store { try Store(reading: folder.store, now: now) }

    private func row(_ minute: Int64) -> RollupRow {
        var rollup = Rollup()
        rollup.requests = 1
        let series = SeriesKey(scenario: ScenarioID("chat"), model: "m", provider: "p", key: "", team: "")
        return RollupRow(start: Timestamp(seconds: minute * 60), series: series, rollup: rollup)
    }

    private func minutes(_ store: Store) throws -> [Int64] {
        var minutes: [Int64] = []
        try store.forEachRow(.minute, from: .epoch, to: now) { minutes.append($0.start.seconds / 60) }
        return minutes
    }

    @Test func `a store that is not there is told and not made`() throws {
        let error = StoreError.missing(path: folder.store)
        #expect(throws: error) { try reader() }
        #expect(error.description == "There is no store at \(folder.store) yet: the live screen makes it.")
        #expect(!FileManager.default.fileExists(atPath: folder.path))
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        #expect(throws: error) { try reader() }
        #expect(folder.names == [])
        try Data().write(to: URL(fileURLWithPath: folder.store))
        #expect(throws: error) { try reader() }
        #expect(try FileManager.default.attributesOfItem(atPath: folder.store)[.size] as? Int == 0)
    }

    @Test func `a reader sees what a writer commits and keeps none from writing`() throws {
        do {
            let writer = try writer()
            try writer.commit(IngestBatch(rows: [row(1)]))
        }
        let reader = try reader()
        #expect(try minutes(reader) == [1])
        let writer = try writer()
        #expect(writer.isWriter)
        try writer.commit(IngestBatch(rows: [row(2)]))
        #expect(try minutes(reader) == [1, 2])
    }

    @Test func `a reader takes no lock and refuses to write`() throws {
        do { _ = try writer() }
        try FileManager.default.removeItem(atPath: folder.store + ".lock")
        let reader = try reader()
        #expect(try minutes(reader) == [])
        #expect(!folder.names.contains("infermon.db.lock"))
        #expect(throws: StoreError.readOnly(path: folder.store, owner: nil)) {
            try reader.commit(IngestBatch(rows: [row(1)]))
        }
    }

    @Test func `a schema of another version is refused and not touched`() throws {
        let known = Migrations.steps.count
        do { _ = try writer() }
        for found in [known - 1, known + 1] {
            do {
                let raw = try SQLiteConnection(path: folder.store, isReadOnly: false)
                try raw.execute("PRAGMA user_version = \(found)")
            }
            let before = FileManager.default.contents(atPath: folder.store)
            let error: StoreError =
                found < known
                ? .olderSchema(path: folder.store, found: found, known: known)
                : .newerSchema(path: folder.store, found: found, known: known)
            #expect(throws: error) { try reader() }
            #expect(FileManager.default.contents(atPath: folder.store) == before)
        }
    }

    @Test func `a file that is no database is damaged and stays where it is`() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        let bytes = Data(repeating: 0x61, count: 8_192)
        try bytes.write(to: URL(fileURLWithPath: folder.store))
        let error = #expect(throws: StoreError.self) { try reader() }
        guard case .damaged = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(folder.names == ["infermon.db"])
    }

    @Test func `rows of all lengths and positions are of one moment while a writer commits`() throws {
        let writer = try writer()
        let logs = [SourceID("a.log"), SourceID("b.log"), SourceID("never.log")]
        func commit(_ number: UInt8) throws {
            try writer.commit(
                IngestBatch(
                    rows: [row(Int64(number) * 90)],
                    checkpoints: logs.prefix(2).map { Checkpoint(source: $0, bytes: [number]) }))
        }
        try commit(1)
        try commit(2)
        let reader = try reader()
        let starts = [
            RollupSpan.minute: Timestamp.epoch, .quarter: Timestamp(seconds: 7_200), .hour: Timestamp.epoch,
        ]
        func load(_ body: () -> Void) throws -> (rows: [RollupSpan: [Int64]], bytes: [SourceID: [UInt8]]) {
            var rows: [RollupSpan: [Int64]] = [:]
            let checkpoints = try reader.load(rowsFrom: starts, to: now, sources: logs) { span, row in
                body()
                rows[span, default: []].append(row.start.seconds / 60)
            }
            return (rows, checkpoints.mapValues(\.bytes))
        }
        var next: UInt8 = 3
        var failure: (any Error)?
        let first = try load {
            do { try commit(next) } catch { failure = error }
            next += 1
        }
        #expect(failure == nil)
        #expect(next == 8)
        #expect(first.rows == [.minute: [90, 180], .quarter: [180], .hour: [60, 180]])
        #expect(first.bytes == [logs[0]: [2], logs[1]: [2]])
        let second = try load {}
        #expect(second.rows[.minute] == [90, 180, 270, 360, 450, 540, 630])
        #expect(second.bytes == [logs[0]: [7], logs[1]: [7]])
    }

    @Test func `a writer loads as well, and only the lengths asked for`() throws {
        let writer = try writer()
        try writer.commit(IngestBatch(rows: [row(1)], checkpoints: [Checkpoint(source: SourceID("a"), bytes: [9])]))
        var spans: [RollupSpan] = []
        let checkpoints = try writer.load(rowsFrom: [.quarter: .epoch], to: now, sources: []) { span, _ in
            spans.append(span)
        }
        #expect(spans == [.quarter])
        #expect(checkpoints.isEmpty)
        try writer.commit(IngestBatch(rows: [row(2)]))
        #expect(try minutes(writer) == [1, 2])
    }
}
