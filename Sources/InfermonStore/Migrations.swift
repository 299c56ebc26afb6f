/// The changes of the schema, in order; named, and never edited once released.
enum Migrations {
    static let all: [(name: String, sql: String)] = [
        (
            "first light",
            """
            CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE series (
                id INTEGER PRIMARY KEY, scenario TEXT NOT NULL, model TEXT NOT NULL, provider TEXT NOT NULL,
                key TEXT NOT NULL, team TEXT NOT NULL, UNIQUE (scenario, model, provider, key, team)) STRICT;
            CREATE TABLE rollup (
                span INTEGER NOT NULL, start INTEGER NOT NULL, series INTEGER NOT NULL, data BLOB NOT NULL,
                PRIMARY KEY (span, start, series)) STRICT, WITHOUT ROWID;
            CREATE TABLE checkpoint (source TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
            CREATE TABLE provider_usage (
                id INTEGER PRIMARY KEY, provider TEXT NOT NULL, kind TEXT NOT NULL, start INTEGER NOT NULL,
                end INTEGER NOT NULL, model TEXT, line_item TEXT, project TEXT, has_tokens INTEGER NOT NULL,
                uncached_input INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
                cache_write_1h INTEGER NOT NULL, output INTEGER NOT NULL, reasoning INTEGER NOT NULL,
                requests INTEGER, billed TEXT, is_provisional INTEGER NOT NULL) STRICT;
            CREATE INDEX provider_usage_by_start ON provider_usage (provider, kind, start);
            CREATE TABLE alert (
                rule TEXT NOT NULL, subject TEXT NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL,
                active_since INTEGER NOT NULL, fired_at INTEGER, keep_firing_since INTEGER, resolved_at INTEGER,
                value REAL NOT NULL, threshold REAL NOT NULL, message TEXT NOT NULL,
                PRIMARY KEY (rule, subject)) STRICT, WITHOUT ROWID;
            CREATE TABLE alert_change (
                id INTEGER PRIMARY KEY, at INTEGER NOT NULL, rule TEXT NOT NULL, subject TEXT NOT NULL,
                severity TEXT NOT NULL, state TEXT NOT NULL, message TEXT NOT NULL) STRICT;
            CREATE TABLE gpu_energy (
                start INTEGER NOT NULL, uuid TEXT NOT NULL, millijoules INTEGER NOT NULL, is_estimated INTEGER NOT NULL,
                PRIMARY KEY (start, uuid, is_estimated)) STRICT, WITHOUT ROWID;
            """
        )
    ]

    /// Brings the schema up to date, each step in its own transaction.
    ///
    /// - Throws: ``StoreError/readOnly(path:reason:)`` when a newer infermon wrote the file.
    static func run(on connection: SQLiteConnection) throws(StoreError) {
        let version = try self.version(of: connection)
        guard version <= all.count else {
            throw .readOnly(path: connection.path, reason: "a newer infermon wrote it")
        }
        for index in version..<all.count {
            try connection.transaction { () throws(StoreError) in
                try connection.execute(all[index].sql)
                try connection.execute("PRAGMA user_version = \(index + 1)")
            }
        }
    }

    /// How many of the changes the file has.
    static func version(of connection: SQLiteConnection) throws(StoreError) -> Int {
        var version = 0
        try connection.run("PRAGMA user_version") { version = Int($0.integer(0)) }
        return version
    }
}
