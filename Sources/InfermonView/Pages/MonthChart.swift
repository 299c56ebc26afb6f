import InfermonModel

/// The month's spend day by day, added up, with the way to its estimated end and the budget's line.
enum MonthChart {
    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let budget = context.snapshot.total.budget
        guard let cost = context.dashboard.costScreen, cost.daily.values.contains(where: { $0 != nil }) else {
            return context.note("no costs yet", in: &canvas)
        }
        let days = budget.month.days
        var sum = 0.0
        var course: [Double?] = cost.daily.values.prefix(days).map { day in
            sum += day ?? 0
            return sum
        }
        let today = course.count
        course += Array(repeating: nil, count: days - today)
        let limit = budget.limit?.dollars
        let estimate = budget.estimate?.dollars
        let top = max(sum, limit ?? 0, estimate ?? 0, 0.01) * 1.08
        let chart = LineChart(
            values: course, top: top, tint: limit.map { .value(.budget, limit: $0) } ?? .height(.requests),
            threshold: limit, label: { MoneyFormat.short(money($0)) })
        let plot = Rect(x: 0, y: 0, width: canvas.width, height: canvas.height - 1)
        canvas.inside(plot) { chart.draw(in: &$0) }
        let area = Rect(
            x: LineChart.axisWidth, y: 0, width: canvas.width - LineChart.axisWidth - 1, height: canvas.height - 1)
        canvas.inside(area) { part in
            if let estimate {
                drawEstimate(from: sum, to: estimate, top: top, start: today * part.width / days, in: &part)
            }
            if let limit, part.width >= 30 {
                let row = Int.cell(at: 1 - limit / top, of: part.height)
                part.write("budget ", x: 0, y: row, paint: Paint(.threshold))
            }
        }
        drawAxis(context, days: days, x: area.x, y: canvas.height - 1, width: area.width, in: &canvas)
    }

    private static func money(_ dollars: Double) -> Money {
        guard dollars > 0 else { return .zero }
        return Money(picodollars: Int128((min(1e12, dollars) * 1e6).rounded()) * 1_000_000)
    }

    private static func drawEstimate(
        from sum: Double, to estimate: Double, top: Double, start: Int, in canvas: inout Canvas
    ) {
        let last = canvas.width - 1
        guard start < last else { return }
        func row(_ value: Double) -> Int {
            Int.cell(at: 1 - value / top, of: canvas.height)
        }
        for column in stride(from: start + 1, to: last, by: 2) {
            let share = Double(column - start) / Double(last - start)
            canvas.put(canvas.glyphs.gap, x: column, y: row(sum + (estimate - sum) * share), paint: Paint(.estimate))
        }
        let y = row(estimate)
        canvas.put(canvas.glyphs.estimateMark, x: last, y: y, paint: Paint(.estimate))
        let label = "est. " + MoneyFormat.short(money(estimate))
        // Above the mark, where the way to it does not lead; below it when it stands at the top.
        canvas.writeRight([Span(label, .estimate)], end: last + 1, y: y > 1 ? y - 1 : y + 1, start: start + 1)
    }

    private static func drawAxis(
        _ context: PanelContext, days: Int, x: Int, y: Int, width: Int, in canvas: inout Canvas
    ) {
        guard width >= 16 else { return }
        let step = width >= 50 ? 7 : 10
        for day in stride(from: 1, through: days, by: step) {
            canvas.write("\(day)", x: x + (day - 1) * width / days, y: y, paint: Paint(.graphText))
        }
    }
}
