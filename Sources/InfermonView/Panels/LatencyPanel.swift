import InfermonModel

/// A strip per scenario: latency as a share of its objective, so that strips of different scenarios compare.
enum LatencyPanel: Panel {
    static let id = PanelID.latency
    static let frame = StyleRole.boxLatency
    /// Strips end at this share of the objective; the objective's line stands below it.
    private static let top = 1.25

    static func title(_ context: PanelContext) -> String { "latency vs objective" }

    static func badge(_ context: PanelContext, _ inside: Size) -> [Span] {
        [Span("\(context.glyphs.threshold)\(context.glyphs.threshold) ", .threshold), Span("objective", .dim)]
    }

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        guard context.hasRequests else { return context.note(context.waitingNote, in: &canvas) }
        let rows = chosen(context, height: canvas.height)
        guard !rows.isEmpty, canvas.height > 0 else { return }
        let hasAxis = canvas.height > rows.count
        let body = canvas.height - (hasAxis ? 1 : 0)
        let strip = max(1, min(12, body / rows.count))
        let label = strip > 1 && canvas.width >= 56 ? 20 : 15
        for (index, row) in rows.enumerated() {
            canvas.inside(Rect(x: 0, y: index * strip, width: canvas.width, height: strip)) { part in
                draw(ScenarioFigures(row), context, label: label, in: &part)
            }
        }
        if hasAxis {
            let covered = context.visible(rows[0].history.latencySeconds).span
            let y = min(canvas.height - 1, rows.count * strip)
            TimeAxis(span: covered).draw(x: label + 1, y: y, width: canvas.width - label - 2, in: &canvas)
            if y + 1 < canvas.height { drawWorst(rows, context, y: y + 1, in: &canvas) }
        }
    }

    /// The scenario that is farthest over its objective, or nearest to it, in words.
    private static func drawWorst(
        _ rows: [ScenarioSnapshot], _ context: PanelContext, y: Int, in canvas: inout Canvas
    ) {
        let judged = rows.map(ScenarioFigures.init).filter { $0.share != nil }
        guard let worst = judged.max(by: { ($0.share ?? 0) < ($1.share ?? 0) }), let bound = worst.bound else { return }
        canvas.writeGroups(
            [
                [
                    Span("nearest ", .dim), Span(context.shortName(worst.name, 12) + " ", .text),
                    Span(NumberFormat.latency(worst.latency), ScenarioFigures.paint(share: worst.share)),
                    Span(" of " + NumberFormat.bound(bound), .dim),
                ]
            ], x: 1, y: y, limit: canvas.width - 2)
    }

    /// The scenarios with a strip: all that fit, the ones nearest to their objective first where not.
    private static func chosen(_ context: PanelContext, height: Int) -> [ScenarioSnapshot] {
        let rows = context.scenarios.filter { row in
            row.latencyObjective != nil || row.history.latencySeconds.values.contains { $0 != nil }
        }
        guard rows.count > height else { return rows }
        let worst = rows.sorted {
            ($0.latencyObjective?.shareOfTarget ?? -1) > ($1.latencyObjective?.shareOfTarget ?? -1)
        }
        return Array(worst.prefix(height))
    }

    private static func draw(_ figures: ScenarioFigures, _ context: PanelContext, label: Int, in canvas: inout Canvas) {
        let bound = figures.bound
        let values = context.visible(figures.row.history.latencySeconds).values
        let greatest = values.compactMap { $0 }.max() ?? 0
        let limit = bound ?? max(greatest, 1e-9)
        let area = Rect(x: label + 1, y: 0, width: canvas.width - label - 2, height: canvas.height)
        drawLabel(figures, context, width: label, in: &canvas)
        if canvas.height == 1 {
            Sparkline(values: values, top: limit * top, tint: .value(.load, limit: limit))
                .draw(x: area.x, y: 0, width: area.width, in: &canvas)
            return
        }
        let tint: AreaGraph.Tint = bound == nil ? .height(.requests) : .value(.load, limit: limit)
        canvas.inside(area) { part in
            AreaGraph(values: values, top: limit * top, tint: tint, threshold: bound).draw(in: &part)
        }
    }

    private static func drawLabel(
        _ figures: ScenarioFigures, _ context: PanelContext, width: Int, in canvas: inout Canvas
    ) {
        let isWide = width >= 20 && canvas.height > 1
        canvas.write(context.shortName(figures.name, isWide ? width - 1 : width - 6), x: 1, y: 0, paint: Paint(.text))
        let y = isWide ? 1 : 0
        if let share = figures.share {
            canvas.writeRight(
                [Span(NumberFormat.percent(share), Paint(.load, at: AreaGraph.alarm(share)))], end: width, y: y)
        } else if figures.bound != nil {
            canvas.writeRight([Span(NumberFormat.unknown, .dim)], end: width, y: y)
        } else if canvas.height == 1 {
            canvas.writeRight([Span(NumberFormat.latency(figures.latency), .value)], end: width, y: 0)
        }
        guard canvas.height > 1 else { return }
        let measured = ScenariosPanel.number(
            NumberFormat.latency(figures.latency), unit: "s", ScenarioFigures.paint(share: figures.share))
        canvas.write([Span(figures.latencyName + " ", .dim)] + measured, x: 1, y: 1, limit: width - 1)
        guard canvas.height > 2 else { return }
        let promise = figures.bound.map { "of " + NumberFormat.bound($0) } ?? "no objective"
        canvas.write(promise, x: 1, y: 2, paint: Paint(.dim), limit: width - 1)
        if figures.row.latencyObjective?.state == .violated {
            canvas.writeRight([Span("over", .critical)], end: width, y: 2, start: 9)
        }
    }
}
