import InfermonCost
import InfermonModel
import InfermonView

/// The bill of FOCUS exports by UTC month, provider and project.
enum FocusText {
    private struct Key: Hashable, Comparable {
        let month: String
        let provider: String
        let project: String

        static func < (left: Key, right: Key) -> Bool {
            (left.month, left.provider, left.project) < (right.month, right.provider, right.project)
        }
    }

    static func lines(_ bill: FocusFiles) -> [String] {
        let rows = sums(bill).map { [$0.key.month, $0.key.provider, $0.key.project, $0.amount.decimal] }
        let total = ["total", "", "", total(bill).decimal]
        let table = AlignedColumns.lines([["MONTH", "PROVIDER", "PROJECT", "BILLED USD"]] + rows + [total], texts: 3)
        let notes = bill.notes.map { SafeText.clean($0, repertoire: .unicode, limit: 400) }
        return table + (notes.isEmpty ? [] : [""] + notes)
    }

    static func document(_ bill: FocusFiles) -> JSONText {
        .object([
            ("schema", .string("infermon.focus/1")),
            ("total_usd", .number(total(bill).decimal)),
            (
                "groups",
                .array(
                    sums(bill).map { key, amount in
                        .object([
                            ("month", .string(key.month)), ("provider", .string(key.provider)),
                            ("project", .string(key.project)), ("billed_usd", .number(amount.decimal)),
                        ])
                    })
            ),
            (
                "other_currencies",
                .object(bill.otherCurrencies.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value.decimal)) })
            ),
            ("unreadable_rows", .integer(bill.unreadableRows)),
            ("notes", .array(bill.notes.map(JSONText.string))),
        ])
    }

    private static func total(_ bill: FocusFiles) -> Money {
        bill.records.reduce(.zero) { $0 + ($1.billed ?? .zero) }
    }

    private static func sums(_ bill: FocusFiles) -> [(key: Key, amount: Money)] {
        var sums: [Key: Money] = [:]
        for record in bill.records {
            let key = Key(
                month: String(record.start.rfc3339.prefix(7)), provider: record.provider, project: record.project ?? "")
            sums[key, default: .zero] += record.billed ?? .zero
        }
        return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    }
}
