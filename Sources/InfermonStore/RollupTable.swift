import InfermonModel

/// The sums by series and interval, at every length that is kept.
struct RollupTable {
    /// A series as the database has it.
    ///
    /// Two spellings of one name in Unicode are equal and not the same bytes: the sums of both belong to
    /// the one that was stored, and so does the checksum.
    private struct StoredSeries {
        var id: Int64
        var key: SeriesKey
    }

    private var known: [SeriesKey: StoredSeries] = [:]

    private struct Place: Hashable {
        var span: RollupSpan
        var start: Int64
        var series: SeriesKey

        /// The row of a length that holds `instant`.
        init(_ span: RollupSpan, of instant: Timestamp, _ series: SeriesKey) {
            self.span = span
            start = instant.floored(to: span.span).seconds
            self.series = series
        }
    }

    /// Adds rows of one minute to their minutes, quarters and hours, inside the caller's transaction.
    ///
    /// All lengths are written at once, so each is exact from the start and may be dropped by itself.
    mutating func add(_ rows: [RollupRow], to connection: SQLiteConnection) throws(StoreError) {
        // One length after the other: the sums of thousands of series are megabytes.
        for span in RollupSpan.allCases {
            var sums: [Place: Rollup] = [:]
            sums.reserveCapacity(rows.count)
            for row in rows { sums[Place(span, of: row.start, row.series), default: Rollup()].merge(row.rollup) }
            for (place, rollup) in sums { try merge(rollup, into: place, connection) }
        }
        if known.count > Self.knownLimit { known = [:] }
    }

    /// Numbers of series kept in memory at most; keys that come and go would fill it otherwise.
    private static let knownLimit = 20_000

    /// Forgets the numbers of series, which a rolled-back transaction may have taken back.
    mutating func forgetSeries() { known = [:] }

    private mutating func merge(_ rollup: Rollup, into place: Place, _ connection: SQLiteConnection) throws(StoreError)
    {
        let series = try stored(place.series, connection)
        let key: [SQLiteValue] = [.integer(place.span.rawValue), .integer(place.start), .integer(series.id)]
        var sum = rollup
        let before = try connection.statement(Self.select)
        before.bind(key)
        let named = Self.checksum(place.span.rawValue, place.start, series.key)
        if try before.step() {
            var checksum = named
            checksum.add(0..<RollupColumns.all.count, of: before)
            try checksum.verify(before.integer(RollupColumns.all.count), in: connection)
            guard let earlier = RollupColumns.rollup(in: before, from: 0) else {
                throw .damaged(path: connection.path, reason: "a histogram cannot be read")
            }
            sum.merge(earlier)
        }
        before.reset()
        let write = try connection.statement(Self.replace)
        let values = RollupColumns.values(of: sum)
        var checksum = named
        checksum.add(values)
        write.bind(key + values + [.integer(checksum.value)])
        _ = try write.step()
        write.reset()
    }

    /// The checksum of what tells a row apart from others, to be gone on with by its values.
    private static func checksum(_ span: Int64, _ start: Int64, _ series: SeriesKey) -> RowChecksum {
        var checksum = RowChecksum()
        checksum.add(span)
        checksum.add(start)
        for text in [series.scenario.rawValue, series.model, series.provider, series.key, series.team] {
            checksum.add(text)
        }
        return checksum
    }

    private mutating func stored(_ key: SeriesKey, _ connection: SQLiteConnection) throws(StoreError) -> StoredSeries {
        if let series = known[key] { return series }
        let values: [SQLiteValue] = [
            .text(key.scenario.rawValue), .text(key.model), .text(key.provider), .text(key.key), .text(key.team),
        ]
        let insert = try connection.statement(
            """
            INSERT INTO series (scenario, model, provider, key, team) VALUES (?, ?, ?, ?, ?)
            ON CONFLICT DO UPDATE SET scenario = scenario RETURNING id
            """)
        insert.bind(values)
        defer { insert.reset() }
        guard try insert.step() else { throw .failed(path: connection.path, code: 0, reason: "a series has no number") }
        let id = insert.integer(0)
        while try insert.step() {}
        let series = StoredSeries(id: id, key: key)
        known[key] = series
        return series
    }

    /// Gives every row of a length that starts in [from, to), oldest first.
    static func each(
        _ span: RollupSpan, from: Timestamp, to: Timestamp, in connection: SQLiteConnection,
        _ body: (RollupRow) -> Void
    ) throws(StoreError) {
        let query = try connection.statement(all)
        query.bind([.integer(span.rawValue), .integer(from.seconds), .integer(to.seconds)])
        defer { query.reset() }
        while try query.step() {
            let series = try series(of: query, in: connection)
            guard let rollup = RollupColumns.rollup(in: query, from: firstColumn) else {
                throw .damaged(path: connection.path, reason: "a histogram cannot be read")
            }
            body(RollupRow(start: Timestamp(seconds: query.integer(1)), series: series, rollup: rollup))
        }
    }

    /// Makes sure that every row is as it was written, wherever its place came to be.
    ///
    /// - Throws: `StoreError.damaged` when one is not.
    static func verify(in connection: SQLiteConnection) throws(StoreError) {
        let query = try connection.statement(whole)
        defer { query.reset() }
        while try query.step() { _ = try series(of: query, in: connection) }
    }

    /// The series of a row, once the row is known to be whole.
    private static func series(of row: Statement, in connection: SQLiteConnection) throws(StoreError) -> SeriesKey {
        guard !row.isNull(2) else { throw .damaged(path: connection.path, reason: "a row is of no series") }
        let series = SeriesKey(
            scenario: ScenarioID(row.text(2)), model: row.text(3), provider: row.text(4), key: row.text(5),
            team: row.text(6))
        var checksum = checksum(row.integer(0), row.integer(1), series)
        checksum.add(firstColumn..<(firstColumn + RollupColumns.all.count), of: row)
        try checksum.verify(row.integer(firstColumn + RollupColumns.all.count), in: connection)
        return series
    }

    /// Deletes rows older than they are kept, at most `limit` of each length.
    ///
    /// - Returns: Whether rows are left to delete.
    static func prune(
        at now: Timestamp, keeping retention: TimeSpan, limit: Int, in connection: SQLiteConnection
    ) throws(StoreError) -> Bool {
        var isMoreLeft = false
        for span in RollupSpan.allCases {
            let kept = span == .hour ? retention : span.retention
            let oldest = (now - kept).floored(to: span.span).seconds
            try connection.run(
                """
                DELETE FROM rollup WHERE (span, start, series) IN
                (SELECT span, start, series FROM rollup WHERE span = ? AND start < ? LIMIT ?)
                """, .integer(span.rawValue), .integer(oldest), .integer(Int64(limit)))
            if connection.changedRows >= limit { isMoreLeft = true }
        }
        return isMoreLeft
    }

    private static let columns = RollupColumns.all.joined(separator: ", ")
    private static let select = "SELECT \(columns), checksum FROM rollup WHERE span = ? AND start = ? AND series = ?"
    private static let replace = """
        INSERT OR REPLACE INTO rollup (span, start, series, \(columns), checksum)
        VALUES (?, ?, ?, \(RollupColumns.all.map { _ in "?" }.joined(separator: ", ")), ?)
        """
    /// The place of the first sum in a row of ``whole``.
    private static let firstColumn = 7
    private static let whole = """
        SELECT span, start, scenario, model, provider, key, team, \(columns), checksum
        FROM rollup LEFT JOIN series ON series.id = rollup.series
        """
    private static let all = whole + "\nWHERE span = ? AND start >= ? AND start < ? ORDER BY start"
}
