/// Rows of cells under each other: texts to the left, figures to the right.
public enum AlignedColumns {
    /// The rows as lines of text, without spaces at their ends.
    ///
    /// - Parameters:
    ///   - rows: Rows of as many cells each, cleaned here and not before.
    ///   - texts: How many of the first columns are texts; the rest are figures.
    ///   - lastIsText: Whether the last column is a text too.
    ///   - limit: The most columns that a cell takes.
    ///   - repertoire: What the reader can show.
    /// - Returns: One line per row; O(characters).
    public static func lines(
        _ rows: [[String]], texts: Int, lastIsText: Bool = false, limit: Int = 400,
        repertoire: SafeText.Repertoire = .unicode
    ) -> [String] {
        guard let first = rows.first else { return [] }
        let rows = rows.map { row in
            row.map { text in
                // Cut and measured before cleaning: what stands for a cleaned character would be cleaned again.
                let cut = TextFit.cut(text, to: limit, repertoire: repertoire)
                return (
                    text: SafeText.clean(cut, repertoire: repertoire),
                    width: TextFit.width(cut, repertoire: repertoire)
                )
            }
        }
        let widths = first.indices.map { column in rows.map { $0[column].width }.max() ?? 0 }
        return rows.map { row in
            var line = ""
            for (column, cell) in row.enumerated() {
                let gap = String(repeating: " ", count: max(0, widths[column] - cell.width))
                if column > 0 { line += "  " }
                line += column < texts || (lastIsText && column == row.count - 1) ? cell.text + gap : gap + cell.text
            }
            return line.withoutSpacesAtEnd
        }
    }

    /// A table in Markdown.
    public static func markdown(_ rows: [[String]], texts: Int, lastIsText: Bool = false) -> [String] {
        guard let header = rows.first else { return [] }
        let rule = header.indices.map { $0 < texts || (lastIsText && $0 == header.count - 1) ? "---" : "---:" }
        return ([header, rule] + rows.dropFirst()).map { row in
            let cells = row.map { SafeText.clean($0, limit: 400).replacing("|", with: "\\|") }
            return "| " + cells.joined(separator: " | ") + " |"
        }
    }
}

extension String {
    /// The text without the spaces behind its last other character.
    var withoutSpacesAtEnd: String {
        var text = self[...]
        while text.utf8.last == UInt8(ascii: " ") { text.removeLast() }
        return String(text)
    }
}
