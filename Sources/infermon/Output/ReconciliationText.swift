import InfermonCost
import InfermonModel
import InfermonView

/// What logs say and what providers bill, day by day: never added, the gap named.
enum ReconciliationText {
    static func text(_ reconciliation: Reconciliation) -> String {
        let rows =
            [["DAY (UTC)", "PROVIDER", "GATEWAY", "TOKENS X PRICES", "BILLED", "OWN / BILL", ""]]
            + reconciliation.byProviderDay.map(cells)
        let table = AlignedColumns.lines(rows, texts: 2, lastIsText: true, limit: 60)
        return (["", "bills beside logs"] + table + reconciliation.notes).joined(separator: "\n") + "\n"
    }

    private static func cells(_ row: Reconciliation.Row) -> [String] {
        let marks = [
            row.isProvisional ? "provisional" : nil, row.isProrated ? "prorated" : nil,
            row.unpriced > 0 ? "\(row.unpriced) unpriced" : nil,
        ]
        return [
            String(row.day.rfc3339.prefix(10)), row.provider,
            row.requests > 0 ? "$" + row.gateway.decimal : NumberFormat.unknown,
            row.requests > 0 ? "$" + row.computed.decimal : NumberFormat.unknown,
            row.billed.map { "$" + $0.decimal } ?? NumberFormat.unknown,
            NumberFormat.percent(row.requests > 0 ? row.captureRatio : nil, decimals: 1),
            marks.compactMap { $0 }.joined(separator: ", "),
        ]
    }
}
