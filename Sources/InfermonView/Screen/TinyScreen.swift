import InfermonModel

/// The least screens: a line per scenario, and one line for everything.
enum TinyScreen {
    /// `2C 1W` of what fires; else the state of the box, or `2P` of what waits; in as few columns as it takes.
    static func tally(_ context: PanelContext) -> [Span] {
        let firing = context.dashboard.alerts.filter { $0.state == .firing }
        let critical = firing.filter { $0.severity == .critical }.count
        let warning = firing.filter { $0.severity == .warning }.count
        guard critical + warning > 0 else { return quiet(context) }
        var spans: [Span] = []
        if critical > 0 { spans.append(Span("\(critical)C", .criticalBadge)) }
        if warning > 0 { spans += [Span(spans.isEmpty ? "" : " ", .text), Span("\(warning)W", .warning)] }
        return spans
    }

    private static func quiet(_ context: PanelContext) -> [Span] {
        let pending = context.dashboard.alerts.count { $0.state == .pending }
        let state = context.snapshot.total.state
        return switch state {
        case .critical, .warning: [Span(state.word, state.role)]
        case .ok where pending > 0: [Span("\(pending)P", .notice)]
        case .ok: [Span("ok", .ok)]
        case .noData: [Span(NumberFormat.unknown, .dim)]
        }
    }

    /// About 20×5.
    static func drawLines(_ context: PanelContext, in canvas: inout Canvas) {
        let tally = tally(context)
        let length = tally.reduce(0) { $0 + $1.text.utf8.count }
        let title = canvas.write("INFERMON", x: 0, y: 0, paint: Paint(.title))
        let clock = TimeFormat.minute(context.now, in: context.zone)
        canvas.writeRight(tally, end: canvas.width, y: 0, start: title + 1)
        canvas.write(clock, x: title + 1, y: 0, paint: Paint(.dim), limit: canvas.width - length - title - 2)
        let rows = context.scenarios
        let hasMoney = canvas.height >= 4
        let room = canvas.height - 1 - (hasMoney ? 1 : 0)
        if rows.isEmpty {
            canvas.inside(Rect(x: 0, y: 1, width: canvas.width, height: room)) {
                context.note(context.waitingNote, in: &$0)
            }
        }
        // What is worst stands first when not all have a line.
        let shown = rows.count > room ? ScenarioRows.ordered(rows, by: .state, reversed: false) : rows
        for (offset, row) in shown.prefix(room).enumerated() {
            drawScenario(ScenarioFigures(row), context, y: 1 + offset, in: &canvas)
        }
        guard hasMoney else { return }
        drawMoney(
            context.snapshot.total.budget, y: min(canvas.height - 1, 1 + max(1, min(rows.count, room))), in: &canvas)
    }

    private static func drawScenario(
        _ figures: ScenarioFigures, _ context: PanelContext, y: Int, in canvas: inout Canvas
    ) {
        let label = max(4, canvas.width - 16)
        canvas.write(context.shortName(figures.name, label), x: 0, y: y, paint: Paint(.text))
        let state = figures.row.state
        canvas.write(state == .noData ? NumberFormat.unknown : state.word, x: label + 1, y: y, paint: Paint(state.role))
        let latency = figures.latency.map {
            $0 < 9.95 ? NumberFormat.fixed($0, 1) + "s" : $0 < 999 ? NumberFormat.fixed($0, 0) + "s" : ">16m"
        }
        canvas.writeRight(
            [Span(latency ?? NumberFormat.unknown, ScenarioFigures.paint(share: figures.share))], end: label + 11, y: y)
        let used = NumberFormat.percent(figures.budget.usedRatio)
        canvas.writeRight([Span(used, ScenarioFigures.paint(figures.budget))], end: label + 16, y: y, start: label + 11)
    }

    private static func drawMoney(_ budget: BudgetStatus, y: Int, in canvas: inout Canvas) {
        var spans = [Span(MoneyFormat.short(budget.spent), .value)]
        if let limit = budget.limit { spans.append(Span("/" + MoneyFormat.short(limit).dropFirst(), .dim)) }
        let end = canvas.write(spans, x: 0, y: y)
        guard let estimate = budget.estimate else { return }
        let isOver = budget.limit.map { estimate > $0 } ?? false
        let text = MoneyFormat.short(estimate)
        guard end + 1 + text.utf8.count <= canvas.width else { return }
        canvas.writeRight([Span(text, isOver ? .critical : .text)], end: canvas.width, y: y, start: end + 1)
        let label = canvas.glyphs.arrow
        if end + 1 + text.utf8.count + label.count <= canvas.width {
            canvas.writeRight([Span(label, .dim)], end: canvas.width - text.utf8.count, y: y, start: end)
        }
    }

    /// Under 20×3: `infermon 2C 1W $63%` and nothing else.
    static func drawLine(_ context: PanelContext, in canvas: inout Canvas) {
        let used = context.snapshot.total.budget.usedRatio
        let tally = tally(context)
        let money =
            used.map { [Span("$" + NumberFormat.percent($0), ScenarioFigures.paint(context.snapshot.total.budget))] }
            ?? []
        let length = (tally + money).reduce(money.isEmpty ? 0 : 1) { $0 + $1.text.utf8.count }
        // What fires counts more than the program's name.
        let name = canvas.width >= length + 9 ? [Span("infermon ", .title)] : []
        canvas.write(name + tally + (money.isEmpty ? [] : [Span(" ", .text)] + money), x: 0, y: 0)
    }
}
