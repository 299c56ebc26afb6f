import InfermonModel

/// The first row: host, sources with their age, clock, whether the screen lives, what graphs show.
enum HeaderLine {
    static func draw(_ context: PanelContext, pageName: String?, in canvas: inout Canvas) {
        let chips = SourceChip.all(context)
        let isShort = canvas.width < 110
        let wanted = chips.reduce(0) { $0 + width($1.spans(canvas.glyphs, isShort: isShort), canvas) + 2 }
        var right = right(context, width: canvas.width, hasDay: true)
        // The day gives way to a source: a source that is late matters more than the date.
        if wanted + 22 + width(right, canvas) > canvas.width {
            right = self.right(context, width: canvas.width, hasDay: false)
        }
        let rightStart = canvas.width - width(right, canvas) - 1
        var x = canvas.write([Span(" infermon", .title)], x: 0, y: 0)
        if canvas.width >= 60 {
            let host = TextFit.cut(context.snapshot.host, to: 20, repertoire: canvas.glyphs.repertoire)
            x = canvas.write([Span(" " + host, .text)], x: x, y: 0)
        }
        if let pageName { x = canvas.write([Span("  ", .text), Span(" \(pageName) ", .banner)], x: x, y: 0) }
        drawSources(chips, isShort: isShort, x: x + 2, end: rightStart - 2, in: &canvas)
        canvas.write(right, x: rightStart, y: 0)
    }

    private static func width(_ spans: [Span], _ canvas: Canvas) -> Int {
        spans.reduce(0) { $0 + TextFit.width($1.text, repertoire: canvas.glyphs.repertoire) }
    }

    private static func right(_ context: PanelContext, width: Int, hasDay: Bool) -> [Span] {
        let glyphs = context.glyphs
        var spans: [Span] = []
        if hasDay, width >= 100 { spans.append(Span(TimeFormat.day(context.now, in: context.zone) + " ", .dim)) }
        spans.append(Span(TimeFormat.clock(context.now, in: context.zone), .value))
        if width >= 96 { spans.append(Span(" " + TextFit.cut(TimeFormat.zoneName(context.zone), to: 12), .dim)) }
        spans.append(Span("  ", .text))
        spans.append(contentsOf: mode(context))
        if width >= 72 {
            spans += [
                Span("  ", .text), Span(glyphs.left, .hotkey), Span(" \(context.state.span.name) ", .text),
                Span(glyphs.right, .hotkey),
            ]
        }
        if width >= 90 {
            spans += [
                Span("  ", .text), Span("-", .hotkey),
                Span(" \(NumberFormat.bound(context.state.interval.seconds)) ", .text),
                Span("+", .hotkey),
            ]
        }
        return spans
    }

    private static func mode(_ context: PanelContext) -> [Span] {
        if context.state.isPaused { return [Span(" PAUSED ", .banner)] }
        if context.dashboard.isDemo { return [Span(" DEMO ", .banner)] }
        return [Span("LIVE", .ok)]
    }

    private static func drawSources(
        _ chips: [SourceChip], isShort: Bool, x: Int, end: Int, in canvas: inout Canvas
    ) {
        var x = x
        for (index, chip) in chips.enumerated() {
            let left = chips.count - index
            let spans = chip.spans(canvas.glyphs, isShort: isShort)
            let length = width(spans, canvas)
            let reserve = left > 1 ? 4 : 0
            guard x + length + reserve <= end else {
                let role: StyleRole = chip.isTrouble ? .stale : .dim
                if x + 3 <= end { canvas.write("+\(left)", x: x, y: 0, paint: Paint(role)) }
                return
            }
            x = canvas.write(spans, x: x, y: 0) + 2
        }
    }
}

/// One source in a few words.
struct SourceChip {
    let name: String
    let state: ReadingState
    /// How old what is known is; `nil` while nothing is.
    let age: TimeSpan?

    /// The sources, those in trouble first.
    static func all(_ context: PanelContext) -> [SourceChip] {
        let sources = context.snapshot.sources
        let logs = sources.filter { $0.kind == .gatewayLog }.count
        let chips = sources.map { source in
            SourceChip(
                name: name(source, isOnlyLog: logs == 1), state: source.state,
                age: source.lastReadAt.map { max(.zero, context.now - $0) })
        }
        return chips.filter { $0.state == .unavailable } + chips.filter { $0.state == .stale }
            + chips.filter { !$0.isTrouble }
    }

    var isTrouble: Bool { state == .stale || state == .unavailable }

    private static func name(_ source: SourceStatus, isOnlyLog: Bool) -> String {
        switch source.kind {
        case .gpu: "gpu"
        case .provider, .store: source.id.rawValue
        case .gatewayLog:
            isOnlyLog ? "gateway" : source.id.rawValue.split(separator: "/").last.map(String.init) ?? source.id.rawValue
        }
    }

    /// The glyph of the state, the name and the age or the word: `● gateway 0.4s`, `◐ openai 6h42m`, `○ gpu down`.
    func spans(_ glyphs: GlyphSet, isShort: Bool) -> [Span] {
        let name = TextFit.cut(name, to: isShort ? 10 : 18, repertoire: glyphs.repertoire)
        let age = age.map(NumberFormat.age)
        switch state {
        case .current:
            return [Span("\(glyphs.sourceOK) ", .ok), Span(name, .text), Span(age.map { " " + $0 } ?? "", .dim)]
        case .stale:
            let words = age.map { " \($0)" } ?? " stale"
            return [Span("\(glyphs.sourceStale) ", .stale), Span(name + words, .stale)]
        case .waiting:
            return [Span("\(glyphs.sourceWaiting) ", .dim), Span(name, .text), Span(isShort ? "" : " waiting", .dim)]
        case .unavailable:
            return [Span("\(glyphs.sourceDown) ", .critical), Span(name, .text), Span(" down", .critical)]
        }
    }
}
