/// The last row: what keys do here, from the table that dispatches them.
enum FooterLine {
    static func draw(_ state: UIState, in canvas: inout Canvas) {
        let y = canvas.height - 1
        if let typed = state.typing {
            let x = canvas.write([Span(" /", .hotkey), Span(typed, .value)], x: 0, y: y)
            canvas.put("_", x: x, y: y, paint: Paint(.hotkey))
            canvas.writeRight(
                [Span("Enter", .hotkey), Span(" keep  ", .dim), Span("Esc", .hotkey), Span(" clear", .dim)],
                end: canvas.width - 1, y: y, start: x + 3)
            return
        }
        var x = 1
        if state.page == .overview, canvas.width >= 60 {
            x = canvas.write([Span("1-6", .hotkey), Span(" box", .dim)], x: x, y: y) + 2
        }
        // The way out and the help always have their place.
        let last = [entry("?", "help"), entry("q", state.page == .overview ? "quit" : "back")]
        let reserve = last.reduce(0) { $0 + width($1) + 2 }
        for binding in KeyBindings.all {
            guard let short = binding.short, short != "quit", short != "help", binding.pages.contains(state.page)
            else { continue }
            let spans = entry(String(binding.label.split(separator: " ")[0]), short)
            guard x + width(spans) + reserve <= canvas.width else { continue }
            x = canvas.write(spans, x: x, y: y) + 2
        }
        for spans in last where x + width(spans) <= canvas.width { x = canvas.write(spans, x: x, y: y) + 2 }
    }

    private static func entry(_ key: String, _ text: String) -> [Span] {
        [Span(key, .hotkey), Span(" " + text, .dim)]
    }

    private static func width(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + $1.text.utf8.count } }
}
