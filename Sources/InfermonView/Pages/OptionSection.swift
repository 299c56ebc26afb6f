import InfermonModel

/// What other models would cost at the measured traffic, advice, and contradictions in the configuration.
enum OptionSection {
    static func lines(_ context: PanelContext) -> [[Span]] {
        guard let cost = context.dashboard.costScreen else {
            return [[Span("comes with the first measured requests", .dim)]]
        }
        var lines: [[Span]] = []
        var last: ScenarioID?
        for option in cost.options {
            let name = option.scenario == last ? "" : context.shortName(option.scenario.rawValue, 18)
            last = option.scenario
            lines.append(line(option, name: name, context.glyphs))
        }
        if cost.options.isEmpty { lines.append([Span("no options are configured for these scenarios", .dim)]) }
        lines += cost.advice.map { [Span("\(context.glyphs.right) ", .notice), Span($0, .text)] }
        lines += cost.lint.map { [Span("! ", .warning), Span($0, .text)] }
        return lines
    }

    private static func line(_ option: CostScreen.OptionLine, name: String, _ glyphs: GlyphSet) -> [Span] {
        let repertoire = glyphs.repertoire
        let price = option.monthly.map { MoneyFormat.short($0) + "/month" } ?? "no price"
        let fit: Span =
            switch option.fitsBudget {
            case true?: Span("fits  ", .ok)
            case false?: Span("over! ", .critical)
            case nil: Span("      ", .dim)
            }
        return [
            Span(TextFit.pad(name, to: 19, repertoire: repertoire), .title),
            Span(TextFit.pad(option.option, to: 26, repertoire: repertoire), .text),
            Span(
                TextFit.pad(price, to: 14, .right, repertoire: repertoire) + "  ",
                option.monthly == nil ? .stale : .value),
            fit, Span(option.remark, .dim),
        ]
    }
}
