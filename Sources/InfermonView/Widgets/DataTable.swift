/// Rows under headings: columns are dropped when there is no room, never squeezed, and rows scroll.
struct DataTable {
    /// One column.
    struct Column {
        /// The heading.
        var title: String
        /// The width in columns; the least one for the column that takes up what is left.
        var width: Int
        /// Where its text stands.
        var alignment = TextFit.Alignment.right
        /// When it is dropped: the greatest goes first; 0 is never dropped.
        var priority = 0
        /// Up to how many columns it grows for its content; `nil` for a column of fixed width.
        var most: Int?
        /// How text that does not fit is shortened; with an ellipsis when `nil`.
        var shorten: ((String, Int) -> String)?
    }

    /// The columns, left to right.
    var columns: [Column]
    /// One list of cells per row, in the order of `columns`; a cell is one or more spans.
    var rows: [[[Span]]]
    /// The selected row.
    var selected: Int?
    /// A row that stands below the others and never scrolls.
    var footer: [[Span]]?

    /// `3-8 of 14` when rows are out of sight; empty when all are seen.
    static func note(_ visible: Range<Int>, of total: Int) -> String {
        guard visible.count < total else { return "" }
        return visible.isEmpty ? "0 of \(total)" : "\(visible.lowerBound + 1)-\(visible.upperBound) of \(total)"
    }

    /// The note of a table that fills a box of `height` rows, borders and headings among them, as the box's badge.
    static func badge(total: Int, selected: Int?, boxHeight height: Int) -> [Span] {
        let note = note(visible(total: total, selected: selected, height: height - 3), of: total)
        return note.isEmpty ? [] : [Span(note, .dim)]
    }

    /// Which rows are seen in `height` rows of table body, the selected one among them.
    static func visible(total: Int, selected: Int?, height: Int) -> Range<Int> {
        guard height > 0, total > height else { return 0..<(height > 0 ? total : 0) }
        let anchor = min(max(0, selected ?? 0), total - 1)
        let start = min(max(0, anchor - height + 1), total - height)
        return start..<(start + height)
    }

    /// Draws the table over the whole canvas, headings in its first row.
    func draw(in canvas: inout Canvas) {
        let placed = place(in: canvas.width, canvas.glyphs.repertoire)
        for (index, x, width) in placed {
            write([Span(columns[index].title, .title)], columns[index], x: x, y: 0, width: width, in: &canvas)
        }
        let footerHeight = footer != nil && canvas.height >= 3 ? 1 : 0
        let height = max(0, canvas.height - 1 - footerHeight)
        let visible = Self.visible(total: rows.count, selected: selected, height: height)
        for (offset, row) in visible.enumerated() {
            draw(rows[row], placed, y: 1 + offset, in: &canvas)
            if row == selected { canvas.select(row: 1 + offset) }
        }
        if let footer, footerHeight > 0 { draw(footer, placed, y: 1 + visible.count, in: &canvas) }
    }

    private func draw(_ cells: [[Span]], _ placed: [(Int, Int, Int)], y: Int, in canvas: inout Canvas) {
        for (index, x, width) in placed where index < cells.count {
            write(cells[index], columns[index], x: x, y: y, width: width, in: &canvas)
        }
    }

    private func write(_ spans: [Span], _ column: Column, x: Int, y: Int, width: Int, in canvas: inout Canvas) {
        let repertoire = canvas.glyphs.repertoire
        let length = spans.reduce(0) { $0 + TextFit.width($1.text, repertoire: repertoire) }
        guard length > width else {
            canvas.write(spans, x: column.alignment == .left ? x : x + width - length, y: y, limit: width)
            return
        }
        if spans.count == 1 {
            let text =
                column.shorten?(spans[0].text, width)
                ?? TextFit.cut(spans[0].text, to: width, repertoire: repertoire)
            canvas.write(text, x: x, y: y, paint: spans[0].paint, limit: width)
        } else {
            canvas.write(spans, x: x, y: y, limit: width)
        }
    }

    /// The columns that fit, as (index, x, width).
    private func place(in width: Int, _ repertoire: SafeText.Repertoire) -> [(Int, Int, Int)] {
        var kept = Array(columns.indices)
        func needed() -> Int { kept.reduce(0) { $0 + columns[$1].width } + max(0, kept.count - 1) + 2 }
        while needed() > width,
            let last = kept.filter({ columns[$0].priority > 0 }).max(by: { columns[$0].priority < columns[$1].priority }
            )
        {
            kept.removeAll { $0 == last }
        }
        var spare = max(0, width - needed())
        var widths = kept.map { columns[$0].width }
        for (position, index) in kept.enumerated() {
            guard let most = columns[index].most else { continue }
            let grown = min(spare, content(of: index, most, repertoire) - widths[position])
            guard grown > 0 else { continue }
            widths[position] += grown
            spare -= grown
        }
        // What is still left widens the gaps evenly, so that a wide screen stays a table and not two heaps.
        let gaps = max(1, kept.count - 1)
        let isText = kept.last.map { columns[$0].alignment == .left } ?? false
        let extra = min(isText ? 2 : 6, spare / gaps)
        var x = 1
        return zip(kept, widths).map { index, width in
            defer { x += width + 1 + extra }
            return (index, x, width)
        }
    }

    /// The columns that the longest text of a column takes, up to `most`.
    private func content(of index: Int, _ most: Int, _ repertoire: SafeText.Repertoire) -> Int {
        rows.reduce(0) { longest, row in
            guard index < row.count, longest < most else { return longest }
            let length = row[index].reduce(0) { $0 + TextFit.width($1.text, repertoire: repertoire) }
            return max(longest, min(most, length))
        }
    }
}
