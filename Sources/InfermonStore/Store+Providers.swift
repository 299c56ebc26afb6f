public import InfermonModel

extension Store {
    /// What a record of a provider is about.
    public enum UsageKind: String, Sendable {
        /// Money.
        case cost
        /// Tokens and requests.
        case usage
    }

    /// Replaces what is known of the interval that a poll asked for.
    ///
    /// A bucket that a provider corrected later replaces its earlier value and never adds to it; one that is no longer listed
    /// holds nothing.
    public func replace(with report: ProviderReport, of provider: String) throws(StoreError) {
        try write { connection throws(StoreError) in
            for (kind, records) in [(UsageKind.cost, report.costs), (.usage, report.usage)]
            where !records.isEmpty || kind == .cost {
                try connection.run(
                    "DELETE FROM provider_usage WHERE provider = ? AND kind = ? AND start >= ? AND start < ?",
                    [.text(provider), .text(kind.rawValue), .integer(report.from.seconds), .integer(report.to.seconds)])
                for record in records { try Self.insert(record, kind: kind, provider: provider, into: connection) }
            }
        }
    }

    private static func insert(
        _ record: ProviderUsage, kind: UsageKind, provider: String, into connection: SQLiteConnection
    ) throws(StoreError) {
        let tokens = record.tokens ?? .zero
        try connection.run(
            """
            INSERT INTO provider_usage (provider, kind, start, end, model, line_item, project, has_tokens, uncached_input,
            cache_read, cache_write_5m, cache_write_1h, output, reasoning, requests, billed, is_provisional)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            [
                .text(provider), .text(kind.rawValue), .integer(record.start.seconds), .integer(record.end.seconds),
                .optional(record.model), .optional(record.lineItem), .optional(record.project),
                .integer(record.tokens == nil ? 0 : 1), .integer(tokens.uncachedInput), .integer(tokens.cacheRead),
                .integer(tokens.cacheWrite5m), .integer(tokens.cacheWrite1h), .integer(tokens.output),
                .integer(tokens.reasoning), .optional(record.requests), .optional(record.billed?.decimal),
                .integer(record.isProvisional ? 1 : 0),
            ])
    }

    /// The records of buckets that start in `from..<to`, oldest first; of every provider for `nil`.
    public func providerUsage(
        _ kind: UsageKind, of provider: String? = nil, from: Timestamp, to: Timestamp
    ) throws(StoreError) -> [ProviderUsage] {
        var records: [ProviderUsage] = []
        try withConnection { connection throws(StoreError) in
            try connection.run(
                """
                SELECT provider, start, end, model, line_item, project, has_tokens, uncached_input, cache_read,
                cache_write_5m, cache_write_1h, output, reasoning, requests, billed, is_provisional FROM provider_usage
                WHERE kind = ? AND start >= ? AND start < ? AND (provider = ? OR ? IS NULL) ORDER BY start, id
                """,
                [
                    .text(kind.rawValue), .integer(from.seconds), .integer(to.seconds), .optional(provider),
                    .optional(provider),
                ]
            ) { row throws(StoreError) in
                let tokens = TokenUsage(
                    uncachedInput: row.integer(7), cacheRead: row.integer(8), cacheWrite5m: row.integer(9),
                    cacheWrite1h: row.integer(10), output: row.integer(11), reasoning: row.integer(12))
                var billed: Money?
                if let text = row.optionalText(14) {
                    guard let amount = Money(text) else { throw .unreadable(path: connection.path, what: "an amount") }
                    billed = amount
                }
                records.append(
                    ProviderUsage(
                        provider: row.text(0), start: Timestamp(seconds: row.integer(1)),
                        end: Timestamp(seconds: row.integer(2)), model: row.optionalText(3),
                        lineItem: row.optionalText(4),
                        project: row.optionalText(5), tokens: row.integer(6) == 1 ? tokens : nil,
                        requests: row.optionalInteger(13), billed: billed, isProvisional: row.integer(15) == 1))
            }
        }
        return records
    }
}
