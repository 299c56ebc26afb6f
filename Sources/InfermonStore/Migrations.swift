import CSQLite

/// The steps that lead from an empty database to the present schema; only ever appended to.
enum Migrations {
    /// One step.
    struct Step {
        let name: String
        let sql: String
    }

    static let steps = [
        Step(name: "rollups-and-checkpoints", sql: rollups),
        Step(name: "providers-alerts-energy", sql: ledgers),
        Step(name: "accounts-gpu-time-contexts", sql: accounts),
        Step(name: "row-checksums", sql: checksums),
    ]

    /// Brings a database to the present schema.
    ///
    /// - Throws: `StoreError.newerSchema` when it is ahead of it.
    static func apply(to connection: SQLiteConnection, steps: [Step] = steps) throws(StoreError) {
        let version = Int(try connection.integer("PRAGMA user_version") ?? 0)
        guard version <= steps.count else {
            throw .newerSchema(path: connection.path, found: version, known: steps.count)
        }
        for (index, step) in steps.enumerated() where index >= version {
            do throws(StoreError) {
                try connection.transaction { () throws(StoreError) in
                    try connection.execute(step.sql)
                    try connection.run(
                        "INSERT INTO migration (version, name) VALUES (?, ?)", .integer(Int64(index + 1)),
                        .text(step.name))
                    try connection.execute("PRAGMA user_version = \(index + 1)")
                }
            } catch {
                // The version says that a table is not there, and it is; out of memory is no damage.
                guard case .failed(let path, let code, let reason) = error, code & 0xff == SQLITE_ERROR else {
                    throw error
                }
                throw .damaged(path: path, reason: reason)
            }
        }
    }

    /// Makes sure that a database which must not be changed has the present schema.
    ///
    /// - Throws: `StoreError.missing` when nothing was ever stored in it, else `olderSchema` or `newerSchema`.
    static func expectPresent(in connection: SQLiteConnection) throws(StoreError) {
        let version = Int(try connection.integer("PRAGMA user_version") ?? 0)
        if version == 0 { throw .missing(path: connection.path) }
        if version < steps.count {
            throw .olderSchema(path: connection.path, found: version, known: steps.count)
        }
        if version > steps.count {
            throw .newerSchema(path: connection.path, found: version, known: steps.count)
        }
    }

    /// Amounts of money are 128 bits in two columns: the signed upper half and the bit pattern of the lower half.
    private static let rollups = """
        CREATE TABLE migration (version INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT;
        CREATE TABLE meta (key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            scenario TEXT NOT NULL, model TEXT NOT NULL, provider TEXT NOT NULL, key TEXT NOT NULL, team TEXT NOT NULL,
            UNIQUE (scenario, model, provider, key, team)
        ) STRICT;
        CREATE TABLE rollup (
            span INTEGER NOT NULL, start INTEGER NOT NULL, series INTEGER NOT NULL REFERENCES series (id),
            \(RollupColumns.integers.map { "\($0) INTEGER NOT NULL" }.joined(separator: ", ")),
            latency BLOB NOT NULL, ttft BLOB NOT NULL,
            PRIMARY KEY (span, start, series)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE checkpoint (source TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
        """

    /// Whether the schema is the one that the migrations make: damage can hit its text as well as the rows.
    static func isSchemaIntact(in connection: SQLiteConnection) throws(StoreError) -> Bool {
        let fresh = try SQLiteConnection(path: ":memory:", isReadOnly: false)
        try apply(to: fresh)
        return try schema(of: fresh) == schema(of: connection)
    }

    private static func schema(of connection: SQLiteConnection) throws(StoreError) -> [String] {
        let query = try connection.statement("SELECT coalesce(sql, name) FROM sqlite_schema ORDER BY type, name")
        defer { query.reset() }
        var parts: [String] = []
        while try query.step() { parts.append(query.text(0)) }
        return parts
    }

    /// A provider may have several accounts; a GPU's energy goes with the time that it was watched and was busy.
    private static let accounts = """
        ALTER TABLE provider_usage ADD COLUMN account TEXT NOT NULL DEFAULT '';
        UPDATE provider_usage SET account = provider;
        DROP INDEX provider_usage_by_start;
        CREATE INDEX provider_usage_by_account ON provider_usage (account, start);
        ALTER TABLE energy ADD COLUMN watched_us INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE energy ADD COLUMN busy_us INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE rollup ADD COLUMN contexts BLOB NOT NULL DEFAULT x'';
        """

    /// A checksum beside what is summed up or cannot be asked for again; 0 in rows of before.
    private static let checksums = ["rollup", "checkpoint", "provider_usage", "energy"].map {
        "ALTER TABLE \($0) ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;"
    }.joined(separator: "\n")

    private static let ledgers = """
        CREATE TABLE provider_usage (
            provider TEXT NOT NULL, is_cost INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL,
            model TEXT, line_item TEXT, project TEXT,
            uncached_input INTEGER, cache_read INTEGER, cache_write_5m INTEGER, cache_write_1h INTEGER,
            output INTEGER, reasoning INTEGER,
            requests INTEGER, billed_high INTEGER, billed_low INTEGER, is_provisional INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX provider_usage_by_start ON provider_usage (provider, start);
        CREATE TABLE alert (
            rule TEXT NOT NULL, subject TEXT NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL,
            active_since INTEGER NOT NULL, fired_at INTEGER, keep_firing_since INTEGER, resolved_at INTEGER,
            value REAL, threshold REAL, message TEXT NOT NULL,
            PRIMARY KEY (rule, subject)
        ) STRICT, WITHOUT ROWID;
        CREATE TABLE alert_change (
            at INTEGER NOT NULL, rule TEXT NOT NULL, subject TEXT NOT NULL, severity TEXT NOT NULL, state TEXT NOT NULL,
            message TEXT NOT NULL
        ) STRICT;
        CREATE TABLE alert_evaluation (id INTEGER PRIMARY KEY CHECK (id = 1), at INTEGER NOT NULL) STRICT;
        CREATE INDEX alert_change_by_time ON alert_change (at);
        CREATE TABLE energy (
            uuid TEXT NOT NULL, start INTEGER NOT NULL, millijoules INTEGER NOT NULL, is_estimated INTEGER NOT NULL,
            PRIMARY KEY (start, uuid)
        ) STRICT, WITHOUT ROWID;
        """
}
