public import InfermonModel

extension Store {
    /// Adds the rows of a batch and moves its sources' checkpoints, all or nothing.
    ///
    /// - Parameters:
    ///   - batch: What a pass over a log gave.
    ///   - now: The time: levels that would be thrown away at once are not written.
    /// - Throws: ``StoreError``; nothing of the batch is kept then.
    /// - Complexity: One look-up and one write per series and interval touched, at each of three levels.
    public func commit(_ batch: IngestBatch, now: Timestamp) throws(StoreError) {
        try write { connection throws(StoreError) in
            for span in RollupSpan.allCases {
                var sums: [IntervalKey: Rollup] = [:]
                for row in batch.rows where row.start >= now - span.retention {
                    sums[IntervalKey(start: row.start.floored(to: span.span), series: row.series), default: Rollup()]
                        .merge(row.rollup)
                }
                for (key, rollup) in sums { try Self.add(rollup, at: key, span: span, to: connection) }
            }
            for checkpoint in batch.checkpoints {
                try connection.run(
                    "INSERT INTO checkpoint VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = excluded.bytes",
                    [.text(checkpoint.source.rawValue), .blob(checkpoint.bytes)])
            }
        }
    }

    private struct IntervalKey: Hashable {
        let start: Timestamp
        let series: SeriesKey
    }

    private static func add(
        _ rollup: Rollup, at key: IntervalKey, span: RollupSpan, to connection: SQLiteConnection
    ) throws(StoreError) {
        let series = try seriesID(of: key.series, in: connection)
        let place: [SQLiteValue] = [.integer(span.rawValue), .integer(key.start.seconds), .integer(series)]
        var sum = rollup
        try connection.run("SELECT data FROM rollup WHERE span = ? AND start = ? AND series = ?", place) {
            statement throws(StoreError) in
            guard var stored = RollupEncoding.decode(statement.blob(0)) else {
                throw .unreadable(path: connection.path, what: "a rollup")
            }
            stored.merge(rollup)
            sum = stored
        }
        try connection.run(
            "INSERT INTO rollup VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET data = excluded.data",
            place + [.blob(RollupEncoding.encode(sum))])
    }

    private static func seriesID(of series: SeriesKey, in connection: SQLiteConnection) throws(StoreError) -> Int64 {
        let values: [SQLiteValue] = [
            .text(series.scenario.rawValue), .text(series.model), .text(series.provider), .text(series.key),
            .text(series.team),
        ]
        var id: Int64?
        try connection.run(
            "SELECT id FROM series WHERE scenario = ? AND model = ? AND provider = ? AND key = ? AND team = ?", values
        ) { id = $0.integer(0) }
        if let id { return id }
        try connection.run("INSERT INTO series (scenario, model, provider, key, team) VALUES (?, ?, ?, ?, ?)", values)
        return connection.lastInsertedID
    }

    /// Hands over the rows of a level that start in `from..<to`, oldest first.
    public func forEachRow(
        _ span: RollupSpan, from: Timestamp, to: Timestamp, _ body: (RollupRow) -> Void
    ) throws(StoreError) {
        try withConnection { connection throws(StoreError) in
            try connection.run(
                """
                SELECT start, scenario, model, provider, key, team, data FROM rollup JOIN series ON series.id = rollup.series
                WHERE span = ? AND start >= ? AND start < ? ORDER BY start
                """, [.integer(span.rawValue), .integer(from.seconds), .integer(to.seconds)]
            ) { statement throws(StoreError) in
                guard let rollup = RollupEncoding.decode(statement.blob(6)) else {
                    throw .unreadable(path: connection.path, what: "a rollup")
                }
                let series = SeriesKey(
                    scenario: ScenarioID(statement.text(1)), model: statement.text(2), provider: statement.text(3),
                    key: statement.text(4), team: statement.text(5))
                body(RollupRow(start: Timestamp(seconds: statement.integer(0)), series: series, rollup: rollup))
            }
        }
    }

    /// How far a source was read; `nil` when it never was.
    public func checkpoint(of source: SourceID) throws(StoreError) -> Checkpoint? {
        var found: Checkpoint?
        try withConnection { connection throws(StoreError) in
            try connection.run("SELECT bytes FROM checkpoint WHERE source = ?", [.text(source.rawValue)]) {
                found = Checkpoint(source: source, bytes: $0.blob(0))
            }
        }
        return found
    }

    /// Throws away what is past keeping, at most `limit` rows, so that no call takes long; `true` when more is left.
    public func prune(now: Timestamp, limit: Int = 2_000) throws(StoreError) -> Bool {
        var isMoreLeft = false
        try write { connection throws(StoreError) in
            for span in RollupSpan.allCases {
                try connection.run(
                    """
                    DELETE FROM rollup WHERE (span, start, series) IN
                    (SELECT span, start, series FROM rollup WHERE span = ? AND start < ? LIMIT ?)
                    """, [.integer(span.rawValue), .integer((now - span.retention).seconds), .integer(Int64(limit))])
                if connection.changedRows >= limit { isMoreLeft = true }
            }
        }
        try withConnection { connection throws(StoreError) in try connection.run("PRAGMA incremental_vacuum(64)") }
        return isMoreLeft
    }

    /// A remembered value.
    public func value(_ key: String) throws(StoreError) -> [UInt8]? {
        var found: [UInt8]?
        try withConnection { connection throws(StoreError) in
            try connection.run("SELECT value FROM meta WHERE key = ?", [.text(key)]) { found = $0.blob(0) }
        }
        return found
    }

    /// Remembers a value.
    public func setValue(_ bytes: [UInt8], for key: String) throws(StoreError) {
        try write { connection throws(StoreError) in
            try connection.run(
                "INSERT INTO meta VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
                [.text(key), .blob(bytes)])
        }
    }
}
