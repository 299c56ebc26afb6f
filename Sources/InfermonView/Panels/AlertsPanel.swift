import InfermonModel

/// What fires, worst first.
enum AlertsPanel: Panel {
    static let id = PanelID.alerts
    static let frame = StyleRole.boxAlerts

    static func title(_ context: PanelContext) -> String {
        let summary = summary(context.dashboard.alerts)
        return summary.isEmpty ? "alerts" : "alerts  \(summary)"
    }

    static func badge(_ context: PanelContext, _ inside: Size) -> [Span] {
        [Span("a", .hotkey), Span("ll", .dim)]
    }

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let alerts = context.dashboard.alerts
        let active = alerts.filter { $0.state != .resolved }
        if active.isEmpty {
            let text = context.hasRequests ? "nothing fires" : "nothing to judge yet"
            canvas.write([Span(text, context.hasRequests ? .ok : .dim)], x: 1, y: 0)
        }
        // Ended ones fill what room is left, so that what just stopped can still be read.
        let top = active.isEmpty ? 1 : 0
        let isFocused = context.state.focused == .alerts
        let selected = isFocused ? context.state.selection[.alerts].map { min($0, alerts.count - 1) } : nil
        let visible = DataTable.visible(total: alerts.count, selected: selected, height: canvas.height - top)
        // No wider than the longest: messages need the room.
        let limit = canvas.width >= 100 ? 20 : canvas.width >= 60 ? 12 : 9
        let repertoire = canvas.glyphs.repertoire
        let names = visible.map { context.shortName(alerts[$0].subject, limit) }
        let width = names.map { TextFit.width($0, repertoire: repertoire) }.max() ?? 0
        for (offset, index) in visible.enumerated() {
            let name = TextFit.pad(names[offset], to: width, repertoire: repertoire)
            draw(alerts[index], name, context, y: top + offset, in: &canvas)
            if index == selected { canvas.select(row: top + offset) }
        }
        let hidden = active.count - visible.upperBound
        if hidden > 0, !visible.isEmpty {
            canvas.writeRight([Span(" +\(hidden) ", .hotkey)], end: canvas.width - 1, y: canvas.height - 1)
        }
    }

    private static func draw(
        _ alert: Alert, _ name: String, _ context: PanelContext, y: Int, in canvas: inout Canvas
    ) {
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
        x = canvas.write(name, x: x, y: y, paint: Paint(.text)) + 2
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

    /// What fires, waits and ended, in words: `3 firing, 1 pending`.
    static func summary(_ alerts: [Alert]) -> String {
        [(Alert.State.firing, "firing"), (.pending, "pending"), (.resolved, "ended")].map { state, word in
            (alerts.filter { $0.state == state }.count, word)
        }.filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }.joined(separator: ", ")
    }
}
