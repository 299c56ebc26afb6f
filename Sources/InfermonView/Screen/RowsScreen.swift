import InfermonModel

/// The overview without frames, for about 40×12: state, latency, money, GPUs, alerts, in this order.
enum RowsScreen {
    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        drawHead(context, in: &canvas)
        let last = canvas.height - 1
        let alerts = context.dashboard.alerts.filter { $0.state != .resolved }
        let rows = context.scenarios
        // Beside the head, the table's head and the footer: money 2, GPUs 1, alerts up to 3.
        let firing = min(alerts.count, max(1, min(3, last - 6)))
        let room = max(1, last - 2 - 3 - firing)
        let tableHeight = 1 + min(rows.count, max(1, room))
        canvas.inside(Rect(x: 0, y: 1, width: canvas.width, height: min(tableHeight, last - 1))) { part in
            drawTable(context, rows, in: &part)
        }
        var y = 1 + tableHeight
        func line(_ draw: (inout Canvas) -> Void) {
            guard y < last else { return }
            canvas.inside(Rect(x: 0, y: y, width: canvas.width, height: 1), draw)
            y += 1
        }
        line { drawBudget(context, in: &$0) }
        line { drawMoney(context, in: &$0) }
        line { drawGPUs(context, in: &$0) }
        if alerts.isEmpty {
            line {
                $0.write(
                    context.hasRequests ? "nothing fires" : "nothing to judge yet", x: 1, y: 0,
                    paint: Paint(context.hasRequests ? .ok : .dim))
            }
        }
        for alert in alerts { line { drawAlert(alert, context, in: &$0) } }
        FooterLine.draw(context.state, in: &canvas)
    }

    private static func drawHead(_ context: PanelContext, in canvas: inout Canvas) {
        var spans = [Span(TimeFormat.clock(context.now, in: context.zone), .value), Span("  ", .text)]
        if context.state.isPaused { spans = [Span(" PAUSED ", .banner), Span(" ", .text)] + spans }
        if context.dashboard.isDemo, !context.state.isPaused {
            spans = [Span(" DEMO ", .banner), Span(" ", .text)] + spans
        }
        spans += TinyScreen.tally(context)
        let length = spans.reduce(0) { $0 + TextFit.width($1.text, repertoire: canvas.glyphs.repertoire) }
        let end = canvas.write(" infermon", x: 0, y: 0, paint: Paint(.title))
        let host = " " + context.snapshot.host
        let room = canvas.width - length - 2 - end
        if room > 3 {
            canvas.write(
                TextFit.cut(host, to: room, repertoire: canvas.glyphs.repertoire), x: end, y: 0, paint: Paint(.text))
        }
        canvas.writeRight(spans, end: canvas.width - 1, y: 0)
    }

    private static func drawTable(_ context: PanelContext, _ rows: [ScenarioSnapshot], in canvas: inout Canvas) {
        guard !rows.isEmpty else { return context.note(context.waitingNote, in: &canvas) }
        let label = min(22, max(8, canvas.width - 32))
        let table = DataTable(
            columns: [
                .init(title: "SCENARIO", width: 8, alignment: .left, most: 22),
                .init(title: "STAT", width: 4, alignment: .left),
                .init(title: "P95", width: 6),
                .init(title: "%SLO", width: 5),
                .init(title: "$/H", width: 5, priority: 1),
                .init(title: "MONTH", width: 5),
            ],
            rows: rows.map { row in
                let figures = ScenarioFigures(row)
                return [
                    [Span(context.shortName(figures.name, label), .text)],
                    [Span(row.shortStateWord, row.stateRole)],
                    ScenariosPanel.number(
                        NumberFormat.latency(figures.latency), unit: "s", ScenarioFigures.paint(share: figures.share)),
                    [
                        Span(
                            figures.share.map { NumberFormat.percent($0) } ?? "",
                            Paint(.load, at: AreaGraph.alarm(figures.share ?? 0)))
                    ],
                    [Span(MoneyFormat.plain(row.budget.burnPerHour), .text)],
                    [Span(NumberFormat.percent(row.budget.usedRatio), ScenarioFigures.paint(row.budget))],
                ]
            },
            selected: context.state.selection[.scenarios].map { min($0, rows.count - 1) })
        table.draw(in: &canvas)
    }

    private static func drawBudget(_ context: PanelContext, in canvas: inout Canvas) {
        let budget = context.snapshot.total.budget
        canvas.write("budget", x: 1, y: 0, paint: Paint(.dim))
        guard let limit = budget.limit, limit > .zero else {
            canvas.write("none set", x: 8, y: 0, paint: Paint(.dim))
            return
        }
        let estimate = budget.estimate.map { $0.dollars / limit.dollars }
        let paint = Paint(estimate.map { $0 > 1 } == true ? .critical : .text)
        let tail = [
            Span(NumberFormat.percent(budget.usedRatio), ScenarioFigures.paint(budget)),
            Span(" \(context.glyphs.arrow) ", .dim), Span(NumberFormat.percent(estimate), paint),
        ]
        let length = tail.reduce(0) { $0 + TextFit.width($1.text, repertoire: canvas.glyphs.repertoire) }
        BarGauge(share: budget.usedRatio, role: .budget, today: budget.elapsedRatio, estimate: estimate)
            .draw(x: 8, y: 0, width: canvas.width - 8 - length - 2, in: &canvas)
        canvas.writeRight(tail, end: canvas.width - 1, y: 0)
    }

    private static func drawMoney(_ context: PanelContext, in canvas: inout Canvas) {
        let budget = context.snapshot.total.budget
        var spans = [Span(MoneyFormat.short(budget.spent), .value)]
        if let limit = budget.limit { spans += [Span(" of ", .dim), Span(MoneyFormat.short(limit), .text)] }
        let end = canvas.write(spans, x: 1, y: 0)
        canvas.writeRight(
            [Span(MoneyFormat.full(budget.burnPerHour), .value), Span("/h", .dim)], end: canvas.width - 1, y: 0,
            start: end + 1)
    }

    private static func drawGPUs(_ context: PanelContext, in canvas: inout Canvas) {
        canvas.write("gpu", x: 1, y: 0, paint: Paint(.dim))
        let width = canvas.width - 6
        switch context.snapshot.gpu {
        case .waiting: canvas.write("waiting", x: 5, y: 0, paint: Paint(.dim))
        case .unavailable(let reason):
            canvas.write(
                TextFit.cut("none: \(reason)", to: width, repertoire: canvas.glyphs.repertoire), x: 5, y: 0,
                paint: Paint(.dim))
        case .current(let observation, _), .stale(let observation, _, _):
            guard !observation.gpus.isEmpty else {
                let why = "none: \(observation.problem ?? "the driver lists none")"
                canvas.write(
                    TextFit.cut(why, to: width, repertoire: canvas.glyphs.repertoire), x: 5, y: 0, paint: Paint(.dim))
                return
            }
            let end = canvas.write(GPUPanel.summary(observation.gpus, isShort: true), x: 5, y: 0)
            let lost = observation.gpus.filter { $0.reading.state == .unavailable }
            guard let first = lost.first else { return }
            let more = lost.count > 1 ? " +\(lost.count - 1)" : ""
            canvas.write([Span("#\(first.index) ", .value), Span("LOST\(more)", .critical)], x: end + 2, y: 0)
        }
    }

    private static func drawAlert(_ alert: Alert, _ context: PanelContext, in canvas: inout Canvas) {
        let age = NumberFormat.age(context.now - (alert.firedAt ?? alert.activeSince))
        let start = canvas.write(AlertsPanel.word(alert), x: 1, y: 0)
        let end = canvas.width - age.utf8.count - 1
        let text = "\(context.shortName(alert.subject, 10)) \(alert.message)"
        canvas.write(
            TextFit.cut(text, to: end - start - 1, repertoire: canvas.glyphs.repertoire), x: start, y: 0,
            paint: Paint(.text))
        canvas.write(age, x: end, y: 0, paint: Paint(.dim))
    }
}
