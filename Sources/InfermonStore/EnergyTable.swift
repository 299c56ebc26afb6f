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
    static func add(_ records: [EnergyRecord], to connection: SQLiteConnection) throws(StoreError) {
        for record in records {
            try connection.run(
                """
                INSERT INTO energy (uuid, start, millijoules, is_estimated, watched_us, busy_us) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (start, uuid) DO UPDATE SET
                millijoules = millijoules + excluded.millijoules, is_estimated = max(is_estimated, excluded.is_estimated),
                watched_us = watched_us + excluded.watched_us, busy_us = busy_us + excluded.busy_us
                """, .text(record.uuid), .instant(record.start), .integer(record.millijoules),
                .flag(record.isEstimated), .integer(record.watched.microseconds), .integer(record.busy.microseconds))
        }
    }

    static func records(
        from: Timestamp, to: Timestamp, in connection: SQLiteConnection
    ) throws(StoreError) -> [EnergyRecord] {
        let query = try connection.statement(
            "SELECT start, uuid, millijoules, is_estimated, watched_us, busy_us FROM energy "
                + "WHERE start >= ? AND start < ? ORDER BY start, uuid"
        )
        query.bind([.instant(from), .instant(to)])
        defer { query.reset() }
        var records: [EnergyRecord] = []
        while try query.step() {
            records.append(
                EnergyRecord(
                    start: query.instant(0), uuid: query.text(1), millijoules: query.integer(2),
                    isEstimated: query.integer(3) == 1, watched: TimeSpan(microseconds: query.integer(4)),
                    busy: TimeSpan(microseconds: query.integer(5))))
        }
        return records
    }
}
