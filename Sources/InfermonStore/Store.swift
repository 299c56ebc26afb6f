public import InfermonModel
import Synchronization

/// What infermon remembers: sums, positions in logs, providers' figures, alerts, energy.
///
/// One process writes a store; others read it. What a log gave is committed together with the position reached, in one
/// transaction, so that a crash at any moment neither loses nor doubles a request. Calls block on the disk and may come from any
/// thread.
public final class Store: Sendable {
    /// Whether this instance may write.
    public enum Access: Hashable, Sendable {
        /// It is the one writer.
        case readWrite
        /// Another process writes; its id, when known.
        case readOnly(owner: Int64?)
    }

    private struct State: ~Copyable {
        var connection: SQLiteConnection
        var rollups = RollupTable()
        let lock: StoreLock?
    }

    /// Where the store is.
    public let path: String
    /// Whether this instance may write.
    public let access: Access
    /// What happened at the start and is worth telling once, as sentences.
    public let notices: [String]
    private let state: Mutex<State>

    /// Opens a store, making it where there is none.
    ///
    /// A second instance gets a store that only reads. A damaged file is kept under a new name and a fresh one made;
    /// ``notices`` says so.
    ///
    /// - Parameters:
    ///   - path: The database file, without symbolic links in its last part.
    ///   - now: The time, for the name of a damaged file.
    /// - Throws: `StoreError.newerSchema` when a later version made it, `StoreError.cannotOpen` when it cannot be opened or made.
    public init(path: String, now: Timestamp) throws(StoreError) {
        let file = StoreFile(path: path)
        try file.makeFolder()
        self.path = path
        guard let lock = try file.lock() else {
            let owner = file.owner
            let connection = try SQLiteConnection(path: path, isReadOnly: true)
            access = .readOnly(owner: owner)
            notices = [StoreError.readOnly(path: path, owner: owner).description]
            state = Mutex(State(connection: connection, lock: nil))
            return
        }
        access = .readWrite
        var notices: [String] = []
        if file.isMarkedDamaged { notices.append(Self.told(try file.putAside(at: now), path)) }
        do throws(StoreError) {
            let connection = try Self.connect(file)
            state = Mutex(State(connection: connection, lock: lock))
        } catch {
            guard case .damaged = error else { throw error }
            notices.append(Self.told(try file.putAside(at: now), path))
            state = Mutex(State(connection: try Self.connect(file), lock: lock))
        }
        self.notices = notices
    }

    /// Opens a store that is there, for reading alone.
    ///
    /// Takes no lock, makes no file or folder and brings no schema up, so that a command may look beside a live screen.
    ///
    /// - Parameters:
    ///   - path: The database file, without symbolic links in its last part.
    ///   - now: The time; a reader leaves a damaged file where it is, so nothing is named by it.
    /// - Throws: `StoreError.missing` without a store, `StoreError.olderSchema` or `StoreError.newerSchema` when another version made
    ///   it, `StoreError.cannotOpen` or `StoreError.damaged` when it cannot be read.
    public init(reading path: String, now: Timestamp) throws(StoreError) {
        guard !StoreFile(path: path).isMissing else { throw .missing(path: path) }
        let connection = try SQLiteConnection(path: path, isReadOnly: true)
        try Migrations.expectPresent(in: connection)
        self.path = path
        access = .readOnly(owner: nil)
        notices = []
        state = Mutex(State(connection: connection, lock: nil))
    }

    /// Whether this instance may write.
    public var isWriter: Bool { access == .readWrite }

    private static func told(_ kept: String, _ path: String) -> String {
        "The store \(path) was damaged; it is kept as \(kept), and a new one is built from the logs."
    }

    private static func connect(_ file: StoreFile) throws(StoreError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: file.path, isReadOnly: false)
        file.restrict()
        // Must come before the first table.
        try connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        try connection.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON")
        // A checkpoint each 4 MiB and a log cut back to 16 MiB: readers cannot let it grow for ever.
        try connection.execute("PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 16777216")
        // The rows of the minute, the quarter and the hour under way, of thousands of series: else each commit reads them anew.
        try connection.execute("PRAGMA cache_size = -6144")
        try Migrations.apply(to: connection)
        guard try Migrations.isSchemaIntact(in: connection) else {
            throw .damaged(path: file.path, reason: "its schema is not the one that its version says")
        }
        let pages = try connection.integer("PRAGMA page_count") ?? 0
        // Up to 32 MiB the whole file is checked within the second that a start may take.
        if pages <= 8_192 {
            let check = try connection.statement("PRAGMA quick_check(1)")
            defer { check.reset() }
            if try check.step(), check.text(0) != "ok" { throw .damaged(path: file.path, reason: check.text(0)) }
            check.reset()
            try verifyRows(in: connection)
        }
        return connection
    }

    /// Makes sure that every sum, position and bill is as it was written; a larger store's rows are looked at when they are read.
    private static func verifyRows(in connection: SQLiteConnection) throws(StoreError) {
        try RollupTable.verify(in: connection)
        try EnergyTable.verify(in: connection)
        try ProviderTable.verify(in: connection)
        let query = try connection.statement("SELECT source, bytes, checksum FROM checkpoint")
        defer { query.reset() }
        while try query.step() { try RowChecksum.verify(0..<2, against: 2, of: query, in: connection) }
    }

    private func read<Result: Sendable>(_ body: (SQLiteConnection) throws(StoreError) -> Result) throws(StoreError)
        -> Result
    {
        try withState { (state) throws(StoreError) in try body(state.connection) }
    }

    private func write<Result: Sendable>(
        _ body: (SQLiteConnection, inout RollupTable) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        if case .readOnly(let owner) = access { throw .readOnly(path: path, owner: owner) }
        return try withState { (state) throws(StoreError) in
            let connection = state.connection
            do throws(StoreError) {
                return try connection.transaction { () throws(StoreError) in try body(connection, &state.rollups) }
            } catch {
                state.rollups.forgetSeries()
                throw error
            }
        }
    }

    private func withState<Result: Sendable>(
        _ body: (inout State) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        do throws(StoreError) {
            return try state.withLock { (state) throws(StoreError) in try body(&state) }
        } catch {
            if case .damaged = error, access == .readWrite { StoreFile(path: path).markDamaged() }
            throw error
        }
    }
}

extension Store {
    /// Adds sums and keeps the positions reached, all or nothing.
    ///
    /// - Parameter batch: Rows of one minute each; quarters and hours are kept in step.
    /// - Throws: `StoreError`; nothing was kept then, and the same batch can be given again.
    public func commit(_ batch: IngestBatch) throws(StoreError) {
        try write { (connection, rollups) throws(StoreError) in
            try rollups.add(batch.rows, to: connection)
            for checkpoint in batch.checkpoints {
                let values: [SQLiteValue] = [.text(checkpoint.source.rawValue), .blob(checkpoint.bytes)]
                try connection.run(
                    "INSERT OR REPLACE INTO checkpoint (source, bytes, checksum) VALUES (?, ?, ?)", values[0],
                    values[1], .integer(RowChecksum.of(values)))
            }
        }
    }

    /// How far a source was read when it was last committed; `nil` before the first time.
    public func checkpoint(for source: SourceID) throws(StoreError) -> Checkpoint? {
        try read { (connection) throws(StoreError) in try Self.checkpoint(for: source, in: connection) }
    }

    private static func checkpoint(
        for source: SourceID, in connection: SQLiteConnection
    ) throws(StoreError) -> Checkpoint? {
        let query = try connection.statement("SELECT source, bytes, checksum FROM checkpoint WHERE source = ?")
        query.bind([.text(source.rawValue)])
        defer { query.reset() }
        guard try query.step() else { return nil }
        try RowChecksum.verify(0..<2, against: 2, of: query, in: connection)
        return Checkpoint(source: source, bytes: Array(query.blob(1)))
    }

    /// Gives rows of several lengths, and says how far sources were read, all as of one moment.
    ///
    /// An instance that begins beside a writer would otherwise take rows of one commit and positions of the next, and never count
    /// the lines between.
    ///
    /// - Parameters:
    ///   - starts: The earliest start of the rows of each length; lengths left out give no rows.
    ///   - end: The end, exclusive.
    ///   - sources: The sources whose positions are asked for.
    ///   - row: Takes a row, lengths from the shortest and each oldest first; the store is locked meanwhile.
    /// - Returns: The positions; a source that was never committed has none.
    /// - Throws: `StoreError` when something cannot be read.
    public func load(
        rowsFrom starts: [RollupSpan: Timestamp], to end: Timestamp, sources: [SourceID],
        _ row: (RollupSpan, RollupRow) -> Void
    ) throws(StoreError) -> [SourceID: Checkpoint] {
        try read { (connection) throws(StoreError) in
            try connection.transaction(.reading) { () throws(StoreError) in
                for span in RollupSpan.allCases {
                    guard let start = starts[span] else { continue }
                    try RollupTable.each(span, from: start, to: end, in: connection) { row(span, $0) }
                }
                var checkpoints: [SourceID: Checkpoint] = [:]
                for source in sources { checkpoints[source] = try Self.checkpoint(for: source, in: connection) }
                return checkpoints
            }
        }
    }

    /// Gives every row of one length that starts in [from, to), oldest first.
    ///
    /// - Parameters:
    ///   - span: The length of the rows.
    ///   - from: The earliest start.
    ///   - to: The end, exclusive.
    ///   - body: Takes a row; the store is locked meanwhile.
    /// - Throws: `StoreError` when the rows cannot be read.
    public func forEachRow(
        _ span: RollupSpan, from: Timestamp, to: Timestamp, _ body: (RollupRow) -> Void
    ) throws(StoreError) {
        try read { (connection) throws(StoreError) in
            try RollupTable.each(span, from: from, to: to, in: connection, body)
        }
    }

    /// Deletes a slice of what is older than it is kept.
    ///
    /// - Parameters:
    ///   - now: The time that ages are counted from.
    ///   - retention: How long hours, alerts and energy are kept; `nil` for 400 days.
    ///   - limit: The most rows of each kind, so that nobody waits.
    /// - Returns: Whether another call would delete more.
    /// - Throws: `StoreError` when nothing was deleted.
    @discardableResult
    public func prune(
        at now: Timestamp, keeping retention: TimeSpan? = nil, limit: Int = 500
    ) throws(StoreError) -> Bool {
        let retention = retention ?? RollupSpan.hour.retention
        let isMoreLeft = try write { (connection, _) throws(StoreError) in
            let oldest = SQLiteValue.instant(now - retention)
            try connection.run("DELETE FROM alert_change WHERE at < ?", oldest)
            try connection.run("DELETE FROM energy WHERE start < ?", oldest)
            return try RollupTable.prune(at: now, keeping: retention, limit: limit, in: connection)
        }
        try read { (connection) throws(StoreError) in try connection.execute("PRAGMA incremental_vacuum(64)") }
        return isMoreLeft
    }

    /// Lets the file grow to a number of pages of 4 KiB and no further; a store that is full then says so like a full disk.
    func limitPages(to count: Int) throws(StoreError) {
        try read { (connection) throws(StoreError) in _ = try connection.integer("PRAGMA max_page_count = \(count)") }
    }

    /// Whether SQLite finds the whole file in order; reads all of it.
    public func isIntact() throws(StoreError) -> Bool {
        try read { (connection) throws(StoreError) in
            let check = try connection.statement("PRAGMA integrity_check(1)")
            defer { check.reset() }
            return try check.step() && check.text(0) == "ok"
        }
    }

    /// What is kept under a name.
    public func value(_ key: String) throws(StoreError) -> [UInt8]? {
        try read { (connection) throws(StoreError) in
            let query = try connection.statement("SELECT value FROM meta WHERE key = ?")
            query.bind([.text(key)])
            defer { query.reset() }
            return try query.step() ? Array(query.blob(0)) : nil
        }
    }

    /// Keeps bytes under a name; `nil` removes them.
    public func setValue(_ value: [UInt8]?, for key: String) throws(StoreError) {
        try write { (connection, _) throws(StoreError) in
            if let value {
                try connection.run("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", .text(key), .blob(value))
            } else {
                try connection.run("DELETE FROM meta WHERE key = ?", .text(key))
            }
        }
    }

    /// Puts a provider's answer in place of what was known of the interval that it is for.
    ///
    /// - Parameters:
    ///   - report: The answer; records that start outside its interval are left out.
    ///   - account: The account that was asked, or the provider where it has one only.
    /// - Throws: `StoreError`; nothing was replaced then.
    public func replace(with report: ProviderReport, of account: String) throws(StoreError) {
        try write { (connection, _) throws(StoreError) in
            try ProviderTable.replace(report, account: account, in: connection)
        }
    }

    /// What providers say of buckets that start in [from, to), oldest first.
    public func providerUsage(from: Timestamp, to: Timestamp) throws(StoreError) -> ProviderLedger {
        try read { (connection) throws(StoreError) in try ProviderTable.usage(from: from, to: to, in: connection) }
    }

    /// Keeps the alerts as they are now, and adds to their history.
    ///
    /// - Parameters:
    ///   - alerts: All alerts there are.
    ///   - changes: What changed since they were last kept.
    ///   - now: When they were judged.
    /// - Throws: `StoreError`; nothing was kept then.
    public func save(_ alerts: [Alert], changes: [AlertChange], at now: Timestamp) throws(StoreError) {
        try write { (connection, _) throws(StoreError) in
            try AlertTable.save(alerts, changes: changes, at: now, in: connection)
        }
    }

    /// The alerts as they were last kept and when that was; `nil` before the first time.
    public func loadAlerts() throws(StoreError) -> (alerts: [Alert], evaluatedAt: Timestamp)? {
        try read { (connection) throws(StoreError) in try AlertTable.load(from: connection) }
    }

    /// The newest changes of alerts' states, newest first.
    public func alertChanges(limit: Int) throws(StoreError) -> [AlertChange] {
        try read { (connection) throws(StoreError) in try AlertTable.changes(limit: limit, in: connection) }
    }

    /// Adds energy to a GPU's intervals.
    public func addEnergy(_ records: [EnergyRecord]) throws(StoreError) {
        try write { (connection, _) throws(StoreError) in try EnergyTable.add(records, to: connection) }
    }

    /// Energy of intervals that start in [from, to), oldest first.
    public func energy(from: Timestamp, to: Timestamp) throws(StoreError) -> [EnergyRecord] {
        try read { (connection) throws(StoreError) in try EnergyTable.records(from: from, to: to, in: connection) }
    }
}
