/// The keys over the screen, from the table that dispatches them.
enum HelpOverlay {
    static func draw(_ state: UIState, in canvas: inout Canvas) {
        let lines = lines
        let width = min(canvas.width, canvas.width >= 110 ? 104 : 54)
        let columns = width >= 100 ? 2 : 1
        let perColumn = (lines.count + columns - 1) / columns
        let height = min(canvas.height, perColumn + 4)
        let rect = Rect(
            x: (canvas.width - width) / 2, y: max(0, (canvas.height - height) / 2), width: width, height: height)
        canvas.fill(rect)
        let inner = Border(
            role: .divider, title: "keys",
            badge: [Span("?", .hotkey), Span(" or ", .dim), Span("q", .hotkey), Span(" close", .dim)]
        ).draw(rect, in: &canvas)
        canvas.inside(inner) { part in
            let body = max(0, part.height - (part.height > 6 ? 2 : 0))
            let top = part.height > 6 ? 1 : 0
            let visible =
                columns == 1
                ? DataTable.visible(
                    total: lines.count, selected: state.selection[.help].map { $0 + body - 1 }, height: body)
                : 0..<lines.count
            for (offset, index) in visible.enumerated() {
                let column = columns == 1 ? 0 : offset / perColumn
                let y = top + (columns == 1 ? offset : offset % perColumn)
                part.write(lines[index], x: 1 + column * (part.width / columns), y: y, limit: part.width / columns - 1)
            }
            if visible.count < lines.count {
                part.writeRight(
                    [Span("\(visible.upperBound) of \(lines.count)", .dim)], end: part.width - 1, y: part.height - 1)
            }
        }
    }

    private static var lines: [[Span]] {
        KeyBindings.groups.flatMap { group in
            [[Span(group.title, .title)]]
                + group.bindings.map { [Span(TextFit.pad("  " + $0.label, to: 14), .hotkey), Span($0.text, .text)] }
        }
    }
}
