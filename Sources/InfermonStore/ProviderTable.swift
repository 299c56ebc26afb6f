public import InfermonModel

/// What providers say was billed and used.
public struct ProviderLedger: Hashable, Sendable {
    /// The records of money.
    public var costs: [ProviderUsage] = []
    /// The records of usage.
    public var usage: [ProviderUsage] = []
}

/// Providers' buckets, each replaced whole by a later poll.
enum ProviderTable {
    static func replace(_ report: ProviderReport, account: String, in connection: SQLiteConnection) throws(StoreError) {
        for part in report.parts {
            try connection.run(
                "DELETE FROM provider_usage WHERE account = ? AND is_cost = ? AND start >= ? AND start < ?",
                .text(account), .flag(part == .costs), .instant(report.from), .instant(report.to))
        }
        let records = report.costs.map { ($0, true) } + report.usage.map { ($0, false) }
        for (record, isCost) in records where record.start >= report.from && record.start < report.to {
            let tokens = record.tokens
            let values: [SQLiteValue] = [
                .text(record.provider), .flag(isCost), .instant(record.start), .instant(record.end),
                .text(orNull: record.model),
                .text(orNull: record.lineItem), .text(orNull: record.project), .integer(orNull: tokens?.uncachedInput),
                .integer(orNull: tokens?.cacheRead), .integer(orNull: tokens?.cacheWrite5m),
                .integer(orNull: tokens?.cacheWrite1h), .integer(orNull: tokens?.output),
                .integer(orNull: tokens?.reasoning), .integer(orNull: record.requests),
                .integer(orNull: record.billed?.highHalf), .integer(orNull: record.billed?.lowHalf),
                .flag(record.isProvisional), .text(account),
            ]
            let insert = try connection.statement(
                "INSERT INTO provider_usage VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
            insert.bind(values + [.integer(RowChecksum.of(values))])
            _ = try insert.step()
            insert.reset()
        }
    }

    static func usage(
        from: Timestamp, to: Timestamp, in connection: SQLiteConnection
    ) throws(StoreError) -> ProviderLedger {
        let query = try connection.statement(
            "SELECT * FROM provider_usage WHERE start >= ? AND start < ? ORDER BY start, provider, account, rowid")
        query.bind([.instant(from), .instant(to)])
        defer { query.reset() }
        var ledger = ProviderLedger()
        while try query.step() {
            try verify(query, in: connection)
            let tokens = query.integerOrNil(7).map { uncached in
                TokenUsage(
                    uncachedInput: uncached, cacheRead: query.integer(8), cacheWrite5m: query.integer(9),
                    cacheWrite1h: query.integer(10), output: query.integer(11), reasoning: query.integer(12))
            }
            let record = ProviderUsage(
                provider: query.text(0), start: query.instant(2), end: query.instant(3), model: query.textOrNil(4),
                lineItem: query.textOrNil(5), project: query.textOrNil(6), tokens: tokens,
                requests: query.integerOrNil(13),
                billed: query.integerOrNil(14).map { Money(high: $0, low: query.integer(15)) },
                isProvisional: query.integer(16) == 1, account: query.text(17))
            if query.integer(1) == 1 { ledger.costs.append(record) } else { ledger.usage.append(record) }
        }
        return ledger
    }

    /// Makes sure that every row is as it was written.
    static func verify(in connection: SQLiteConnection) throws(StoreError) {
        let query = try connection.statement("SELECT * FROM provider_usage")
        defer { query.reset() }
        while try query.step() { try verify(query, in: connection) }
    }

    private static func verify(_ row: Statement, in connection: SQLiteConnection) throws(StoreError) {
        try RowChecksum.verify(0..<18, against: 18, of: row, in: connection)
    }
}
