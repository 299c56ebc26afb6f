import InfermonView

/// Rows of cells under each other: texts to the left, figures to the right.
enum AlignedColumns {
    /// The rows as lines of text.
    ///
    /// - Parameters:
    ///   - rows: Rows of as many cells each, cleaned of control characters here.
    ///   - texts: How many of the first columns are texts; the rest are figures.
    ///   - lastIsText: Whether the last column is a text too.
    /// - Returns: One line per row.
    static func lines(_ rows: [[String]], texts: Int, lastIsText: Bool = false) -> [String] {
        guard let first = rows.first else { return [] }
        let rows = rows.map { $0.map(clean) }
        let widths = first.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let line = row.enumerated().map { column, cell in
                let gap = String(repeating: " ", count: max(0, widths[column] - cell.count))
                return column < texts || (lastIsText && column == row.count - 1) ? cell + gap : gap + cell
            }.joined(separator: "  ")
            return String(line.reversed().drop { $0 == " " }.reversed())
        }
    }

    /// A table in Markdown.
    static func markdown(_ rows: [[String]], texts: Int, lastIsText: Bool = false) -> [String] {
        guard let header = rows.first else { return [] }
        let rule = header.indices.map { $0 < texts || (lastIsText && $0 == header.count - 1) ? "---" : "---:" }
        return ([header, rule] + rows.dropFirst()).map { row in
            "| " + row.map { clean($0).replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
        }
    }

    private static func clean(_ cell: String) -> String { SafeText.clean(cell, repertoire: .unicode, limit: 400) }
}
