import InfermonModel

/// Requests and tokens of all scenarios together, and what went wrong.
enum ThroughputPanel: Panel {
    static let id = PanelID.throughput
    static let frame = StyleRole.boxThroughput

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        guard context.hasRequests else { return context.note(context.waitingNote, in: &canvas) }
        if canvas.height < 6 { drawShort(context, in: &canvas) } else { drawTall(context, in: &canvas) }
    }

    /// Two or three rows: each series in one.
    private static func drawShort(_ context: PanelContext, in canvas: inout Canvas) {
        let history = context.snapshot.total.history
        let figures = ScenarioFigures(context.snapshot.total)
        let label = 13
        let spark = Rect(x: label + 1, y: 0, width: canvas.width - label - 2, height: 1)
        let rate = figures.requestsPerHour.map(NumberFormat.count) ?? NumberFormat.unknown
        canvas.write([Span("req/h", .dim)], x: 1, y: 0)
        canvas.writeRight([Span(rate, .value)], end: label, y: 0)
        Sparkline(values: context.visible(history.requestsPerHour).values, tint: .value(.requests, limit: .infinity))
            .draw(x: spark.x, y: 0, width: spark.width, in: &canvas)
        guard canvas.height > 1 else { return }
        let end = canvas.write(tokens(context), x: 1, y: 1)
        if canvas.height > 2 {
            canvas.writeGroups(problems(context), x: 1, y: 2, limit: canvas.width - 2)
        } else {
            canvas.writeGroups(problems(context), x: end + 3, y: 1, limit: canvas.width - 4 - end)
        }
    }

    private static func drawTall(_ context: PanelContext, in canvas: inout Canvas) {
        let total = context.snapshot.total
        let history = total.history
        let figures = ScenarioFigures(total)
        let graphs = canvas.height - 4
        let upper = max(1, (graphs + 1) / 2)
        let lower = max(1, graphs - upper)
        let width = canvas.width - 2
        let requests = context.visible(history.requestsPerHour)
        canvas.write([Span("requests/h", .dim)], x: 1, y: 0)
        var head: [Span] = []
        if let goal = figures.goal {
            head = [Span("goal ", .dim), Span(NumberFormat.compact(goal), .dim), Span("   ", .dim)]
        }
        let rate = figures.requestsPerHour.map(NumberFormat.count) ?? NumberFormat.unknown
        canvas.writeRight(head + [Span("now ", .dim), Span(rate, .value)], end: canvas.width - 1, y: 0, start: 12)
        let top = max(requests.values.compactMap { $0 }.max() ?? 0, figures.goal ?? 0, 1) * 1.1
        canvas.inside(Rect(x: 1, y: 1, width: width, height: upper)) { part in
            AreaGraph(values: requests.values, top: top, tint: .height(.requests), threshold: figures.goal)
                .draw(in: &part)
        }
        canvas.write(tokens(context), x: 1, y: 1 + upper)
        canvas.inside(Rect(x: 1, y: 2 + upper, width: width, height: lower)) { part in
            drawTokens(context, in: &part)
        }
        canvas.writeGroups(problems(context), x: 1, y: 2 + upper + lower, limit: canvas.width - 2)
        TimeAxis(span: requests.span).draw(x: 1, y: canvas.height - 1, width: width, in: &canvas)
    }

    /// Prompt tokens above a centre line, generated ones below it; one above the other where there is a single row.
    private static func drawTokens(_ context: PanelContext, in canvas: inout Canvas) {
        let history = context.snapshot.total.history
        let input = context.visible(history.inputTokensPerSecond).values
        let output = context.visible(history.outputTokensPerSecond).values
        func top(_ values: [Double?]) -> Double { max(1e-9, (values.compactMap { $0 }.max() ?? 0) * 1.05) }
        let above = (canvas.height + 1) / 2
        canvas.inside(Rect(x: 0, y: 0, width: canvas.width, height: above)) { part in
            AreaGraph(values: input, top: top(input), tint: .height(.input)).draw(in: &part)
        }
        guard canvas.height > above else { return }
        canvas.inside(Rect(x: 0, y: above, width: canvas.width, height: canvas.height - above)) { part in
            AreaGraph(values: output, top: top(output), tint: .height(.output), direction: .down).draw(in: &part)
        }
    }

    private static func tokens(_ context: PanelContext) -> [Span] {
        let history = context.snapshot.total.history
        func last(_ series: Series) -> String {
            series.values.last { $0 != nil }.flatMap { $0 }.map(NumberFormat.compact) ?? NumberFormat.unknown
        }
        return [
            Span("tok/s", .dim), Span("  in ", .dim),
            Span(last(history.inputTokensPerSecond), Paint(.input, at: 0.8)), Span("  out ", .dim),
            Span(last(history.outputTokensPerSecond), Paint(.output, at: 0.8)),
        ]
    }

    private static func problems(_ context: PanelContext) -> [[Span]] {
        let hour = context.snapshot.total[.oneHour]
        let failed = hour.outcomes[.upstreamError] &+ hour.outcomes[.timeout] &+ hour.outcomes[.truncated]
        let limited = hour.outcomes[.rateLimited]
        let retries = max(0, hour.attempts &- hour.requests)
        func count(_ value: Int64, _ role: StyleRole) -> Span {
            Span(NumberFormat.count(value) + "/h", value > 0 ? role : .text)
        }
        var spans = [
            [Span("429 ", .dim), count(limited, .warning)], [Span("5xx ", .dim), count(failed, .critical)],
            [Span("retries ", .dim), count(retries, .text)],
        ]
        if hour.requests > 0 {
            let hits = Double(hour.cacheHits) / Double(hour.requests)
            spans.append([Span("cached ", .dim), Span(NumberFormat.percent(hits), .text)])
        }
        return spans
    }
}
