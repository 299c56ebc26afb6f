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
}
