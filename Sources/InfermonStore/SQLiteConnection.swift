import CSQLite
import Synchronization

/// One connection to a database: statements are compiled once and kept.
///
/// ``Store`` lets one caller at a time use it. The handle is kept as a number, since a pointer crosses no thread border in Swift.
final class SQLiteConnection: Sendable {
    let path: String
    private let address: UInt
    private let statements = Mutex<[String: SQLiteStatement]>([:])

    private var handle: OpaquePointer? { OpaquePointer(bitPattern: address) }

    /// Opens or creates the database.
    init(path: String, isReadOnly: Bool) throws(StoreError) {
        self.path = path
        var opened: OpaquePointer?
        let flags =
            (isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) | SQLITE_OPEN_NOMUTEX
        let code = sqlite3_open_v2(path, &opened, flags, nil)
        guard code == SQLITE_OK, let opened else {
            let reason = opened.map { String(cString: sqlite3_errmsg($0)) } ?? "out of memory"
            sqlite3_close_v2(opened)
            throw .cannotOpen(path: path, reason: reason)
        }
        address = UInt(bitPattern: opened)
        sqlite3_busy_timeout(opened, 5_000)
    }

    deinit {
        statements.withLock { for statement in $0.values { statement.finish() } }
        sqlite3_close_v2(handle)
    }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(StoreError) {
        guard sqlite3_exec(handle, sql, nil, nil, nil) == SQLITE_OK else { throw failure() }
    }

    /// The compiled statement of `sql`, reset and without values.
    func statement(_ sql: String) throws(StoreError) -> SQLiteStatement {
        if let known = statements.withLock({ $0[sql] }) {
            known.reset()
            return known
        }
        var compiled: OpaquePointer?
        guard sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &compiled, nil) == SQLITE_OK,
            let compiled
        else { throw failure() }
        let statement = SQLiteStatement(compiled)
        statements.withLock { $0[sql] = statement }
        return statement
    }

    /// Runs a statement with values and hands each row to `row`.
    func run(
        _ sql: String, _ values: [SQLiteValue] = [], row: (SQLiteStatement) throws(StoreError) -> Void = { _ in }
    ) throws(StoreError) {
        let statement = try statement(sql)
        for (index, value) in values.enumerated() {
            guard statement.bind(value, at: Int32(index + 1)) else { throw failure() }
        }
        defer { statement.reset() }
        while true {
            switch statement.step() {
            case SQLITE_ROW: try row(statement)
            case SQLITE_DONE: return
            default: throw failure()
            }
        }
    }

    /// Runs `body` in one transaction, which a thrown error rolls back.
    func transaction(_ body: () throws(StoreError) -> Void) throws(StoreError) {
        try execute("BEGIN IMMEDIATE")
        do throws(StoreError) {
            try body()
            try execute("COMMIT")
        } catch {
            // A rollback that fails leaves what a failed commit left: SQLite has rolled back by itself.
            sqlite3_exec(handle, "ROLLBACK", nil, nil, nil)
            throw error
        }
    }

    /// The row id that the last insertion made.
    var lastInsertedID: Int64 { sqlite3_last_insert_rowid(handle) }

    /// The rows that the last statement changed.
    var changedRows: Int { Int(sqlite3_changes(handle)) }

    private func failure() -> StoreError {
        .failed(path: path, reason: String(cString: sqlite3_errmsg(handle)), code: sqlite3_errcode(handle) & 0xff)
    }
}
