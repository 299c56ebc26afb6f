import InfermonModel

/// One row per scenario: state, load, availability, latency against its objective, cost.
enum ScenariosPanel: Panel {
    static let id = PanelID.scenarios
    static let frame = StyleRole.boxScenarios

    static func badge(_ context: PanelContext, _ inside: Size) -> [Span] {
        var spans: [Span] = []
        let total = context.scenarios.count
        let visible = DataTable.visible(
            total: total, selected: context.state.selection[.scenarios], height: inside.height - 1)
        let note = DataTable.note(visible, of: total)
        if !note.isEmpty { spans.append(Span(note + "  ", .dim)) }
        spans += [
            Span("s", .hotkey), Span("ort ", .dim), Span(context.state.order.name, .text),
            Span(" " + (context.state.isReversed ? context.glyphs.up : context.glyphs.down), .hotkey),
        ]
        return spans
    }

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let rows = context.scenarios
        guard !rows.isEmpty else {
            return context.note(context.waitingNote, in: &canvas)
        }
        let figures = rows.map(ScenarioFigures.init)
        let table = DataTable(
            columns: columns(context, latency: latencyTitle(figures)),
            rows: figures.map { cells($0, context.glyphs) },
            selected: context.state.selection[.scenarios].map { min($0, rows.count - 1) },
            footer: canvas.height >= rows.count + 2 && rows.count > 1 ? total(context) : nil)
        table.draw(in: &canvas)
    }

    private static func columns(_ context: PanelContext, latency: String) -> [DataTable.Column] {
        [
            .init(title: "SCENARIO", width: 10, alignment: .left, most: 26, shorten: context.shortName),
            .init(title: "STATE", width: 7),
            .init(title: "REQ/H", width: 5, priority: 2),
            .init(title: "GOAL", width: 5, priority: 9),
            .init(title: "AVAIL", width: 7, priority: 3),
            .init(title: "P50", width: 6, priority: 8),
            .init(title: latency, width: 6),
            .init(title: "SLO", width: 5, priority: 6),
            .init(title: "%SLO", width: 5),
            .init(title: "TTFT95", width: 6, priority: 11),
            .init(title: "TOK/S", width: 5, priority: 10),
            .init(title: "$/REQ", width: 8, priority: 4),
            .init(title: "CAP", width: 6, priority: 7),
            .init(title: "$/H", width: 6, priority: 1),
            .init(title: "MONTH", width: 6),
        ]
    }

    /// The percentile that all objectives are about; a plain word where they differ.
    private static func latencyTitle(_ figures: [ScenarioFigures]) -> String {
        let names = Set(figures.map(\.latencyName))
        return names.count == 1 ? names.first?.uppercased() ?? "LAT" : "LAT"
    }

    private static func cells(_ figures: ScenarioFigures, _ glyphs: GlyphSet) -> [[Span]] {
        let row = figures.row
        let budget = figures.budget
        let id = row.scenario.id
        let isLeftover = id == .unattributed || id == .unauthenticated || id == .other
        return [
            [Span(figures.name, isLeftover ? .stale : .text)],
            [Span(row.stateWord, row.stateRole)],
            [Span(figures.requestsPerHour.map(NumberFormat.count) ?? NumberFormat.unknown, .value)],
            [Span(figures.goal.map(NumberFormat.compact) ?? "", .dim)],
            availability(figures),
            number(NumberFormat.latency(figures.median), unit: "s", .text),
            number(NumberFormat.latency(figures.latency), unit: "s", ScenarioFigures.paint(share: figures.share)),
            [Span(figures.bound.map(NumberFormat.bound) ?? "", .dim)],
            share(figures.share),
            number(NumberFormat.latency(figures.firstToken), unit: "s", .text),
            [Span(figures.tokensPerSecond.map(NumberFormat.compact) ?? NumberFormat.unknown, .text)],
            [Span(figures.costPerRequest, cost(figures))],
            [Span(figures.ceiling.map(MoneyFormat.bound) ?? "", .dim)],
            [Span(MoneyFormat.plain(budget.burnPerHour), .text)],
            month(budget),
        ]
    }

    private static func cost(_ figures: ScenarioFigures) -> StyleRole {
        if figures.costPerRequest == "unpriced" { return .stale }
        return figures.isOverCeiling ? .critical : .text
    }

    /// The row over all scenarios; latency has no meaning over different objectives.
    private static func total(_ context: PanelContext) -> [[Span]] {
        let total = context.snapshot.total
        let figures = ScenarioFigures(total)
        let isJudged = context.snapshot.scenarios.contains(where: \.hasGoal)
        let blank: [Span] = [Span("", .dim)]
        return [
            [Span("all", .title)],
            isJudged ? [Span(total.state.word, total.state.role)] : [Span(total.stateWord, total.stateRole)],
            [Span(figures.requestsPerHour.map(NumberFormat.count) ?? NumberFormat.unknown, .value)],
            [Span(figures.goal.map(NumberFormat.compact) ?? "", .dim)],
            availability(figures), blank, blank, blank, blank, blank,
            [Span(figures.tokensPerSecond.map(NumberFormat.compact) ?? NumberFormat.unknown, .text)],
            blank, blank,
            [Span(MoneyFormat.plain(total.budget.burnPerHour), .text)],
            month(total.budget),
        ]
    }

    private static func availability(_ figures: ScenarioFigures) -> [Span] {
        let text = NumberFormat.availability(figures.availability)
        guard figures.availabilityResult?.state == .violated else { return [Span(text, .text)] }
        return [Span(text + "!", .critical)]
    }

    /// A number with its unit in a fainter tone.
    static func number(_ text: String, unit: Character, _ paint: Paint) -> [Span] {
        guard text.last == unit else { return [Span(text, text == NumberFormat.unknown ? Paint(.dim) : paint)] }
        return [Span(String(text.dropLast()), paint), Span(String(unit), .dim)]
    }

    private static func number(_ text: String, unit: Character, _ role: StyleRole) -> [Span] {
        number(text, unit: unit, Paint(role))
    }

    private static func share(_ share: Double?) -> [Span] {
        guard let share else { return [Span("", .dim)] }
        return [Span(NumberFormat.percent(share), Paint(.load, at: AreaGraph.alarm(share)))]
    }

    private static func month(_ budget: BudgetStatus) -> [Span] {
        guard let used = budget.usedRatio else { return [Span(MoneyFormat.short(budget.spent), .text)] }
        let paint = ScenarioFigures.paint(budget)
        return [Span(NumberFormat.percent(used) + (paint.role == .critical ? "!" : ""), paint)]
    }
}
