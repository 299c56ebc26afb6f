import Foundation
import InfermonModel
import InfermonStore
import InfermonTestSupport
import Testing

@Suite struct StoreTests {
    private let now = Timestamp(seconds: 1_795_435_200)
    private let series = SeriesKey(scenario: ScenarioID("chatbot"), model: "gpt-4o", provider: "openai", key: "k", team: "t")

    private func batch(requests: Int64, minutesAgo: Int64 = 0, source: String = "log", offset: UInt8 = 0) -> IngestBatch {
        var rollup = Rollup()
        rollup.requests = requests
        rollup.bestCost = Money(picodollars: 1)
        rollup.outcomes[.ok] = requests
        for index in 0..<max(0, requests) { rollup.latency.record(microseconds: 1_000 * (index + 1)) }
        return IngestBatch(
            rows: [RollupRow(start: now - .minutes(minutesAgo), series: series, rollup: rollup)],
            checkpoints: [Checkpoint(source: SourceID(source), bytes: [offset])])
    }

    private func rows(_ store: Store, _ span: RollupSpan) throws -> [RollupRow] {
        var rows: [RollupRow] = []
        try store.forEachRow(span, from: .epoch, to: now + .days(1)) { rows.append($0) }
        return rows
    }

    @Test(arguments: RollupSpan.allCases) func `what is committed adds up at every level`(span: RollupSpan) throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.path("s.sqlite"), now: now)
        try store.commit(batch(requests: 3), now: now)
        try store.commit(batch(requests: -1), now: now)
        try store.commit(batch(requests: 5), now: now)
        let found = try rows(store, span)
        #expect(found.map(\.series) == [series])
        #expect(found.first?.start == now.floored(to: span.span))
        #expect(found.first?.rollup.requests == 7)
        #expect(found.first?.rollup.outcomes[.ok] == 7)
        #expect(found.first?.rollup.bestCost == Money(picodollars: 3))
        #expect(found.first?.rollup.latency.count == 8)
    }

    @Test func `checkpoints and rows survive a second opening`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("a/b/s.sqlite")
        do {
            let store = try Store(path: path, now: now)
            try store.commit(batch(requests: 2, offset: 9), now: now)
        }
        let store = try Store(path: path, now: now)
        #expect(try store.checkpoint(of: SourceID("log"))?.bytes == [9])
        #expect(try rows(store, .hour).first?.rollup.requests == 2)
        #expect(try store.checkpoint(of: SourceID("other")) == nil)
    }

    @Test func `the files are their owner's alone`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("state/s.sqlite")
        let store = try Store(path: path, now: now)
        try store.commit(batch(requests: 1), now: now)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let parent = try FileManager.default.attributesOfItem(atPath: folder.path("state"))
        #expect(parent[.posixPermissions] as? Int == 0o700)
    }

    @Test func `a second opening only reads, and is told whose the store is`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("s.sqlite")
        let first = try Store(path: path, now: now)
        try first.commit(batch(requests: 4), now: now)
        let second = try Store(path: path, now: now)
        #expect(!second.isWriter)
        #expect(second.notices.first?.contains("process \(ProcessInfo.processInfo.processIdentifier)") == true)
        #expect(try rows(second, .minute).first?.rollup.requests == 4)
        #expect(throws: StoreError.self) { try second.commit(batch(requests: 1), now: now) }
        #expect(try rows(first, .minute).first?.rollup.requests == 4)
    }

    @Test(arguments: ["not a database at all", ""]) func `a file that is no database is put aside`(content: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.path("s.sqlite")
        try Data(content.utf8).write(to: URL(fileURLWithPath: path))
        let store = try Store(path: path, now: now)
        try store.commit(batch(requests: 1), now: now)
        #expect(try rows(store, .minute).count == 1)
        if !content.isEmpty {
            #expect(store.notices.count == 1)
            let kept = try Data(contentsOf: URL(fileURLWithPath: "\(path).damaged-\(now.seconds)"))
            #expect(kept == Data(content.utf8))
        }
    }

    @Test func `damage anywhere in the file is told or survived, never a crash`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("s.sqlite")
        do {
            let store = try Store(path: path, now: now)
            for minute in 0..<50 { try store.commit(batch(requests: 1, minutesAgo: Int64(minute)), now: now) }
        }
        let whole = try Data(contentsOf: URL(fileURLWithPath: path))
        var generator = SystemRandomNumberGenerator()
        for round in 0..<40 {
            let copy = folder.path("copy-\(round).sqlite")
            var bytes = whole
            if round.isMultiple(of: 2) {
                bytes = bytes.prefix(Int.random(in: 0..<bytes.count, using: &generator))
            } else {
                for _ in 0..<64 { bytes[Int.random(in: 0..<bytes.count, using: &generator)] ^= 0xff }
            }
            try bytes.write(to: URL(fileURLWithPath: copy))
            do {
                let store = try Store(path: copy, now: now)
                let found = try rows(store, .minute)
                #expect(found.count <= 50 && (found.count == 50 || !store.notices.isEmpty || bytes.count < 64 || round % 2 == 1))
                try store.commit(batch(requests: 1), now: now)
            } catch let error as StoreError {
                #expect(!error.description.isEmpty)
            }
        }
    }

    @Test func `a newer schema is only read`() throws {
        let folder = try TemporaryFolder()
        let path = folder.path("s.sqlite")
        do {
            let store = try Store(path: path, now: now)
            try store.commit(batch(requests: 6), now: now)
        }
        // The schema's version stands at byte 60 of the file, big-endian (sqlite.org/fileformat2.html).
        var bytes = try Data(contentsOf: URL(fileURLWithPath: path))
        bytes[63] = 99
        try bytes.write(to: URL(fileURLWithPath: path))
        let store = try Store(path: path, now: now)
        #expect(!store.isWriter)
        #expect(store.notices.first?.contains("newer infermon") == true)
        #expect(try rows(store, .minute).first?.rollup.requests == 6)
    }

    @Test func `what is past keeping is thrown away level by level`() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.path("s.sqlite"), now: now)
        try store.commit(batch(requests: 1, minutesAgo: 0), now: now)
        try store.commit(batch(requests: 1, minutesAgo: 47 * 60), now: now)
        let later = now + .hours(3)
        #expect(try store.prune(now: later) == false)
        #expect(try rows(store, .minute).count == 1)
        #expect(try rows(store, .hour).count == 2)
        let muchLater = now + .days(500)
        while try store.prune(now: muchLater, limit: 1) {}
        #expect(try rows(store, .hour).isEmpty)
    }

    @Test func `levels that would be thrown away at once are not written`() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.path("s.sqlite"), now: now)
        try store.commit(batch(requests: 2, minutesAgo: 60 * 72), now: now)
        #expect(try rows(store, .minute).isEmpty)
        #expect(try rows(store, .quarter).first?.rollup.requests == 2)
    }

    @Test func `a corrected bucket replaces the earlier one`() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.path("s.sqlite"), now: now)
        func record(_ day: Int64, _ amount: String) -> ProviderUsage {
            ProviderUsage(
                provider: "openai", start: now + .days(day), end: now + .days(day + 1), lineItem: "gpt-4",
                billed: Money(amount), isProvisional: day == 1)
        }
        func report(_ records: [ProviderUsage], from: Int64) -> ProviderReport {
            ProviderReport(costs: records, usage: [], from: now + .days(from), to: now + .days(3))
        }
        try store.replace(with: report([record(0, "1.5"), record(1, "0.1")], from: 0), of: "openai")
        try store.replace(with: report([record(1, "0.25")], from: 1), of: "openai")
        let found = try store.providerUsage(.cost, from: now, to: now + .days(9))
        #expect(found.compactMap(\.billed) == [Money("1.5"), Money("0.25")])
        #expect(found == [record(0, "1.5"), record(1, "0.25")])
        #expect(try store.providerUsage(.cost, of: "anthropic", from: now, to: now + .days(9)).isEmpty)
    }

    @Test func `alerts come back as they were`() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.path("s.sqlite"), now: now)
        #expect(try store.loadAlerts() == nil)
        let alert = Alert(
            rule: "latency_p95", subject: "chatbot", severity: .critical, state: .firing, activeSince: now - .minutes(7),
            firedAt: now - .minutes(2), value: 0.1 + 0.2, threshold: 1e-9, message: "p95 11.84s > 10s")
        let change = AlertChange(
            at: now, rule: "latency_p95", subject: "chatbot", severity: .critical, state: .firing, message: "p95")
        try store.save([alert], changes: [change], at: now)
        let loaded = try store.loadAlerts()
        #expect(loaded?.alerts == [alert])
        #expect(loaded?.evaluatedAt == now)
        #expect(try store.alertChanges(limit: 5) == [change])
    }

    @Test func `energy adds up by the hour`() throws {
        let folder = try TemporaryFolder()
        let store = try Store(path: folder.path("s.sqlite"), now: now)
        let part = GPUEnergy(start: now + .minutes(5), uuid: "GPU-1", millijoules: 7, isEstimated: false)
        try store.add([part, part])
        #expect(
            try store.energy(from: now, to: now + .hours(1)) == [
                GPUEnergy(start: now, uuid: "GPU-1", millijoules: 14, isEstimated: false)
            ])
    }
}
