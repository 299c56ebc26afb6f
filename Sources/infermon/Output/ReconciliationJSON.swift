import InfermonCost
import InfermonModel

/// What logs say and what providers bill, in `infermon.report/1`: by UTC day, provider and scenario.
enum ReconciliationJSON {
    static func document(_ reconciliation: Reconciliation) -> JSONText {
        .object([
            ("capture_ratio", .double(reconciliation.captureRatio)),
            ("notes", .array(reconciliation.notes.map(JSONText.string))),
            (
                "rows",
                .array(
                    reconciliation.rows.map { row in
                        .object([
                            ("day", .string(String(row.day.rfc3339.prefix(10)))),
                            ("provider", .string(row.provider)),
                            ("scenario", .string(row.scenario.rawValue)),
                            ("requests", .integer(row.requests)),
                            ("gateway", .number(row.gateway.decimal)),
                            ("computed", .number(row.computed.decimal)),
                            ("billed", row.billed.map { .number($0.decimal) } ?? .null),
                            ("unpriced_requests", .integer(row.unpriced)),
                            ("provisional", .bool(row.isProvisional)),
                            ("prorated", .bool(row.isProrated)),
                        ])
                    })
            ),
        ])
    }
}
