/// The keys over the screen, from the table that dispatches them.
enum HelpOverlay {
    static func draw(_ state: UIState, in canvas: inout Canvas) {
        let isWide = canvas.width >= 110
        let width = min(canvas.width, isWide ? 100 : 54)
        // Between the borders, less a space before the text.
        let groups = KeyBindings.groups.map { lines($0, columns: (width - 2) / (isWide ? 2 : 1) - 1) }
        let all = groups.flatMap { $0 }
        // Groups stay whole: the first two make the left column.
        let columns = isWide ? [groups.prefix(2).flatMap { $0 }, groups.dropFirst(2).flatMap { $0 }] : [all]
        let rows = columns.map(\.count).max() ?? 0
        let height = min(canvas.height, rows + 4)
        let rect = Rect(
            x: (canvas.width - width) / 2, y: max(0, (canvas.height - height) / 2), width: width, height: height)
        canvas.fill(rect)
        let badge = [Span("?", .hotkey), Span(" or ", .dim), Span("q", .hotkey), Span(" close", .dim)]
        let inner = Border(role: .divider, title: "keys", badge: badge).draw(rect, in: &canvas)
        canvas.inside(inner) { part in
            let top = part.height > 6 ? 1 : 0
            let body = max(0, part.height - 2 * top)
            let start = state.selection[.help].map { min($0, max(0, rows - body)) } ?? 0
            let visible = start..<min(rows, start + body)
            for (index, column) in columns.enumerated() {
                let x = 1 + index * (part.width / columns.count)
                for (offset, row) in visible.enumerated() where row < column.count {
                    part.write(column[row], x: x, y: top + offset, limit: part.width / columns.count - 1)
                }
            }
            guard visible.count < rows else { return }
            let note = [Span("Up Down", .hotkey), Span("  \(visible.upperBound) of \(rows)", .dim)]
            part.writeRight(note, end: part.width - 1, y: part.height - 1)
        }
    }

    private static func lines(_ group: KeyBindings.Group, columns: Int) -> [[Span]] {
        let labels = columns < 48 ? 12 : 14
        return [[Span(group.title, .title)]]
            + group.bindings.flatMap { binding in
                TextFit.wrap(binding.text, columns: max(8, columns - labels)).enumerated().map { number, text in
                    [
                        Span(TextFit.pad(number == 0 ? "  " + binding.label : "", to: labels), .hotkey),
                        Span(text, .text),
                    ]
                }
            }
    }
}
