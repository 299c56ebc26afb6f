import Glibc
public import InfermonModel
import Synchronization

/// What infermon remembers: rollups, how far logs were read, bills, alerts.
///
/// SQLite in WAL mode with full synchronisation: what ``commit(_:now:)`` returned from survives a power cut. One process writes; a
/// second one reads. Every call blocks while the disk answers, so none is made where the screen is drawn.
public final class Store: Sendable {
    /// Where the file is.
    public let path: String
    /// What the user should know, once, as sentences: a damaged file put aside, another process that writes.
    public let notices: [String]
    /// Whether this process may write.
    public let isWriter: Bool

    private let ownership: StoreOwnership?
    private let connection: SQLiteConnection
    private let turn = Mutex(())

    /// Files up to this size are checked whole when they are opened; larger ones page by page as they are used.
    private static let checkedSize = 64 << 20

    /// Opens the store, creating it where there is none.
    ///
    /// A damaged file is renamed and a new one made, which the logs fill again. A file that another process writes or a newer
    /// infermon wrote is opened for reading.
    ///
    /// - Parameters:
    ///   - path: The database file.
    ///   - now: The time, for the name of a file that is put aside.
    /// - Throws: ``StoreError`` when neither works.
    public init(path: String, now: Timestamp) throws(StoreError) {
        self.path = path
        try StoreFolder.prepare(for: path)
        let (ownership, owner) = try StoreOwnership.take(path: path)
        self.ownership = ownership
        var notices: [String] = []
        guard ownership != nil else {
            let who = owner.map { "process \($0)" } ?? "another process"
            notices.append("The store \(path) is written by \(who): this one only reads it.")
            self.notices = notices
            isWriter = false
            connection = try SQLiteConnection(path: path, isReadOnly: true)
            return
        }
        StoreFolder.create(path)
        var opened: SQLiteConnection
        do throws(StoreError) {
            opened = try Self.open(path)
        } catch {
            if case .readOnly = error {
                self.notices = [error.description]
                isWriter = false
                connection = try SQLiteConnection(path: path, isReadOnly: true)
                return
            }
            guard error.isDamage else { throw error }
            let aside = StoreFolder.putAside(path, suffix: "\(now.seconds)")
            notices.append("The store \(path) was damaged. It is kept as \(aside); a new one is built from the logs.")
            StoreFolder.create(path)
            opened = try Self.open(path)
        }
        self.notices = notices
        isWriter = true
        connection = opened
    }

    private static func open(_ path: String) throws(StoreError) -> SQLiteConnection {
        let connection = try SQLiteConnection(path: path, isReadOnly: false)
        try connection.execute(
            "PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON"
        )
        try Migrations.run(on: connection)
        var status = stat()
        if stat(path, &status) == 0, status.st_size <= checkedSize {
            var verdict = ""
            try connection.run("PRAGMA quick_check(1)") { verdict = $0.text(0) }
            if verdict != "ok" { throw .failed(path: path, reason: verdict, code: 11) }
        }
        return connection
    }

    /// Runs `body` with the connection, one caller at a time.
    func withConnection<Result>(_ body: (SQLiteConnection) throws(StoreError) -> Result) throws(StoreError) -> Result {
        try turn.withLock { _ throws(StoreError) in try body(connection) }
    }

    /// Runs `body` in one transaction; refuses where this process may not write.
    func write(_ body: (SQLiteConnection) throws(StoreError) -> Void) throws(StoreError) {
        guard isWriter else { throw .readOnly(path: path, reason: notices.first ?? "this process may not write it") }
        try withConnection { connection throws(StoreError) in
            try connection.transaction { () throws(StoreError) in try body(connection) }
        }
    }
}
