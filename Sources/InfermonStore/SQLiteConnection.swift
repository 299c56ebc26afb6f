import CSQLite
import InfermonModel

/// One connection to a SQLite database, used by one thread at a time.
final class SQLiteConnection {
    let path: String
    private let handle: OpaquePointer
    private var statements: [String: Statement] = [:]

    /// Opens a database, which a writer makes where there is none.
    init(path: String, isReadOnly: Bool) throws(StoreError) {
        var opened: OpaquePointer?
        let access = isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
        let code = sqlite3_open_v2(path, &opened, access | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, nil)
        guard code == SQLITE_OK, let opened else {
            let reason = opened.map { String(cString: sqlite3_errmsg($0)) } ?? String(cString: sqlite3_errstr(code))
            sqlite3_close_v2(opened)
            throw .cannotOpen(path: path, reason: reason)
        }
        self.path = path
        handle = opened
        sqlite3_extended_result_codes(opened, 1)
        sqlite3_busy_timeout(opened, 5_000)
    }

    deinit {
        statements = [:]
        sqlite3_close_v2(handle)
    }

    /// Runs statements that give no rows.
    func execute(_ sql: String) throws(StoreError) {
        try check(sqlite3_exec(handle, sql, nil, nil, nil))
    }

    /// A prepared statement, made once for each text and ready to be bound anew.
    func statement(_ sql: String) throws(StoreError) -> Statement {
        if let known = statements[sql] {
            known.reset()
            return known
        }
        var prepared: OpaquePointer?
        try check(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &prepared, nil))
        guard let prepared else { throw .failed(path: path, code: Int(SQLITE_MISUSE), reason: "an empty statement") }
        let statement = Statement(prepared, connection: self)
        statements[sql] = statement
        return statement
    }

    /// Runs a statement to its end.
    func run(_ sql: String, _ values: SQLiteValue...) throws(StoreError) {
        let statement = try statement(sql)
        statement.bind(values)
        defer { statement.reset() }
        while try statement.step() {}
    }

    /// The first column of the first row as an integer.
    func integer(_ sql: String, _ values: SQLiteValue...) throws(StoreError) -> Int64? {
        let statement = try statement(sql)
        statement.bind(values)
        defer { statement.reset() }
        return try statement.step() ? statement.integer(0) : nil
    }

    /// What a transaction is for.
    enum Purpose: String {
        /// All that it reads is of the moment of its first read, whatever others commit.
        case reading = "BEGIN DEFERRED"
        /// All that it writes is kept, or nothing.
        case writing = "BEGIN IMMEDIATE"
    }

    /// Runs `body` in one transaction.
    func transaction<Result>(
        _ purpose: Purpose = .writing, _ body: () throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try execute(purpose.rawValue)
        do throws(StoreError) {
            let result = try body()
            try execute("COMMIT")
            return result
        } catch {
            // A full disk rolls back by itself; a second rollback then fails, which changes nothing.
            if sqlite3_get_autocommit(handle) == 0 { sqlite3_exec(handle, "ROLLBACK", nil, nil, nil) }
            throw error
        }
    }

    var lastInsertedRow: Int64 { sqlite3_last_insert_rowid(handle) }
    var changedRows: Int { Int(sqlite3_changes(handle)) }

    func check(_ code: Int32) throws(StoreError) {
        guard code != SQLITE_OK, code != SQLITE_ROW, code != SQLITE_DONE else { return }
        let reason = String(cString: sqlite3_errmsg(handle))
        switch code & 0xff {
        case SQLITE_FULL: throw .diskFull(path: path)
        case SQLITE_CORRUPT, SQLITE_NOTADB: throw .damaged(path: path, reason: reason)
        case SQLITE_IOERR, SQLITE_READONLY, SQLITE_PERM: throw .cannotWrite(path: path, reason: reason)
        case SQLITE_CANTOPEN: throw .cannotOpen(path: path, reason: reason)
        case SQLITE_BUSY, SQLITE_LOCKED: throw .busy(path: path)
        default: throw .failed(path: path, code: Int(code), reason: reason)
        }
    }
}

/// A value to bind.
enum SQLiteValue {
    case integer(Int64)
    case real(Double)
    case text(String)
    case blob([UInt8])
    case null

    static func text(orNull value: String?) -> SQLiteValue { value.map { .text($0) } ?? .null }
    static func integer(orNull value: Int64?) -> SQLiteValue { value.map { .integer($0) } ?? .null }
    static func instant(_ value: Timestamp) -> SQLiteValue { .integer(value.microseconds) }
    static func instant(orNull value: Timestamp?) -> SQLiteValue { value.map { .integer($0.microseconds) } ?? .null }
    static func flag(_ value: Bool) -> SQLiteValue { .integer(value ? 1 : 0) }
}

/// A prepared statement.
final class Statement {
    private let handle: OpaquePointer
    private unowned let connection: SQLiteConnection
    /// SQLite copies what it is given under this destructor.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init(_ handle: OpaquePointer, connection: SQLiteConnection) {
        self.handle = handle
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    func reset() {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    /// Binds all parameters in their order.
    func bind(_ values: [SQLiteValue]) {
        for (index, value) in values.enumerated() {
            let position = Int32(index + 1)
            switch value {
            case .integer(let number): sqlite3_bind_int64(handle, position, number)
            case .real(let number): sqlite3_bind_double(handle, position, number)
            case .text(let text):
                sqlite3_bind_text(handle, position, text, Int32(clamping: text.utf8.count), Self.transient)
            case .blob(let bytes):
                if bytes.isEmpty {
                    sqlite3_bind_zeroblob(handle, position, 0)
                } else {
                    sqlite3_bind_blob64(handle, position, bytes, UInt64(bytes.count), Self.transient)
                }
            case .null: sqlite3_bind_null(handle, position)
            }
        }
    }

    /// Moves to the next row; false after the last.
    func step() throws(StoreError) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        try connection.check(code)
        return false
    }

    /// What a column holds.
    enum Kind {
        case integer, real, text, blob, null
    }

    func kind(_ column: Int) -> Kind {
        switch sqlite3_column_type(handle, Int32(column)) {
        case SQLITE_INTEGER: .integer
        case SQLITE_FLOAT: .real
        case SQLITE_TEXT: .text
        case SQLITE_BLOB: .blob
        default: .null
        }
    }

    func isNull(_ column: Int) -> Bool { sqlite3_column_type(handle, Int32(column)) == SQLITE_NULL }
    func integer(_ column: Int) -> Int64 { sqlite3_column_int64(handle, Int32(column)) }
    func integerOrNil(_ column: Int) -> Int64? { isNull(column) ? nil : integer(column) }
    func real(_ column: Int) -> Double { sqlite3_column_double(handle, Int32(column)) }
    func instant(_ column: Int) -> Timestamp { Timestamp(microseconds: integer(column)) }
    func instantOrNil(_ column: Int) -> Timestamp? { isNull(column) ? nil : instant(column) }
    func textOrNil(_ column: Int) -> String? { isNull(column) ? nil : text(column) }

    func text(_ column: Int) -> String {
        guard let start = sqlite3_column_text(handle, Int32(column)) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, Int32(column)))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    func blob(_ column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: sqlite3_column_blob(handle, Int32(column)), count: Int(sqlite3_column_bytes(handle, Int32(column))))
    }
}
