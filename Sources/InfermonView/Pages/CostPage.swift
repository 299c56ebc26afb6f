import InfermonModel

/// Money in full: budgets, where the figures come from, the month's course, what other models would cost.
enum CostPage: PageView {
    static let id = Page.cost
    static let title = "COST"

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let rows = context.scenarios.filter { $0.budget.limit != nil || $0.budget.spent > .zero }
        let count = rows.count + context.snapshot.providers.count { $0.budget != nil }
        let full = count * 2 + 6
        let isWide = canvas.width >= 110
        let compact = canvas.height < full + 8
        let wanted = compact ? count + 5 : full
        // On a low page the budgets go first, and what is left is too little for anything else.
        let most = canvas.height >= 18 ? canvas.height - 8 : canvas.height
        let budgets = canvas.height < wanted + 4 ? most : wanted
        let left = isWide ? canvas.width * 61 / 100 : canvas.width
        let month = TimeFormat.longMonth(context.snapshot.total.budget.month.month)
        let zone = TimeFormat.zoneName(context.zone)
        canvas.box(
            Rect(x: 0, y: 0, width: left, height: budgets), .boxCost, "budgets, \(month)",
            badge: [Span("USD, months of \(zone)", .dim)]
        ) { part in BudgetSection.draw(rows, context, isCompact: compact, in: &part) }
        if isWide {
            canvas.box(
                Rect(x: left, y: 0, width: canvas.width - left, height: budgets), .boxCost,
                "where the figures come from"
            ) { part in FigureSection.draw(context, in: &part) }
        }
        if budgets < canvas.height { drawLower(context, from: budgets, left: left, isWide: isWide, in: &canvas) }
    }

    private static func drawLower(
        _ context: PanelContext, from y: Int, left: Int, isWide: Bool, in canvas: inout Canvas
    ) {
        let rest = canvas.height - y
        let lines = OptionSection.lines(context, width: canvas.width - 4)
        let wanted = min(lines.count + 2, rest)
        let chart = rest - wanted >= 7 ? min(rest - wanted, 16) : rest >= 20 ? 10 : 0
        if chart > 0 {
            canvas.box(Rect(x: 0, y: y, width: left, height: chart), .boxCost, "month to date") { part in
                MonthChart.draw(context, in: &part)
            }
            if isWide {
                canvas.box(
                    Rect(x: left, y: y, width: canvas.width - left, height: chart), .boxCost, "by model, last 24 hours"
                ) { part in ModelSection.draw(context, in: &part) }
            }
        }
        let area = Rect(x: 0, y: y + chart, width: canvas.width, height: rest - chart)
        let visible = DataTable.visible(
            total: lines.count, selected: context.state.selection[.cost].map { $0 + area.height - 3 },
            height: area.height - 2)
        let note = DataTable.note(visible, of: lines.count)
        let badge = note.isEmpty ? [] : [Span(note, .dim)]
        canvas.box(area, .boxCost, "what it could cost instead", badge: badge) { part in
            for (offset, index) in visible.enumerated() {
                part.writeCut(lines[index], x: 1, y: offset, limit: part.width - 2)
            }
        }
    }
}
