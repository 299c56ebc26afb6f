/// A checksum over the values of a row: SQLite finds a broken page, but not a number in it that became another.
///
/// Every step is a bijection of the state for a given value, and of the value for a given state, so that one changed word is always
/// found.
struct RowChecksum {
    /// Stands for a row of before there were checksums.
    static let none: Int64 = 0

    private var state: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// The checksum, never ``none``.
    var value: Int64 { state == 0 ? 1 : Int64(bitPattern: state) }

    mutating func add(_ word: UInt64) {
        state = (state ^ word) &* 0xff51_afd7_ed55_8ccd
        state ^= state >> 32
    }

    mutating func add(_ number: Int64) { add(UInt64(bitPattern: number)) }

    mutating func add(_ bytes: UnsafeRawBufferPointer) {
        add(UInt64(bytes.count))
        var index = 0
        while index + 8 <= bytes.count {
            add(bytes.loadUnaligned(fromByteOffset: index, as: UInt64.self))
            index += 8
        }
        var rest: UInt64 = 0
        for byte in bytes[index...] { rest = rest << 8 | UInt64(byte) }
        if index < bytes.count { add(rest) }
    }

    mutating func add(_ text: String) {
        var text = text
        text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    }

    /// Adds values as ``add(_:of:)`` adds them when they are read again.
    mutating func add(_ values: some Sequence<SQLiteValue>) {
        for value in values {
            switch value {
            case .integer(let number): add(number)
            case .real(let number): add(number.bitPattern)
            case .text(let text): add(text)
            case .blob(let bytes): bytes.withUnsafeBytes { add($0) }
            case .null: add(Self.null)
            }
        }
    }

    /// Adds columns of a row.
    mutating func add(_ columns: Range<Int>, of row: Statement) {
        for column in columns {
            switch row.kind(column) {
            case .integer: add(row.integer(column))
            case .real: add(row.real(column).bitPattern)
            case .text, .blob: add(row.blob(column))
            case .null: add(Self.null)
            }
        }
    }

    private static let null: UInt64 = 0x6e75_6c6c_6e75_6c6c

    /// The checksum of a row's values.
    static func of(_ values: some Sequence<SQLiteValue>) -> Int64 {
        var checksum = RowChecksum()
        checksum.add(values)
        return checksum.value
    }

    /// Makes sure that a row is as it was written.
    ///
    /// - Parameters:
    ///   - columns: The columns that the checksum is of.
    ///   - column: The column that holds it.
    ///   - row: The row.
    ///   - connection: Where it was read.
    /// - Throws: `StoreError.damaged` when it is not.
    static func verify(
        _ columns: Range<Int>, against column: Int, of row: Statement, in connection: SQLiteConnection
    ) throws(StoreError) {
        var checksum = RowChecksum()
        checksum.add(columns, of: row)
        try checksum.verify(row.integer(column), in: connection)
    }

    /// Makes sure that a stored checksum is this one.
    func verify(_ stored: Int64, in connection: SQLiteConnection) throws(StoreError) {
        guard stored == Self.none || stored == value else {
            throw .damaged(path: connection.path, reason: "a row is not as it was written")
        }
    }
}
