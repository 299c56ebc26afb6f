import InfermonModel

/// Money of the month against budgets: spent, where today stands, where it leads.
enum CostPanel: Panel {
    static let id = PanelID.cost
    static let frame = StyleRole.boxCost

    static func title(_ context: PanelContext) -> String { "cost vs budget" }

    static func badge(_ context: PanelContext, _ inside: Size) -> [Span] {
        [Span("c", .hotkey), Span("ost in full", .dim)]
    }

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let rows = context.scenarios.filter { $0.budget.limit != nil || $0.budget.spent > .zero }
        let total = context.snapshot.total
        guard !rows.isEmpty || total.budget.spent > .zero || total.budget.limit != nil else {
            return context.note(context.hasRequests ? "no costs yet and no budget" : context.waitingNote, in: &canvas)
        }
        var y = 0
        if canvas.height >= rows.count + 5 {
            drawLegend(total.budget, context, y: y, in: &canvas)
            y += 1
        }
        let lines: [(String, BudgetStatus)] =
            [("all", total.budget)] + rows.map { ($0.scenario.id.rawValue, $0.budget) }
        let reserve = canvas.height - y > lines.count ? 1 : 0
        for (name, budget) in lines.prefix(canvas.height - y - reserve) {
            draw(name, budget, context, y: y, in: &canvas)
            y += 1
        }
        drawRemarks(context, rows, from: y, in: &canvas)
    }

    private static func drawLegend(_ budget: BudgetStatus, _ context: PanelContext, y: Int, in canvas: inout Canvas) {
        let glyphs = context.glyphs
        let day = context.zone.local(at: context.snapshot.at).day
        let days = budget.month.days
        canvas.write(
            "\(TimeFormat.month(budget.month.month)), day \(day) of \(days)", x: 1, y: y, paint: Paint(.dim))
        canvas.writeRight(
            [
                Span("\(glyphs.todayMark)", .today),
                Span(" today (\(NumberFormat.percent(budget.elapsedRatio)))   ", .dim),
                Span("\(glyphs.estimateMark)", .estimate), Span(" month-end est.", .dim),
            ], end: canvas.width - 1, y: y, start: 18)
    }

    /// One budget in a row: `content  ■■■■■┃■■···◆  80%  est. $2,239!`.
    private static func draw(
        _ name: String, _ budget: BudgetStatus, _ context: PanelContext, y: Int, in canvas: inout Canvas
    ) {
        let wide = canvas.width >= 52
        let label = wide ? 10 : 8
        let tail = wide ? 20 : 13
        canvas.write(context.shortName(name, label), x: 1, y: y, paint: Paint(name == "all" ? .title : .text))
        let width = canvas.width - label - tail - 4
        guard budget.limit != nil else {
            canvas.write("no budget", x: label + 2, y: y, paint: Paint(.dim), limit: width)
            canvas.writeRight(
                [Span(MoneyFormat.short(budget.spent), .value)], end: canvas.width - 1, y: y, start: label + 12)
            return
        }
        if width >= 4 {
            BarGauge(
                share: budget.usedRatio, role: .budget, today: budget.elapsedRatio,
                estimate: share(budget.estimate, budget)
            ).draw(x: label + 2, y: y, width: width, in: &canvas)
        }
        let used = Span(NumberFormat.percent(budget.usedRatio), ScenarioFigures.paint(budget))
        let end = canvas.width - 1
        canvas.writeRight([used], end: end - tail + 6, y: y, start: label + 2)
        canvas.writeRight(estimate(budget, wide: wide, canvas.glyphs), end: end, y: y, start: end - tail + 7)
    }

    private static func estimate(_ budget: BudgetStatus, wide: Bool, _ glyphs: GlyphSet) -> [Span] {
        guard let estimate = budget.estimate else { return [Span(wide ? "needs data" : "early", .stale)] }
        let isOver = budget.limit.map { estimate > $0 } ?? false
        let paint = Paint(isOver ? .critical : .text)
        let mark = isOver ? "!" : " "
        if wide { return [Span("est. ", .dim), Span(MoneyFormat.short(estimate), paint), Span(mark, paint)] }
        let text = share(estimate, budget).map { NumberFormat.percent($0) } ?? MoneyFormat.short(estimate)
        return [Span(glyphs.arrow, .dim), Span(text, paint), Span(mark, paint)]
    }

    private static func share(_ amount: Money?, _ budget: BudgetStatus) -> Double? {
        guard let amount, let limit = budget.limit, limit > .zero else { return nil }
        return amount.dollars / limit.dollars
    }

    private static func drawRemarks(
        _ context: PanelContext, _ rows: [ScenarioSnapshot], from y: Int, in canvas: inout Canvas
    ) {
        let total = context.snapshot.total
        var y = y
        func write(_ spans: [Span], right: [Span] = []) {
            guard y < canvas.height else { return }
            let end = canvas.writeCut(spans, x: 1, y: y, limit: canvas.width - 2)
            canvas.writeRight(right, end: canvas.width - 1, y: y, start: end + 1)
            y += 1
        }
        var sum = [Span(MoneyFormat.short(total.budget.spent), .value)]
        if let limit = total.budget.limit { sum += [Span(" of ", .dim), Span(MoneyFormat.short(limit), .text)] }
        sum += [Span("  ", .dim), Span(MoneyFormat.full(total.budget.burnPerHour), .value), Span("/h", .dim)]
        let soonest = runOut(rows, context)
        let isTight = canvas.height - y == 1
        write(sum, right: isTight ? soonest.map { $0.short } ?? [] : basis(total.budget))
        if !isTight, let soonest { write(soonest.long) }
        if y < canvas.height {
            let values = context.visible(total.history.dollarsPerHour).values
            canvas.write("$/h", x: 1, y: y, paint: Paint(.dim))
            let trend = trend(total.budget)
            let length = trend.reduce(0) { $0 + $1.text.utf8.count }
            // Coloured against the rate that would use the budget up exactly.
            let even = (total.budget.limit?.dollars ?? .infinity) / max(1, total.budget.month.hours)
            Sparkline(values: values, tint: .value(.budget, limit: even))
                .draw(x: 12, y: y, width: canvas.width - 14 - length, in: &canvas)
            canvas.writeRight(trend, end: canvas.width - 1, y: y)
            y += 1
        }
        for line in sources(context) { write(line) }
        let rest = canvas.height - y - 1
        guard rest >= 6 else { return }
        canvas.inside(Rect(x: 0, y: y + 1, width: canvas.width, height: rest)) { MonthChart.draw(context, in: &$0) }
    }

    private static func basis(_ budget: BudgetStatus) -> [Span] {
        switch budget.basis {
        case .gateway: [Span("as the gateway states", .dim)]
        case .computed: [Span("tokens x prices", .dim)]
        case .billed: [Span("as billed", .dim)]
        case .best: [Span("gateway, else tokens x prices", .dim)]
        }
    }

    private static func trend(_ budget: BudgetStatus) -> [Span] {
        guard let day = budget.burnPerHourLastDay, day > .zero else { return [] }
        let change = budget.burnPerHour.dollars / day.dollars - 1
        let sign = change > 0.005 ? "+" : ""
        return [Span("\(sign)\(NumberFormat.percent(change)) on 24h", change > 0.5 ? .warning : .dim)]
    }

    /// The scenario whose money runs out first.
    private static func runOut(
        _ rows: [ScenarioSnapshot], _ context: PanelContext
    ) -> (long: [Span], short: [Span])? {
        let ending = rows.compactMap { row in row.budget.runsOutAt.map { (row.scenario.id.rawValue, $0) } }
        guard let first = ending.min(by: { $0.1 < $1.1 }) else { return nil }
        let day = TimeFormat.day(first.1, in: context.zone)
        if first.1 <= context.now {
            return ([Span("! \(first.0) is over its budget", .critical)], [Span("over since \(day)", .critical)])
        }
        let left = NumberFormat.age(first.1 - context.now)
        return (
            [
                Span("! ", .warning), Span(first.0, .text), Span(" runs out ", .warning),
                Span(TimeFormat.dayAndMinute(first.1, in: context.zone), .text), Span(" (in \(left))", .dim),
            ],
            [Span("out \(day)", .warning)]
        )
    }

    private static func sources(_ context: PanelContext) -> [[Span]] {
        let total = context.snapshot.total
        var lines: [[Span]] = []
        let known = context.snapshot.providers.filter { !$0.isGateway }.compactMap { provider in
            provider.billedThisMonth.value.map { (provider, $0) }
        }
        if !known.isEmpty {
            let sum = known.reduce(Money.zero) { $0 + $1.1 }
            var line = [Span("billed ", .dim), Span(MoneyFormat.full(sum), .text)]
            if let until = known.compactMap({ $0.0.billedUntil }).min() {
                line.append(Span(" to " + TimeFormat.dayAndMinute(until, in: context.zone), .dim))
            }
            if known.contains(where: { $0.0.billedThisMonth.state == .stale }) { line.append(Span("  stale", .stale)) }
            lines.append(line)
        }
        if total.budget.unpricedRequests > 0 {
            let count = NumberFormat.grouped(total.budget.unpricedRequests)
            lines.append([Span("\(count) requests unpriced, not in the sum", .stale)])
        }
        if let own = context.dashboard.costScreen?.ownHardware {
            let mark = own.isEstimated ? "~" : ""
            lines.append([
                Span("own GPUs ", .dim), Span(mark + MoneyFormat.full(own.allocation), .text),
                Span(" (not in the sum)", .dim),
            ])
        }
        return lines
    }
}
