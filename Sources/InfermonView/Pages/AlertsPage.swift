import InfermonModel

/// Every alert, and the story of the selected one.
enum AlertsPage: PageView {
    static let id = Page.alerts
    static let title = "ALERTS"

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let alerts = context.dashboard.alerts
        let summary = AlertsPanel.summary(alerts)
        guard !alerts.isEmpty else {
            let area = Rect(x: 0, y: 0, width: canvas.width, height: canvas.height)
            return canvas.box(area, .boxAlerts, "alerts") { part in
                part.write(
                    context.hasRequests ? "nothing fires" : "nothing to judge yet", x: 1, y: 0, paint: Paint(.ok))
            }
        }
        let selected = min(max(0, context.state.selection[.alerts] ?? 0), alerts.count - 1)
        let detail = canvas.height >= 14 ? min(12, max(7, canvas.height / 3)) : 0
        let list = Rect(x: 0, y: 0, width: canvas.width, height: canvas.height - detail)
        let marked = context.state.selection[.alerts] == nil ? nil : selected
        let badge = DataTable.badge(total: alerts.count, selected: marked, boxHeight: list.height)
        canvas.box(list, .boxAlerts, summary.isEmpty ? "alerts" : summary, badge: badge) { part in
            table(alerts, context, selected: marked).draw(in: &part)
        }
        guard detail > 0 else { return }
        drawDetail(
            alerts[selected], context, Rect(x: 0, y: canvas.height - detail, width: canvas.width, height: detail),
            in: &canvas)
    }

    private static func table(_ alerts: [Alert], _ context: PanelContext, selected: Int?) -> DataTable {
        DataTable(
            columns: [
                .init(title: "SEV", width: 5, alignment: .left),
                .init(title: "SINCE", width: 12, alignment: .left, priority: 3),
                .init(title: "FOR", width: 6),
                .init(title: "SUBJECT", width: 9, alignment: .left, most: 20, shorten: context.shortName),
                .init(title: "RULE", width: 14, alignment: .left, priority: 2, most: 22),
                .init(title: "WHAT", width: 10, alignment: .left, most: 80),
            ],
            rows: alerts.map { alert in
                let since = alert.firedAt ?? alert.activeSince
                let end = alert.resolvedAt ?? context.now
                let isOver = alert.state == .resolved
                return [
                    AlertsPanel.word(alert),
                    [Span(TimeFormat.near(since, now: context.now, in: context.zone), .dim)],
                    [Span(NumberFormat.age(end - since), isOver ? .dim : .value)],
                    [Span(alert.subject, isOver ? .dim : .text)],
                    [Span(alert.rule, .dim)],
                    [Span(alert.message, isOver ? .dim : .text)],
                ]
            },
            selected: selected)
    }

    private static func drawDetail(_ alert: Alert, _ context: PanelContext, _ rect: Rect, in canvas: inout Canvas) {
        let title = "\(alert.subject)  \(alert.rule)"
        let scenario = context.snapshot.scenarios.first { $0.scenario.id.rawValue == alert.subject }
        let isLatency = alert.rule.hasPrefix("latency") || alert.rule.hasPrefix("ttft")
        let hasGraph = rect.width >= 90 && isLatency && scenario != nil
        let text = hasGraph ? rect.width / 2 : rect.width
        canvas.box(rect.columns(0, text).intersection(rect), .boxAlerts, title) { part in
            var y = 0
            for (line, role) in story(alert, context) {
                let lines = TextFit.wrap(
                    line, columns: part.width - 2, limit: max(0, part.height - y), repertoire: part.glyphs.repertoire)
                for line in lines {
                    part.write(line, x: 1, y: y, paint: Paint(role))
                    y += 1
                }
            }
        }
        guard hasGraph, let scenario else { return }
        let values = context.visible(scenario.history.latencySeconds)
        let bound = scenario.latencyObjective?.target
        canvas.box(rect.columns(text, rect.width - text), .boxLatency, "latency") { part in
            let chart = LineChart(
                values: values.values, top: max(bound ?? 0, values.values.compactMap { $0 }.max() ?? 0) * 1.2,
                tint: bound.map { .value(.load, limit: $0) } ?? .height(.requests), threshold: bound,
                label: NumberFormat.bound)
            part.inside(Rect(x: 0, y: 0, width: part.width, height: part.height - 1)) { chart.draw(in: &$0) }
            TimeAxis(span: values.span).draw(
                x: LineChart.axisWidth, y: part.height - 1, width: part.width - LineChart.axisWidth - 1, in: &part)
        }
    }

    private static func story(_ alert: Alert, _ context: PanelContext) -> [(String, StyleRole)] {
        func at(_ instant: Timestamp) -> String { TimeFormat.near(instant, now: context.now, in: context.zone) }
        var lines: [(String, StyleRole)] = [(alert.message, alert.state == .resolved ? .dim : .value)]
        lines.append(("began \(at(alert.activeSince))", .text))
        if let fired = alert.firedAt {
            let held = NumberFormat.age(fired - alert.activeSince)
            lines.append(("fired \(at(fired)) after \(held)", .text))
        } else {
            lines.append(("pending: fires when it has held for long enough", .notice))
        }
        if let quiet = alert.keepFiringSince {
            lines.append(("false since \(at(quiet)), kept firing for a while", .dim))
        }
        if let resolved = alert.resolvedAt {
            let lasted = NumberFormat.age(resolved - (alert.firedAt ?? alert.activeSince))
            lines.append(("ended \(at(resolved)), lasted \(lasted)", .ok))
        }
        lines.append(("severity \(alert.severity.rawValue)", .dim))
        return lines
    }
}
