public import InfermonModel

/// The whole screen as a pure function of data, choices, characters and size.
public enum Screen {
    /// Draws the screen; at any size, never refusing.
    ///
    /// - Parameters:
    ///   - dashboard: The newest data, `nil` before there are any. A paused state shows what it holds instead.
    ///   - state: What the user has chosen.
    ///   - theme: Decides only how gauges tell their empty part where there are no colours.
    ///   - glyphs: The characters that the terminal can show.
    ///   - size: The size of the screen.
    ///   - now: The time on the clock.
    /// - Returns: The cells, `size.width × size.height` of them.
    public static func render(
        dashboard: Dashboard?, state: UIState, theme: Theme, glyphs: GlyphSet, size: Size, now: Timestamp
    ) -> CellBuffer {
        var glyphs = glyphs
        if theme.isMonochrome { glyphs.meterEmpty = glyphs.gap }
        var state = state
        state.size = size
        var canvas = Canvas(size: size, glyphs: glyphs)
        guard let dashboard = state.frozen ?? dashboard else {
            drawWaiting(in: &canvas)
            return canvas.buffer
        }
        let context = PanelContext(dashboard: dashboard, state: state, glyphs: glyphs, now: now)
        switch Layout.form(of: size) {
        case .line: TinyScreen.drawLine(context, in: &canvas)
        case .lines: TinyScreen.drawLines(context, in: &canvas)
        case .rows, .boxes: drawPage(context, in: &canvas)
        }
        if state.showsHelp, Layout.form(of: size) != .line { HelpOverlay.draw(state, in: &canvas) }
        return canvas.buffer
    }

    private static func drawWaiting(in canvas: inout Canvas) {
        let text = canvas.width >= 25 ? "waiting for the first reading" : "waiting"
        canvas.write("infermon", x: 1, y: 0, paint: Paint(.title))
        canvas.write(
            text, x: max(0, (canvas.width - text.utf8.count) / 2), y: canvas.height / 2, paint: Paint(.dim))
    }

    private static func drawPage(_ context: PanelContext, in canvas: inout Canvas) {
        let form = Layout.form(of: canvas.bounds.size)
        guard context.state.page != .overview, let page = PageRegistry.page(context.state.page) else {
            if form == .rows { RowsScreen.draw(context, in: &canvas) } else { drawOverview(context, in: &canvas) }
            return
        }
        HeaderLine.draw(context, pageName: page.title, in: &canvas)
        canvas.inside(Rect(x: 0, y: 1, width: canvas.width, height: canvas.height - 2)) { part in
            page.draw(context, in: &part)
        }
        FooterLine.draw(context.state, in: &canvas)
    }

    private static func drawOverview(_ context: PanelContext, in canvas: inout Canvas) {
        HeaderLine.draw(context, pageName: nil, in: &canvas)
        let layout = Layout(
            size: canvas.bounds.size, hidden: context.state.hidden, zoomed: context.state.zoomed,
            scenarios: context.scenarios.count,
            alerts: context.dashboard.alerts.filter { $0.state != .resolved }.count)
        if layout.places.isEmpty {
            context.note("every box is off: 1 to 6 switch them on", from: 2, in: &canvas)
        }
        for place in layout.places {
            guard let panel = PanelRegistry.panel(place.panel) else { continue }
            let inside = Size(width: place.rect.width - 2, height: place.rect.height - 2)
            let border = Border(
                role: panel.frame, title: panel.title(context), number: place.panel.rawValue,
                badge: panel.badge(context, inside), isFocused: context.state.focused == place.panel)
            let inner = border.draw(place.rect, in: &canvas)
            canvas.inside(inner) { part in panel.draw(context, in: &part) }
        }
        FooterLine.draw(context.state, in: &canvas)
    }
}
