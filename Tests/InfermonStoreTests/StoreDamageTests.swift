import Foundation
import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonStore

/// A store whose file was damaged says so or is put aside: it never counts wrong in silence.
@Suite struct StoreDamageTests {
    /// Everything that a store is asked for.
    private struct Content: Equatable {
        var sums: [RollupSpan: [SeriesKey: Rollup]] = [:]
        var position: [UInt8]?
        var energy: [EnergyRecord] = []
        var costs: [ProviderUsage] = []

        init(of store: Store) throws {
            for span in RollupSpan.allCases {
                var sums: [SeriesKey: Rollup] = [:]
                try store.forEachRow(span, from: .epoch, to: Timestamp(seconds: 1 << 40)) {
                    sums[$0.series, default: Rollup()].merge($0.rollup)
                }
                self.sums[span] = sums
            }
            position = try store.checkpoint(for: SourceID("app.log"))?.bytes
            energy = try store.energy(from: .epoch, to: Timestamp(seconds: 1 << 40))
            costs = try store.providerUsage(from: .epoch, to: Timestamp(seconds: 1 << 40)).costs
        }
    }

    private enum Result { case refused, putAside, damagedLater, whole }

    let folder = StoreFolder()
    let now = Timestamp(seconds: 1_790_000_000)

    private func batch(_ number: Int) -> IngestBatch {
        let rows = (0..<4).map { index in
            var rollup = Rollup()
            rollup.requests = 1
            rollup.tokens = TokenUsage(uncachedInput: Int64(number), output: 7)
            rollup.bestCost = Money(picodollars: Int128(number))
            for latency in 0..<20 { rollup.latency.record(microseconds: Int64(latency * number * 977)) }
            let series = SeriesKey(
                scenario: ScenarioID("s\(index)"), model: "model-\(number % 3)", provider: "p", key: "k", team: "t")
            return RollupRow(start: Timestamp(seconds: Int64(number) * 60), series: series, rollup: rollup)
        }
        return IngestBatch(
            rows: rows, checkpoints: [Checkpoint(source: SourceID("app.log"), bytes: Array("at \(number)".utf8))])
    }

    /// A store with something in every table, closed in order.
    private func make() throws -> [UInt8] {
        do {
            let store = try Store(path: folder.store, now: now)
            for number in 1...40 { try store.commit(batch(number)) }
            try store.addEnergy(
                (0..<20).map {
                    EnergyRecord(
                        start: Timestamp(seconds: $0 * 3_600), uuid: "GPU-1", millijoules: $0, isEstimated: false)
                })
            let costs = (0..<20).map { day in
                ProviderUsage(
                    provider: "openai", start: .epoch + .days(day), end: .epoch + .days(day + 1), model: "gpt-4o",
                    billed: Money(dollars: day))
            }
            try store.replace(
                with: ProviderReport(costs: costs, usage: [], from: .epoch, to: .epoch + .days(20)), of: "openai")
        }
        return Array(try #require(FileManager.default.contents(atPath: folder.store)))
    }

    /// Puts `bytes` in the store's place and sees what becomes of them.
    private func open(_ bytes: [UInt8], expecting whole: Content, _ what: String) throws -> Result {
        for name in folder.names { try FileManager.default.removeItem(atPath: folder.path + "/state/" + name) }
        try Data(bytes).write(to: URL(fileURLWithPath: folder.store))
        do {
            let store = try Store(path: folder.store, now: now)
            if !store.notices.isEmpty {
                #expect(folder.names.contains { $0.hasPrefix("infermon.db.damaged-") }, "\(what)")
                #expect(try Content(of: store).position == nil, "\(what)")
                try store.commit(batch(1))
                return .putAside
            }
            #expect(try Content(of: store) == whole, "\(what): a wrong sum in silence")
            try store.commit(batch(41))
            return .whole
        } catch let error as StoreError {
            #expect(!error.description.isEmpty)
            guard case .damaged = error else { return .refused }
        }
        let store = try Store(path: folder.store, now: now)
        #expect(store.notices.count == 1, "\(what)")
        try store.commit(batch(1))
        return .damagedLater
    }

    @Test func `two spellings of one name are no damage`() throws {
        func batch(_ team: String, minute: Int64) -> IngestBatch {
            var rollup = Rollup()
            rollup.requests = 1
            let series = SeriesKey(scenario: ScenarioID("s"), model: "m", provider: "p", key: "", team: team)
            let row = RollupRow(start: Timestamp(seconds: minute * 60), series: series, rollup: rollup)
            return IngestBatch(rows: [row], checkpoints: [])
        }
        // Composed and decomposed: equal as texts, and not the same bytes.
        let spellings = ["Z\u{fc}rich", "Zu\u{308}rich"]
        for round in 0..<3 {
            let store = try Store(path: folder.store, now: now)
            #expect(store.notices.isEmpty)
            // The other one comes first after a start.
            for team in round == 1 ? spellings.reversed() : spellings {
                try store.commit(batch(team, minute: Int64(round)))
            }
        }
        let content = try Content(of: Store(path: folder.store, now: now))
        #expect(content.sums[.hour]?.values.map(\.requests) == [6])
    }

    @Test(arguments: 0..<4)
    func `a bit flipped anywhere is found, or changes nothing`(part: UInt64) throws {
        let bytes = try make()
        let whole = try Content(of: Store(path: folder.store, now: now))
        #expect(whole.sums[.hour]?.values.reduce(0) { $0 + $1.requests } == 160)
        var random = SplitMix(state: part)
        var results: [Result: Int] = [:]
        for _ in 0..<25 {
            var bad = bytes
            let bit = Int.random(in: 0..<(bytes.count * 8), using: &random)
            bad[bit / 8] ^= 1 << UInt8(bit % 8)
            results[try open(bad, expecting: whole, "bit \(bit)"), default: 0] += 1
        }
        // Part of a database is empty; the rest is not.
        #expect((results[.putAside] ?? 0) >= 5, "\(results)")
    }

    @Test func `a number changed in a row, a series, a position, a bill or energy is found`() throws {
        let bytes = try make()
        let changes = [
            "UPDATE rollup SET requests = requests + 1 WHERE span = 3600 AND start = 0 AND series = 1",
            "UPDATE rollup SET start = start + 360000 WHERE span = 60 AND start = 2400 AND series = 1",
            "UPDATE rollup SET latency = CAST(x'7f' || substr(latency, 2) AS BLOB) WHERE span = 60 AND start = 60 AND series = 1",
            "UPDATE series SET model = 'other' WHERE id = 1", "DELETE FROM series WHERE id = 1",
            "UPDATE checkpoint SET bytes = x'41'", "UPDATE checkpoint SET source = 'other.log'",
            "UPDATE energy SET millijoules = millijoules + 1 WHERE start = 3600000000",
            "UPDATE provider_usage SET billed_low = billed_low + 1 WHERE start = 86400000000",
        ]
        for change in changes {
            for name in folder.names { try FileManager.default.removeItem(atPath: folder.path + "/state/" + name) }
            try Data(bytes).write(to: URL(fileURLWithPath: folder.store))
            do {
                let raw = try SQLiteConnection(path: folder.store, isReadOnly: false)
                try raw.execute("PRAGMA foreign_keys = OFF")
                try raw.execute(change)
                #expect(raw.changedRows > 0, "\(change)")
            }
            let store = try Store(path: folder.store, now: now)
            #expect(store.notices.count == 1, "\(change)")
        }
    }

    @Test func `rows of before there were checksums are read`() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        let whole: Content
        do {
            let store = try Store(path: folder.store, now: now)
            for number in 1...3 { try store.commit(batch(number)) }
            whole = try Content(of: store)
        }
        do {
            let raw = try SQLiteConnection(path: folder.store, isReadOnly: false)
            for table in ["rollup", "checkpoint"] { try raw.execute("UPDATE \(table) SET checksum = 0") }
        }
        let store = try Store(path: folder.store, now: now)
        #expect(store.notices.isEmpty)
        #expect(try Content(of: store) == whole)
        try store.commit(batch(4))
        #expect(try Content(of: store).sums[.hour]?.values.reduce(0) { $0 + $1.requests } == 16)
    }

    @Test(arguments: 0..<2)
    func `a file cut anywhere is put aside`(part: UInt64) throws {
        let bytes = try make()
        let whole = try Content(of: Store(path: folder.store, now: now))
        var random = SplitMix(state: 100 + part)
        var wholeCuts: [Int] = []
        for _ in 0..<25 {
            let count = Int.random(in: 1..<bytes.count, using: &random)
            let result = try open(Array(bytes.prefix(count)), expecting: whole, "cut at \(count)")
            if result == .whole { wholeCuts.append(count) }
        }
        // Only of the last page may bytes be missing without a loss: of what is free in it.
        #expect(wholeCuts.allSatisfy { bytes.count - $0 < 4_096 }, "\(wholeCuts)")
    }

    /// What the log beside the file held is gone, together with the positions that it was counted up to.
    @Test func `a store whose write-ahead log went missing stands where it stood before`() throws {
        var seen: Set<Int> = []
        let copy = StoreFolder()
        try FileManager.default.createDirectory(atPath: copy.path + "/state", withIntermediateDirectories: true)
        for round in 0..<12 {
            let store = try Store(path: folder.store, now: now)
            for number in 1...3 {
                try store.commit(batch(round * 3 + number))
                for name in copy.names { try FileManager.default.removeItem(atPath: copy.path + "/state/" + name) }
                try FileManager.default.copyItem(atPath: folder.store, toPath: copy.store)
                let bare = try Store(path: copy.store, now: now)
                #expect(bare.notices.isEmpty, "\(bare.notices)")
                let content = try Content(of: bare)
                let position = content.position.map { String(decoding: $0.dropFirst(3), as: UTF8.self) } ?? "0"
                let requests = content.sums[.minute]?.values.reduce(0) { $0 + $1.requests }
                #expect(requests == Int64(position).map { $0 * 4 })
                seen.insert(Int(position) ?? -1)
            }
        }
        #expect(seen.count >= 10, "\(seen)")
    }
}
