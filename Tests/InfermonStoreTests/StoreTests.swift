import Foundation
import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonStore

/// A folder that goes with the test.
final class StoreFolder {
    let path = NSTemporaryDirectory() + "infermon-store-\(UUID().uuidString)"

    var store: String { path + "/state/infermon.db" }

    // A folder left behind in the temporary directory harms nobody.
    deinit { try? FileManager.default.removeItem(atPath: path) }

    // Before the store is made there are no files.
    var names: [String] { ((try? FileManager.default.contentsOfDirectory(atPath: path + "/state")) ?? []).sorted() }
}

@Suite struct StoreTests {
    let folder = StoreFolder()
    let now = Timestamp(seconds: 1_790_000_000)
    let chat = SeriesKey(scenario: ScenarioID("chat"), model: "gpt-4", provider: "openai", key: "k\u{0}1", team: "äö")

    private func open() throws -> Store { try Store(path: folder.store, now: now) }

    private func row(_ minute: Int64, cost: Int128 = 1, latency: Int64 = 1_000, requests: Int64 = 1) -> RollupRow {
        var rollup = Rollup()
        rollup.requests = requests
        rollup.outcomes[.ok] = requests
        rollup.bestCost = Money(picodollars: cost)
        rollup.gatewayCost = Money(picodollars: -cost)
        rollup.latency.record(microseconds: latency)
        rollup.tokens = TokenUsage(
            uncachedInput: 1, cacheRead: 2, cacheWrite5m: 3, cacheWrite1h: 4, output: 5, reasoning: 6)
        rollup.largestContext = latency
        return RollupRow(start: Timestamp(seconds: minute * 60), series: chat, rollup: rollup)
    }

    private func rows(_ store: Store, _ span: RollupSpan) throws -> [RollupRow] {
        var rows: [RollupRow] = []
        try store.forEachRow(span, from: .epoch, to: Timestamp(seconds: 1 << 40)) { rows.append($0) }
        return rows
    }

    @Test func `rows merge into minutes, quarters and hours that agree to the last digit`() throws {
        let store = try open()
        var expected = Rollup()
        for index in 0..<300 {
            let row = row(
                Int64(29_000_000 + index % 70), cost: 0x1_0000_0000_0000_0001 * Int128(index - 100),
                latency: Int64(index))
            expected.merge(row.rollup)
            try store.commit(IngestBatch(rows: [row]))
        }
        for span in RollupSpan.allCases {
            let all = try rows(store, span)
            let sum = all.reduce(into: Rollup()) { $0.merge($1.rollup) }
            #expect(sum.bestCost == expected.bestCost)
            #expect(sum.gatewayCost == expected.gatewayCost)
            #expect(sum.tokens == expected.tokens)
            #expect(sum.outcomes == expected.outcomes)
            #expect(sum.latency.encoded == expected.latency.encoded)
            #expect(sum.largestContext == 299)
            let isAligned = all.allSatisfy { $0.series == chat && $0.start == $0.start.floored(to: span.span) }
            #expect(isAligned)
        }
        #expect(try rows(store, .minute).count == 70)
        #expect(try rows(store, .quarter).count == 5)
        #expect(try rows(store, .hour).count == 2)
    }

    @Test func `amounts of 128 bits come back exactly`() throws {
        let store = try open()
        let amounts: [Int128] = [.max / 4, .min / 4, -1, 1, 1 << 64, -(1 << 64)]
        for (index, amount) in amounts.enumerated() {
            try store.commit(IngestBatch(rows: [row(Int64(index), cost: amount)]))
        }
        let costs = try rows(store, .minute).map(\.rollup.bestCost.picodollars)
        #expect(costs == amounts)
    }

    @Test func `signed rows take back what was counted`() throws {
        let store = try open()
        try store.commit(IngestBatch(rows: [row(5, requests: 3)]))
        var amended = Rollup()
        amended.requests = -1
        amended.outcomes[.ok] = -1
        try store.commit(IngestBatch(rows: [RollupRow(start: Timestamp(seconds: 300), series: chat, rollup: amended)]))
        #expect(try rows(store, .hour).map(\.rollup.requests) == [2])
    }

    @Test func `a batch that fails keeps neither its rows nor its checkpoint`() throws {
        let store = try open()
        let source = SourceID("/var/log/app.log")
        try store.commit(IngestBatch(rows: [row(1)], checkpoints: [Checkpoint(source: source, bytes: [1])]))
        let raw = try SQLiteConnection(path: folder.store, isReadOnly: false)
        try raw.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON checkpoint BEGIN SELECT RAISE(ABORT, 'refused'); END")
        var other = chat
        other.model = "new"
        let batch = IngestBatch(
            rows: [row(1), RollupRow(start: Timestamp(seconds: 60), series: other, rollup: row(1).rollup)],
            checkpoints: [Checkpoint(source: source, bytes: [2])])
        #expect(throws: StoreError.self) { try store.commit(batch) }
        #expect(try rows(store, .minute).map(\.rollup.requests) == [1])
        #expect(try store.checkpoint(for: source)?.bytes == [1])
        try raw.execute("DROP TRIGGER refuse")
        try store.commit(batch)
        #expect(try rows(store, .minute).map(\.rollup.requests).sorted() == [1, 2])
        #expect(try store.checkpoint(for: source)?.bytes == [2])
    }

    @Test func `a second instance reads only and names the first`() throws {
        let first = try open()
        try first.commit(IngestBatch(rows: [row(1)]))
        let second = try open()
        #expect(second.access == .readOnly(owner: Int64(getpid())))
        #expect(second.notices.first?.contains("process \(getpid())") == true)
        #expect(try rows(second, .minute).count == 1)
        #expect(throws: StoreError.readOnly(path: folder.store, owner: Int64(getpid()))) {
            try second.commit(IngestBatch(rows: [row(2)]))
        }
        try first.commit(IngestBatch(rows: [row(2)]))
        #expect(try rows(second, .minute).count == 2)
    }

    @Test func `the lock goes with its holder`() throws {
        do { _ = try open() }
        #expect(try open().isWriter)
    }

    /// A program being started holds its parent's descriptors for a moment.
    @Test func `a lock that lives on in a copy is waited for`() throws {
        let copies: [Int32]
        do {
            let store = try open()
            #expect(store.isWriter)
            let links = try FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd").filter {
                // Others may close theirs meanwhile: no link, no lock.
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\($0)")
                return target == folder.store + ".lock"
            }
            copies = links.compactMap(Int32.init).map { dup($0) }
        }
        #expect(copies.count == 1)
        Thread.detachNewThread {
            pace(milliseconds: 50)
            for copy in copies { close(copy) }
        }
        #expect(try open().isWriter)
    }

    @Test func `files and folder belong to their owner alone`() throws {
        let store = try open()
        try store.commit(IngestBatch(rows: [row(1)]))
        for name in folder.names {
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/state/" + name)
            #expect(attributes[.posixPermissions] as? Int == 0o600, "\(name)")
        }
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path + "/state")
        #expect(attributes[.posixPermissions] as? Int == 0o700)
    }

    @Test(arguments: 0..<40)
    func `a damaged file never crashes and is kept aside`(seed: UInt64) throws {
        do {
            let store = try open()
            try store.commit(IngestBatch(rows: (0..<50).map { row(Int64($0)) }))
        }
        var random = SplitMix(state: seed)
        var bytes = Array(try #require(FileManager.default.contents(atPath: folder.store)))
        switch seed % 4 {
        case 0: bytes = Array(bytes.prefix(Int.random(in: 1..<bytes.count, using: &random)))
        case 1: bytes = Array("not a database, by any means".utf8) + bytes
        default:
            for _ in 0..<20 {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] = .random(in: 0...255, using: &random)
            }
        }
        try Data(bytes).write(to: URL(fileURLWithPath: folder.store))
        // A store that was closed in order has none.
        try? FileManager.default.removeItem(atPath: folder.store + "-wal")
        do {
            let store = try open()
            if !store.notices.isEmpty {
                #expect(folder.names.contains { $0.hasPrefix("infermon.db.damaged-") })
                #expect(try rows(store, .minute).isEmpty)
            }
            try store.commit(IngestBatch(rows: [row(1)]))
        } catch let error as StoreError {
            // Damage inside a row is only met when the row is read; the next start then begins anew.
            guard case .damaged = error else { throw error }
            let store = try open()
            #expect(store.notices.count == 1)
            try store.commit(IngestBatch(rows: [row(1)]))
        }
    }

    @Test func `an empty file becomes a store`() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        try Data().write(to: URL(fileURLWithPath: folder.store))
        let store = try open()
        #expect(store.notices.isEmpty)
        try store.commit(IngestBatch(rows: [row(1)]))
        #expect(try store.isIntact())
    }

    @Test func `a later version's file is refused and not touched`() throws {
        do { _ = try open() }
        do {
            let raw = try SQLiteConnection(path: folder.store, isReadOnly: false)
            try raw.execute("PRAGMA user_version = 99")
        }
        #expect(throws: StoreError.newerSchema(path: folder.store, found: 99, known: Migrations.steps.count)) {
            try open()
        }
        #expect(!folder.names.contains { $0.contains("damaged") })
    }

    @Test func `every earlier schema is brought up with its content`() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        do {
            let raw = try SQLiteConnection(path: folder.store, isReadOnly: false)
            try Migrations.apply(to: raw, steps: Array(Migrations.steps.prefix(1)))
            try raw.run("INSERT INTO meta VALUES ('kept', ?)", .blob([7]))
        }
        let store = try open()
        #expect(try store.value("kept") == [7])
        #expect(try store.loadAlerts() == nil)
    }

    @Test func `bills of a provider's only account are found under its name`() throws {
        try FileManager.default.createDirectory(atPath: folder.path + "/state", withIntermediateDirectories: true)
        do {
            let raw = try SQLiteConnection(path: folder.store, isReadOnly: false)
            try Migrations.apply(to: raw, steps: Array(Migrations.steps.prefix(2)))
            try raw.execute(
                """
                INSERT INTO provider_usage VALUES ('openai', 1, 0, 86400000000, 'm', NULL, 'p', NULL, NULL, NULL, NULL, NULL,
                    NULL, NULL, 0, 1500000000000, 0)
                """)
        }
        let store = try open()
        #expect(try store.isIntact())
        let old = ProviderUsage(
            provider: "openai", start: .epoch, end: .epoch + .days(1), model: "m", project: "p", billed: Money("1.5"),
            account: "openai")
        #expect(try store.providerUsage(from: .epoch, to: .epoch + .days(1)).costs == [old])
        let day = ProviderReport(costs: [], usage: [], from: .epoch, to: .epoch + .days(1))
        try store.replace(with: day, of: "team-a")
        #expect(try store.providerUsage(from: .epoch, to: .epoch + .days(1)).costs == [old])
        try store.replace(with: day, of: "openai")
        #expect(try store.providerUsage(from: .epoch, to: .epoch + .days(1)).costs == [])
    }

    @Test func `a full disk is told and the same batch goes in later`() throws {
        let store = try open()
        let raw = try SQLiteConnection(path: folder.store, isReadOnly: false)
        try store.limitPages(to: Int(try raw.integer("PRAGMA page_count") ?? 0))
        var wide = chat
        wide.model = String(repeating: "m", count: 20_000)
        let batch = IngestBatch(
            rows: [RollupRow(start: .epoch, series: wide, rollup: row(0).rollup)],
            checkpoints: [Checkpoint(source: SourceID("a"), bytes: [1])])
        #expect(throws: StoreError.diskFull(path: folder.store)) { try store.commit(batch) }
        #expect(try store.checkpoint(for: SourceID("a")) == nil)
        try store.limitPages(to: 1 << 20)
        try store.commit(batch)
        #expect(try rows(store, .hour).map(\.rollup.requests) == [1])
    }

    @Test func `old rows go in slices, each length at its own age`() throws {
        let store = try open()
        let minute = now.seconds / 60
        let ages: [Int64] = [0, 47 * 60, 49 * 60, 34 * 1_440, 36 * 1_440, 399 * 1_440, 401 * 1_440]
        try store.commit(IngestBatch(rows: ages.map { row(minute - $0) }))
        var slices = 0
        while try store.prune(at: now, limit: 2) { slices += 1 }
        #expect(slices >= 2)
        #expect(try rows(store, .minute).count == 2)
        #expect(try rows(store, .quarter).count == 4)
        #expect(try rows(store, .hour).count == 6)
    }
}

@Suite struct StoreLedgerTests {
    let folder = StoreFolder()
    let now = Timestamp(seconds: 1_790_000_000)

    private func usage(_ day: Int64, billed: Int64) -> ProviderUsage {
        ProviderUsage(
            provider: "openai", start: Timestamp(seconds: day * 86_400), end: Timestamp(seconds: (day + 1) * 86_400),
            model: "gpt-4", billed: Money(dollars: billed))
    }

    private func report(_ days: Range<Int64>, costs: [ProviderUsage], usage: [ProviderUsage] = []) -> ProviderReport {
        ProviderReport(
            costs: costs, usage: usage, from: Timestamp(seconds: days.lowerBound * 86_400),
            to: Timestamp(seconds: days.upperBound * 86_400))
    }

    @Test func `a poll replaces its interval and nothing else`() throws {
        let store = try Store(path: folder.store, now: now)
        try store.replace(
            with: report(0..<3, costs: [usage(0, billed: 1), usage(1, billed: 2), usage(2, billed: 3)]), of: "openai")
        try store.replace(with: report(0..<3, costs: [usage(0, billed: 1)]), of: "openai-team-b")
        let tokens = ProviderUsage(
            provider: "openai", start: Timestamp(seconds: 86_400), end: Timestamp(seconds: 172_800), lineItem: "input",
            project: "p", tokens: TokenUsage(uncachedInput: 9, output: 8, reasoning: 7), requests: 6,
            isProvisional: true)
        try store.replace(with: report(1..<3, costs: [usage(1, billed: 5)], usage: [tokens]), of: "openai")
        let ledger = try store.providerUsage(from: .epoch, to: now)
        let billed = ledger.costs.filter { $0.account == "openai" }.compactMap(\.billed)
        #expect(billed == [Money(dollars: 1), Money(dollars: 5)])
        #expect(ledger.costs.count == 3)
        #expect(ledger.costs.allSatisfy { $0.provider == "openai" })
        var stored = tokens
        stored.account = "openai"
        #expect(ledger.usage == [stored])
    }

    @Test func `alerts and their history come back as they were`() throws {
        let alert = Alert(
            rule: "latency_p95", subject: "chat", severity: .critical, state: .firing, activeSince: now, firedAt: now,
            value: 11.5, threshold: 10, message: "p95 latency 11.5s > 10s")
        let change = AlertChange(
            at: now, rule: alert.rule, subject: alert.subject, severity: .critical, state: .firing,
            message: alert.message)
        do {
            let store = try Store(path: folder.store, now: now)
            #expect(try store.loadAlerts() == nil)
            try store.save([alert], changes: [change], at: now)
            try store.save([alert], changes: [], at: now + .seconds(1))
        }
        let store = try Store(path: folder.store, now: now)
        let kept = try #require(try store.loadAlerts())
        #expect(kept.alerts == [alert])
        #expect(kept.evaluatedAt == now + .seconds(1))
        #expect(try store.alertChanges(limit: 10) == [change])
    }

    @Test func `energy of one interval adds up`() throws {
        let store = try Store(path: folder.store, now: now)
        let record = EnergyRecord(start: now, uuid: "GPU-1", millijoules: 40, isEstimated: false)
        try store.addEnergy([record])
        try store.addEnergy([EnergyRecord(start: now, uuid: "GPU-1", millijoules: 2, isEstimated: true)])
        try store.addEnergy([
            EnergyRecord(
                start: now, uuid: "GPU-1", millijoules: 0, isEstimated: false, watched: .minutes(1), busy: .seconds(9))
        ])
        let sum = EnergyRecord(
            start: now, uuid: "GPU-1", millijoules: 42, isEstimated: true, watched: .minutes(1), busy: .seconds(9))
        #expect(try store.energy(from: .epoch, to: now + .seconds(1)) == [sum])
        #expect(try store.energy(from: .epoch, to: now) == [])
    }
}

struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
