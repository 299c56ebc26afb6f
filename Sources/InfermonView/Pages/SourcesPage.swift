import InfermonModel

/// The health of every source: the place to look when a number is missing.
enum SourcesPage: PageView {
    static let id = Page.sources
    static let title = "SOURCES"

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let sources = context.snapshot.sources
        guard !sources.isEmpty else {
            let area = Rect(x: 0, y: 0, width: canvas.width, height: canvas.height)
            return canvas.box(area, .divider, "sources") { part in
                context.note("nothing is read: the configuration names no source", in: &part)
            }
        }
        let chosen = context.state.selection[.sources].map { min(max(0, $0), sources.count - 1) }
        // Without a choice every source in trouble is explained, and all of them where none is.
        let troubled = sources.filter { $0.state == .unavailable } + sources.filter { $0.state == .stale }
        let shown = chosen.map { [sources[$0]] } ?? (troubled.isEmpty ? sources : troubled)
        let list = min(sources.count + 3, max(5, canvas.height / 2))
        let badge = DataTable.badge(total: sources.count, selected: chosen, boxHeight: list)
        canvas.box(Rect(x: 0, y: 0, width: canvas.width, height: list), .divider, "sources", badge: badge) { part in
            table(sources, context, selected: chosen).draw(in: &part)
        }
        let rest = Rect(x: 0, y: list, width: canvas.width, height: canvas.height - list)
        let name = shown.count == 1 ? shown[0].id.rawValue : troubled.isEmpty ? "what each says" : "what is wrong"
        canvas.box(rest, .divider, name) { part in
            var y = 0
            let lines = shown.flatMap { source in
                (shown.count > 1 ? [(source.id.rawValue, StyleRole.title)] : []) + details(source, context)
                    + (shown.count > 1 ? [(" ", StyleRole.text)] : [])
            }
            for (text, role) in lines {
                let lines = TextFit.wrap(
                    text, columns: part.width - 2, limit: max(0, part.height - y), repertoire: part.glyphs.repertoire)
                for line in lines {
                    part.write(line, x: 1, y: y, paint: Paint(role))
                    y += 1
                }
            }
        }
    }

    private static func table(_ sources: [SourceStatus], _ context: PanelContext, selected: Int?) -> DataTable {
        DataTable(
            columns: [
                .init(title: "STATE", width: 8, alignment: .left),
                .init(title: "KIND", width: 8, alignment: .left, priority: 2),
                .init(title: "SOURCE", width: 14, alignment: .left, most: 48),
                .init(title: "DETAIL", width: 10, alignment: .left, priority: 4, most: 20),
                .init(title: "READ", width: 7),
                .init(title: "LAG", width: 7, priority: 5),
                .init(title: "LINES", width: 6, priority: 1),
                .init(title: "BAD", width: 5, priority: 1),
                .init(title: "LOST", width: 6, priority: 3),
            ],
            rows: sources.map { source in
                let isLog = source.kind == .gatewayLog
                return [
                    [Span(word(of: source), role(of: source))],
                    [Span(kind(source.kind), .dim)],
                    [Span(source.id.rawValue, .text)],
                    [Span(source.detail, .dim)],
                    [
                        Span(
                            source.lastReadAt.map { NumberFormat.age(context.now - $0) } ?? NumberFormat.unknown, .value
                        )
                    ],
                    [Span(source.lag.map(NumberFormat.age) ?? "", .text)],
                    [Span(isLog ? NumberFormat.count(source.lines.read) : "", .text)],
                    [
                        Span(
                            isLog ? NumberFormat.count(source.lines.malformed) : "",
                            source.lines.malformed > 0 ? .warning : .dim)
                    ],
                    [Span(isLog ? NumberFormat.bytes(source.lostBytes) : "", source.lostBytes > 0 ? .critical : .dim)],
                ]
            },
            selected: selected)
    }

    /// The state of a source in a word.
    static func word(of source: SourceStatus) -> String { isDoubtful(source) ? "doubt" : word(source.state) }

    /// Whether a log can be read and gives nothing, or nothing sure: that is not just ok.
    static func isDoubtful(_ source: SourceStatus) -> Bool {
        source.kind == .gatewayLog && source.state == .current && source.problem != nil
    }

    static func word(_ state: ReadingState) -> String {
        switch state {
        case .waiting: "waiting"
        case .current: "ok"
        case .stale: "stale"
        case .unavailable: "down"
        }
    }

    private static func role(of source: SourceStatus) -> StyleRole {
        isDoubtful(source) ? .warning : role(source.state)
    }

    static func role(_ state: ReadingState) -> StyleRole {
        switch state {
        case .waiting: .dim
        case .current: .ok
        case .stale: .stale
        case .unavailable: .critical
        }
    }

    private static func kind(_ kind: SourceStatus.Kind) -> String {
        switch kind {
        case .gatewayLog: "log"
        case .gpu: "gpu"
        case .provider: "provider"
        case .store: "store"
        }
    }

    private static func details(_ source: SourceStatus, _ context: PanelContext) -> [(String, StyleRole)] {
        var lines: [(String, StyleRole)] = []
        if let problem = source.problem {
            lines.append((problem, role(source.state) == .ok ? .warning : role(source.state)))
        }
        if let read = source.lastReadAt {
            lines.append(("last read \(TimeFormat.near(read, now: context.now, in: context.zone))", .text))
        } else {
            lines.append(("never read yet", .dim))
        }
        if let backfill = source.backfill { lines.append((catchingUp(backfill), .notice)) }
        if source.kind == .gatewayLog {
            let lines_ = source.lines
            lines.append(
                (
                    "\(NumberFormat.counted(lines_.read, "line")): \(NumberFormat.counted(lines_.requests, "request")), "
                        + "\(NumberFormat.grouped(lines_.ignored)) that are none, "
                        + "\(NumberFormat.grouped(lines_.malformed)) not understood", .text
                ))
            if let outcomes = source.outcomesInFront { lines.append((inFront(outcomes), .text)) }
            if source.lostBytes > 0 {
                lines.append(("\(NumberFormat.bytes(source.lostBytes)) vanished before they could be read", .critical))
            }
        }
        if let provider = context.snapshot.providers.first(where: { $0.id == source.id.rawValue }) {
            lines += self.provider(provider, context)
        }
        if source.problem == nil, source.state == .current { lines.append(("nothing is wrong with it", .ok)) }
        return lines
    }

    /// What the gateway behind it may not have seen: requests refused before it, clients that left.
    private static func inFront(_ outcomes: OutcomeCounts) -> String {
        let known = RequestOutcome.allCases.filter { outcomes[$0] > 0 }
        let counts = known.map { "\(NumberFormat.grouped(outcomes[$0])) \($0.name)" }
        return "in front of another log, so its requests are not counted again: "
            + (counts.isEmpty ? "none yet" : counts.joined(separator: ", "))
    }

    private static func catchingUp(_ backfill: BackfillProgress) -> String {
        let share = backfill.totalBytes > 0 ? Double(backfill.doneBytes) / Double(backfill.totalBytes) : nil
        let rate =
            backfill.bytesPerSecond.isFinite
            ? NumberFormat.bytes(Int64(max(0, min(1e15, backfill.bytesPerSecond)))) : "--"
        return "catching up: \(NumberFormat.bytes(backfill.doneBytes)) of \(NumberFormat.bytes(backfill.totalBytes)) "
            + "(\(NumberFormat.percent(share))) at \(rate)/s" + left(backfill)
    }

    /// The time that the rest will take at this rate.
    private static func left(_ backfill: BackfillProgress) -> String {
        let bytes = Double(backfill.totalBytes - backfill.doneBytes)
        guard backfill.bytesPerSecond >= 1, backfill.bytesPerSecond.isFinite, bytes > 0 else { return "" }
        let seconds = min(bytes / backfill.bytesPerSecond, 1e9)
        return ", \(NumberFormat.age(TimeSpan(microseconds: Int64(seconds * 1e6)))) left"
    }

    private static func provider(_ provider: ProviderStatus, _ context: PanelContext) -> [(String, StyleRole)] {
        var lines: [(String, StyleRole)] = []
        if let billed = provider.billedThisMonth.value {
            let until = provider.billedUntil.map { " to " + TimeFormat.dayAndMinute($0, in: context.zone) } ?? ""
            lines.append(("billed this month \(MoneyFormat.full(billed))\(until)", .text))
        }
        if let reason = provider.billedThisMonth.reason,
            context.snapshot.sources.allSatisfy({ $0.problem?.hasPrefix(reason) != true })
        {
            lines.append((reason, role(provider.billedThisMonth.state)))
        }
        if let limit = provider.spendLimit {
            lines.append(("its own monthly limit is \(MoneyFormat.full(limit))", .text))
        }
        if let next = provider.nextPollAt {
            lines.append(("asked next at \(TimeFormat.near(next, now: context.now, in: context.zone))", .dim))
        }
        if provider.costPerPoll > .zero {
            lines.append(("each question costs \(MoneyFormat.full(provider.costPerPoll))", .notice))
        }
        return lines + provider.notes.map { ($0, .dim) }
    }
}
