import InfermonModel

/// What own GPUs cost this month: having them up, using them, and standing idle.
enum OwnHardwareSection {
    static func lines(_ hardware: OwnHardwareStatus, width: Int, _ context: PanelContext) -> [[Span]] {
        let mark = hardware.isEstimated ? "~" : ""
        var lines: [[Span]] = [
            [
                Span("own GPUs  ", .title),
                Span(mark + MoneyFormat.short(hardware.allocation), .value), Span(" to have them up: ", .dim),
                Span(mark + MoneyFormat.short(hardware.electricity), .text), Span(" electricity, ", .dim),
                Span(MoneyFormat.short(hardware.amortisation), .text), Span(" written off, ", .dim),
                Span(MoneyFormat.short(hardware.fixed), .text), Span(" fixed", .dim),
            ]
        ]
        let repertoire = context.glyphs.repertoire
        func row(_ name: String, _ allocation: Money, _ note: [Span], _ role: StyleRole) -> [Span] {
            [
                Span("  " + TextFit.pad(context.shortName(name, 18), to: 20, repertoire: repertoire), role),
                Span(TextFit.pad(mark + MoneyFormat.short(allocation), to: 12, .right, repertoire: repertoire), .value),
                Span(" allocated  ", .dim),
            ] + note
        }
        for share in hardware.shares {
            var note = [Span(mark + MoneyFormat.short(share.usage), .text), Span(" used", .dim)]
            if let price = share.allocationPerMillionTokens {
                note += [Span("  " + mark + MoneyFormat.short(price), .text), Span(" a million tokens", .dim)]
            }
            lines.append(row(share.scenario.rawValue, share.allocation, note, .text))
        }
        lines.append(row("idle", hardware.idle, [Span("nothing was asked", .dim)], .dim))
        if hardware.watchedHours + 0.1 < hardware.hours {
            let hours = [hardware.watchedHours, hardware.hours].map { NumberFormat.fixed($0, $0 < 10 ? 1 : 0) }
            lines.append([
                Span("  energy was watched for \(hours[0]) of \(hours[1]) hours", .stale)
            ])
        }
        if let since = hardware.since {
            lines.append([
                Span("  counted since \(TimeFormat.day(since, in: context.zone)), when infermon began to look", .stale)
            ])
        }
        return lines
    }
}
