import InfermonModel

/// Every budget: spent, used, where the month ends, what a day may cost.
enum BudgetSection {
    static func draw(
        _ rows: [ScenarioSnapshot], _ context: PanelContext, isCompact: Bool, in canvas: inout Canvas
    ) {
        let lines =
            rows.map { ($0.scenario.id.rawValue, $0.budget) }
            + context.snapshot.providers.compactMap { provider in provider.budget.map { (provider.id, $0) } }
            + [("all", context.snapshot.total.budget)]
        let perRow = isCompact ? 1 : 2
        drawHeadings(isCompact: isCompact, in: &canvas)
        // All gauges end in one column, whatever stands behind them.
        let room = isCompact ? 0 : lines.map { length(details($0.1, context, in: canvas)) }.max() ?? 0
        let rowCount = max(0, (canvas.height - 2) / perRow)
        var y = 1
        // The sum keeps its place when not all scenarios have one.
        let shown =
            lines.count > rowCount ? Array(lines.prefix(max(0, rowCount - 1))) + lines.suffix(1) : lines
        for (name, budget) in shown {
            drawFigures(name, budget, context, y: y, isCompact: isCompact, in: &canvas)
            if !isCompact, name != "all" || canvas.height > y + 2 {
                drawGauge(budget, context, y: y + 1, room: room, in: &canvas)
            }
            y += perRow
        }
        drawLegend(context, y: canvas.height - 1, in: &canvas)
    }

    /// The gauge, and beside it what has no column.
    private static func drawGauge(
        _ budget: BudgetStatus, _ context: PanelContext, y: Int, room: Int, in canvas: inout Canvas
    ) {
        canvas.writeRight(details(budget, context, in: canvas), end: canvas.width - 1, y: y)
        guard budget.limit != nil else { return }
        BarGauge(
            share: budget.usedRatio, role: .budget, today: budget.elapsedRatio, estimate: share(budget.estimate, budget)
        ).draw(x: 3, y: y, width: canvas.width - (room > 0 ? room + 7 : 5), in: &canvas)
    }

    /// Range, pace, the day's rate and what a day may cost.
    private static func details(_ budget: BudgetStatus, _ context: PanelContext, in canvas: Canvas) -> [Span] {
        guard canvas.width >= detailWidth, budget.limit != nil else { return [] }
        var parts: [[Span]] = []
        if let low = budget.low, let high = budget.high {
            let ends = [low, high].map { String(MoneyFormat.short($0).dropFirst()) }
            parts.append([Span(ends.joined(separator: context.glyphs.dash), .text)])
        }
        if let pace = budget.pace {
            parts.append([Span("pace ", .dim), Span(NumberFormat.fixed(pace, 2), pace >= 1.5 ? .warning : .text)])
        }
        if let day = budget.burnPerHourLastDay {
            parts.append([Span("24h ", .dim), Span(MoneyFormat.plain(day), .text), Span("/h", .dim)])
        }
        if let allowance = budget.dailyAllowance {
            parts.append([Span(MoneyFormat.short(allowance), .text), Span(" a day", .dim)])
        }
        return Array(parts.joined(separator: [Span("  ", .dim)]))
    }

    /// The least columns for a gauge with details behind it.
    private static let detailWidth = 66

    private static func length(_ spans: [Span]) -> Int { spans.reduce(0) { $0 + $1.text.count } }

    private static let columns: [(title: String, width: Int, priority: Int)] = [
        ("SPENT", 10, 0), ("BUDGET", 8, 1), ("USED", 5, 0), ("ESTIMATE", 9, 0), ("RANGE", 15, 5), ("$/H", 6, 3),
        ("A DAY", 8, 4), ("RUNS OUT", 8, 2),
    ]

    /// Where the columns end; range and allowance stand beside the gauge where there is one.
    private static func placed(_ width: Int, isCompact: Bool) -> (name: Int, columns: [(Int, Int)]) {
        let hasDetails = !isCompact && width >= detailWidth
        var kept = columns.indices.filter { !hasDetails || !["RANGE", "A DAY"].contains(columns[$0].title) }
        func needed() -> Int { kept.reduce(0) { $0 + columns[$1].width + 1 } + 12 }
        while needed() > width,
            let last = kept.filter({ columns[$0].priority > 0 }).max(by: { columns[$0].priority < columns[$1].priority }
            )
        {
            kept.removeAll { $0 == last }
        }
        var end = width - 1
        var result: [(Int, Int)] = []
        for index in kept.reversed() {
            result.append((index, end))
            end -= columns[index].width + 1
        }
        return (max(4, end - 1), result.reversed())
    }

    private static func drawHeadings(isCompact: Bool, in canvas: inout Canvas) {
        let (name, places) = placed(canvas.width, isCompact: isCompact)
        canvas.write("SCENARIO", x: 1, y: 0, paint: Paint(.title), limit: name)
        for (index, end) in places { canvas.writeRight([Span(columns[index].title, .title)], end: end, y: 0) }
    }

    private static func drawFigures(
        _ name: String, _ budget: BudgetStatus, _ context: PanelContext, y: Int, isCompact: Bool,
        in canvas: inout Canvas
    ) {
        let (room, places) = placed(canvas.width, isCompact: isCompact)
        canvas.write(context.shortName(name, room), x: 1, y: y, paint: Paint(name == "all" ? .title : .text))
        for (index, end) in places {
            canvas.writeRight([cell(index, budget, context)], end: end, y: y)
        }
    }

    private static func cell(_ index: Int, _ budget: BudgetStatus, _ context: PanelContext) -> Span {
        let isOver = budget.limit.map { limit in budget.estimate.map { $0 > limit } ?? false } ?? false
        switch index {
        case 0: return Span(MoneyFormat.plain(budget.spent), .value)
        case 1: return Span(budget.limit.map { String(MoneyFormat.short($0).dropFirst()) } ?? "none", .dim)
        case 2: return Span(NumberFormat.percent(budget.usedRatio), ScenarioFigures.paint(budget))
        case 3:
            guard let estimate = budget.estimate else { return Span("no data", .stale) }
            return Span(
                String(MoneyFormat.short(estimate).dropFirst()) + (isOver ? "!" : ""), isOver ? .critical : .text)
        case 4:
            guard let low = budget.low, let high = budget.high else { return Span("", .dim) }
            let ends = [low, high].map { String(MoneyFormat.short($0).dropFirst()) }
            return Span(ends.joined(separator: context.glyphs.dash), .dim)
        case 5: return Span(MoneyFormat.plain(budget.burnPerHour), .text)
        case 6: return Span(budget.dailyAllowance.map { MoneyFormat.plain($0) } ?? "", .dim)
        case _:
            guard let end = budget.runsOutAt else { return Span("not yet", .dim) }
            if end <= context.now { return Span("is out", .critical) }
            return Span(TimeFormat.day(end, in: context.zone), .warning)
        }
    }

    private static func drawLegend(_ context: PanelContext, y: Int, in canvas: inout Canvas) {
        let glyphs = canvas.glyphs
        let total = context.snapshot.total.budget
        if total.estimate == nil, let note = total.forecastNote {
            canvas.writeCut([Span(note, .stale)], x: 1, y: y, limit: canvas.width - 2)
            return
        }
        canvas.writeGroups(
            [
                [
                    Span("\(glyphs.todayMark)", .today),
                    Span(" today, \(NumberFormat.percent(total.elapsedRatio)) of the month", .dim),
                ],
                [Span("\(glyphs.estimateMark)", .estimate), Span(" estimate at its end", .dim)],
                [Span("!", .critical), Span(" over budget", .dim)],
            ], x: 1, y: y, limit: canvas.width - 2)
    }

    private static func share(_ amount: Money?, _ budget: BudgetStatus) -> Double? {
        guard let amount, let limit = budget.limit, limit > .zero else { return nil }
        return amount.dollars / limit.dollars
    }
}
