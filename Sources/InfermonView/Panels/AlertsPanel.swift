import InfermonModel

/// What fires, worst first.
enum AlertsPanel: Panel {
    static let id = PanelID.alerts
    static let frame = StyleRole.boxAlerts

    static func title(_ context: PanelContext) -> String {
        let firing = context.dashboard.alerts.filter { $0.state == .firing }.count
        return firing > 0 ? "alerts  \(firing) firing" : "alerts"
    }

    static func badge(_ context: PanelContext) -> [Span] {
        [Span("a", .hotkey), Span("ll", .dim)]
    }

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let alerts = context.dashboard.alerts
        let active = alerts.filter { $0.state != .resolved }
        let shown = active.isEmpty ? Array(alerts.prefix(max(0, canvas.height - 1))) : active
        if active.isEmpty {
            let text = context.hasRequests ? "nothing fires" : "nothing to judge yet"
            canvas.write([Span(text, context.hasRequests ? .ok : .dim)], x: 1, y: 0)
        }
        let top = active.isEmpty ? 1 : 0
        let selected =
            context.state.focused == .alerts ? context.state.selection[.alerts].map { min($0, shown.count - 1) } : nil
        let needsSummary = shown.count > canvas.height - top
        let visible = DataTable.visible(
            total: shown.count, selected: selected, height: canvas.height - top - (needsSummary ? 1 : 0))
        for (offset, index) in visible.enumerated() {
            draw(shown[index], context, y: top + offset, in: &canvas)
            if index == selected { canvas.select(row: top + offset) }
        }
        if needsSummary, canvas.height > top {
            let rest = shown.count - visible.count
            canvas.write("and \(rest) more", x: 1, y: canvas.height - 1, paint: Paint(.dim))
        } else if !active.isEmpty, visible.count + top + 1 < canvas.height {
            canvas.write(summary(alerts), x: 1, y: canvas.height - 1, limit: canvas.width - 2)
        }
    }

    private static func draw(_ alert: Alert, _ context: PanelContext, y: Int, in canvas: inout Canvas) {
        var x = canvas.write(word(alert), x: 1, y: y) + 1
        let since = alert.firedAt ?? alert.activeSince
        if canvas.width >= 100 {
            x =
                canvas.write(TimeFormat.near(since, now: context.now, in: context.zone), x: x, y: y, paint: Paint(.dim))
                + 1
        }
        let end = alert.resolvedAt ?? context.now
        let age = TextFit.pad(NumberFormat.age(end - since), to: 6, .right)
        x = canvas.write(age, x: x, y: y, paint: Paint(.value)) + 2
        let subject = canvas.width >= 100 ? 20 : canvas.width >= 60 ? 12 : 9
        let name = TextFit.pad(alert.subject, to: subject, repertoire: canvas.glyphs.repertoire)
        x = canvas.write(name, x: x, y: y, paint: Paint(.text)) + 1
        let message = TextFit.cut(alert.message, to: canvas.width - x - 1, repertoire: canvas.glyphs.repertoire)
        canvas.write(message, x: x, y: y, paint: Paint(alert.state == .resolved ? .dim : .text))
    }

    /// Five columns: the severity of what fires, the state of what does not.
    static func word(_ alert: Alert) -> [Span] {
        switch alert.state {
        case .firing: [Span(alert.severity.word, alert.severity.role), Span(" ", .text)]
        case .pending: [Span("pend ", .notice)]
        case .resolved: [Span("ended", .dim)]
        }
    }

    static func summary(_ alerts: [Alert]) -> [Span] {
        func count(_ state: Alert.State, _ severity: Severity? = nil) -> Int {
            alerts.filter { $0.state == state && (severity == nil || $0.severity == severity) }.count
        }
        var text = "\(count(.firing)) firing"
        let parts = [(Severity.critical, "critical"), (.warning, "warning"), (.notice, "notice")]
            .map { (count(.firing, $0.0), $0.1) }.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
        if parts.count > 1 { text += " (" + parts.joined(separator: ", ") + ")" }
        if count(.pending) > 0 { text += ", \(count(.pending)) pending" }
        if count(.resolved) > 0 { text += ", \(count(.resolved)) resolved" }
        return [Span(text, .dim)]
    }
}
