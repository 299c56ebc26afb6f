import InfermonModel

/// What other models would cost at the measured traffic, advice, and contradictions in the configuration.
enum OptionSection {
    static func lines(_ context: PanelContext, width: Int) -> [[Span]] {
        guard let cost = context.dashboard.costScreen else {
            return [[Span("comes with the first measured requests", .dim)]]
        }
        var lines: [[Span]] = []
        var last: ScenarioID?
        for option in cost.options {
            let room = width < 100 ? 11 : 18
            let name = option.scenario == last ? "" : context.shortName(option.scenario.rawValue, room)
            last = option.scenario
            lines.append(line(option, name: name, room: room, context.glyphs))
        }
        if cost.options.isEmpty { lines.append([Span("no options are configured for these scenarios", .dim)]) }
        if let hardware = cost.ownHardware { lines += OwnHardwareSection.lines(hardware, width: width, context) }
        if let backtest = cost.backtest {
            lines += sentence(backtest, Span("\(context.glyphs.right) ", .notice), width, context)
        }
        lines += cost.advice.flatMap { sentence($0, Span("\(context.glyphs.right) ", .notice), width, context) }
        lines += cost.lint.flatMap { sentence($0, Span("! ", .warning), width, context) }
        return lines
    }

    private static func sentence(_ text: String, _ mark: Span, _ width: Int, _ context: PanelContext) -> [[Span]] {
        TextFit.wrap(text, columns: width - 2, limit: 4, repertoire: context.glyphs.repertoire).enumerated().map {
            [$0 == 0 ? mark : Span("  ", .text), Span($1, .text)]
        }
    }

    private static func line(
        _ option: CostScreen.OptionLine, name: String, room: Int, _ glyphs: GlyphSet
    ) -> [Span] {
        let repertoire = glyphs.repertoire
        let price = option.monthly.map { MoneyFormat.short($0) + "/month" } ?? "no price"
        let fit: Span =
            switch option.fitsBudget {
            case true?: Span("fits  ", .ok)
            case false?: Span("over! ", .critical)
            case nil: Span("      ", .dim)
            }
        return [
            Span(TextFit.pad(name, to: room + 1, repertoire: repertoire), .title),
            Span(TextFit.pad(option.option, to: room + 8, repertoire: repertoire), .text),
            Span(
                TextFit.pad(price, to: 14, .right, repertoire: repertoire) + "  ",
                option.monthly == nil ? .stale : .value),
            fit, Span(option.remark, .dim),
        ]
    }
}
