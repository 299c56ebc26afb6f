import InfermonCost
import InfermonModel
import InfermonView

/// What logs say and what providers bill, day by day: never added, the gap named.
enum ReconciliationText {
    static func text(_ reconciliation: Reconciliation) -> String {
        let rows =
            [["DAY (UTC)", "PROVIDER", "GATEWAY", "TOKENS X PRICES", "BILLED", "OWN / BILL", ""]]
            + reconciliation.byProviderDay.map(cells)
        let widths = rows[0].indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let table = rows.map { row in
            let line = row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: max(0, widths[column] - cell.count))
                return (2...5).contains(column) ? gap + cell : cell + gap
            }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
        return (["", "bills beside logs"] + table + reconciliation.notes).joined(separator: "\n") + "\n"
    }

    private static func cells(_ row: Reconciliation.Row) -> [String] {
        let marks = [
            row.isProvisional ? "provisional" : nil, row.isProrated ? "prorated" : nil,
            row.unpriced > 0 ? "\(row.unpriced) unpriced" : nil,
        ]
        return [
            String(row.day.rfc3339.prefix(10)), SafeText.clean(row.provider, repertoire: .unicode, limit: 40),
            row.requests > 0 ? "$" + row.gateway.decimal : NumberFormat.unknown,
            row.requests > 0 ? "$" + row.computed.decimal : NumberFormat.unknown,
            row.billed.map { "$" + $0.decimal } ?? NumberFormat.unknown,
            NumberFormat.percent(row.requests > 0 ? row.captureRatio : nil, decimals: 1),
            marks.compactMap { $0 }.joined(separator: ", "),
        ]
    }
}
