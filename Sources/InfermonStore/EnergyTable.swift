public import InfermonModel

/// Energy that one GPU used from an instant on.
public struct EnergyRecord: Hashable, Sendable {
    /// The start of the interval, as long as the writer chooses; records of one start are added.
    public var start: Timestamp
    /// The board's id.
    public var uuid: String
    /// The energy in millijoules.
    public var millijoules: Int64
    /// Whether part of it was integrated from power readings for want of a counter.
    public var isEstimated: Bool
    /// How long the board was watched.
    public var watched: TimeSpan
    /// The part of ``watched`` in which it worked.
    public var busy: TimeSpan

    /// Creates a record.
    public init(
        start: Timestamp, uuid: String, millijoules: Int64, isEstimated: Bool, watched: TimeSpan = .zero,
        busy: TimeSpan = .zero
    ) {
        self.watched = watched
        self.busy = busy
        self.start = start
        self.uuid = uuid
        self.millijoules = millijoules
        self.isEstimated = isEstimated
    }
}

/// The energy of GPUs by interval.
enum EnergyTable {
    private static let columns = "start, uuid, millijoules, is_estimated, watched_us, busy_us"

    static func add(_ records: [EnergyRecord], to connection: SQLiteConnection) throws(StoreError) {
        for record in records {
            var sum = record
            let known = try connection.statement(
                "SELECT \(columns), checksum FROM energy WHERE start = ? AND uuid = ?")
            known.bind([.instant(record.start), .text(record.uuid)])
            if try known.step() {
                let earlier = try self.record(known, in: connection)
                sum.millijoules &+= earlier.millijoules
                sum.isEstimated = sum.isEstimated || earlier.isEstimated
                sum.watched = sum.watched + earlier.watched
                sum.busy = sum.busy + earlier.busy
            }
            known.reset()
            let values: [SQLiteValue] = [
                .instant(sum.start), .text(sum.uuid), .integer(sum.millijoules), .flag(sum.isEstimated),
                .integer(sum.watched.microseconds), .integer(sum.busy.microseconds),
            ]
            let write = try connection.statement(
                "INSERT OR REPLACE INTO energy (\(columns), checksum) VALUES (?, ?, ?, ?, ?, ?, ?)")
            write.bind(values + [.integer(RowChecksum.of(values))])
            _ = try write.step()
            write.reset()
        }
    }

    static func records(
        from: Timestamp, to: Timestamp, in connection: SQLiteConnection
    ) throws(StoreError) -> [EnergyRecord] {
        let query = try connection.statement(
            "SELECT \(columns), checksum FROM energy WHERE start >= ? AND start < ? ORDER BY start, uuid")
        query.bind([.instant(from), .instant(to)])
        defer { query.reset() }
        var records: [EnergyRecord] = []
        while try query.step() { records.append(try record(query, in: connection)) }
        return records
    }

    /// Makes sure that every row is as it was written.
    static func verify(in connection: SQLiteConnection) throws(StoreError) {
        let query = try connection.statement("SELECT \(columns), checksum FROM energy")
        defer { query.reset() }
        while try query.step() { _ = try record(query, in: connection) }
    }

    private static func record(_ row: Statement, in connection: SQLiteConnection) throws(StoreError) -> EnergyRecord {
        try RowChecksum.verify(0..<6, against: 6, of: row, in: connection)
        return EnergyRecord(
            start: row.instant(0), uuid: row.text(1), millijoules: row.integer(2), isEstimated: row.integer(3) == 1,
            watched: TimeSpan(microseconds: row.integer(4)), busy: TimeSpan(microseconds: row.integer(5)))
    }
}
