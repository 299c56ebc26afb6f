import InfermonModel

/// The newest requests, newest first, and all that is known of the selected one; prompts are not kept.
enum LogPage: PageView {
    static let id = Page.logs
    static let title = "LOGS"

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        let all = context.dashboard.events
        let text = context.state.typing ?? context.state.filter
        let filter = EventFilter(text)
        let events = Array(all.filter(filter.matches).reversed())
        let selected = context.state.selection[.logs].map { min(max(0, $0), max(0, events.count - 1)) }
        let detail = canvas.height >= 18 && canvas.width >= 60 && !events.isEmpty ? 7 : 0
        let list = Rect(x: 0, y: 0, width: canvas.width, height: canvas.height - detail)
        canvas.box(list, .boxScenarios, "requests, newest first", badge: badge(text, events.count, all.count)) { part in
            guard !events.isEmpty else {
                let note = all.isEmpty ? context.waitingNote : "no request matches the filter"
                return context.note(note, in: &part)
            }
            table(events, context, selected: selected).draw(in: &part)
        }
        guard detail > 0 else { return }
        let event = events[selected ?? 0]
        let box = Rect(x: 0, y: canvas.height - detail, width: canvas.width, height: detail)
        let name = event.id.isEmpty ? "newest" : event.id
        canvas.box(box, .divider, selected == nil ? "newest  \(name)" : "selected  \(name)") { part in
            drawDetail(EventWords(event: event, bound: bound(event, context)), context, in: &part)
        }
    }

    private static func badge(_ filter: String, _ shown: Int, _ all: Int) -> [Span] {
        guard !filter.isEmpty else { return [Span("/", .hotkey), Span(" filter", .dim)] }
        return [
            Span("/", .hotkey), Span(TextFit.cut(filter, to: 40), .value), Span("  \(shown) of \(all)", .dim),
        ]
    }

    private static func bound(_ event: RequestEvent, _ context: PanelContext) -> Double? {
        context.snapshot.scenarios.first { $0.scenario.id == event.scenario }?.latencyObjective?.target
    }

    private static func table(_ events: [RequestEvent], _ context: PanelContext, selected: Int?) -> DataTable {
        DataTable(
            columns: [
                .init(title: "TIME", width: 8, alignment: .left, priority: 2),
                .init(title: "LEVEL", width: 6, alignment: .left),
                .init(title: "SCENARIO", width: 9, alignment: .left, most: 20, shorten: context.shortName),
                .init(title: "MODEL", width: 10, alignment: .left, priority: 1, most: 26),
                .init(title: "CODE", width: 4, priority: 3),
                .init(title: "LAT", width: 7),
                .init(title: "TTFT", width: 6, priority: 6),
                .init(title: "IN", width: 5, priority: 5),
                .init(title: "OUT", width: 5, priority: 5),
                .init(title: "COST", width: 8, priority: 1),
                .init(title: "REQUEST AND NOTE", width: 16, alignment: .left, priority: 7, most: 60),
            ],
            rows: events.map { event in
                let words = EventWords(event: event, bound: bound(event, context))
                return [
                    [Span(TimeFormat.clock(event.endedAt, in: context.zone), .dim)],
                    [Span(words.level.rawValue, words.role)],
                    [Span(event.scenario.rawValue, .text)],
                    [Span(event.model, .dim)],
                    [
                        Span(
                            event.status.map(String.init) ?? NumberFormat.unknown,
                            words.level == .error ? .critical : .dim)
                    ],
                    ScenariosPanel.number(
                        NumberFormat.latency(event.latency?.seconds), unit: "s",
                        Paint(words.level == .slow ? .warning : .value)),
                    ScenariosPanel.number(
                        NumberFormat.latency(event.timeToFirstToken?.seconds), unit: "s", Paint(.text)),
                    [Span(event.tokens.map { NumberFormat.count($0.input) } ?? NumberFormat.unknown, .text)],
                    [Span(event.tokens.map { NumberFormat.count($0.output) } ?? NumberFormat.unknown, .text)],
                    [Span(words.costText, words.cost == nil ? .stale : .text)],
                    [Span(words.note, .dim)],
                ]
            },
            selected: selected)
    }

    private static func drawDetail(_ words: EventWords, _ context: PanelContext, in canvas: inout Canvas) {
        let event = words.event
        let width = canvas.width - 2
        let dot = context.glyphs.dot
        var head = [event.scenario.rawValue, event.model]
        if !event.provider.isEmpty { head.append(event.provider) }
        head.append("attempt \(event.attempt)")
        if let isStream = event.isStream { head.append(isStream ? "streamed" : "not streamed") }
        if event.isCacheHit { head.append("from the gateway's cache") }
        canvas.writeCut([Span(head.joined(separator: " \(dot) "), .text)], x: 1, y: 0, limit: width)
        canvas.writeGroups(timing(words), x: 1, y: 1, limit: width)
        canvas.writeGroups(tokens(event), x: 1, y: 2, limit: width)
        canvas.writeCut(
            [Span(words.level.rawValue + "  ", words.role), Span(words.note, .text)], x: 1, y: 3, limit: width)
        canvas.writeCut([Span("prompt and answer are not kept by infermon", .dim)], x: 1, y: 4, limit: width)
    }

    private static func timing(_ words: EventWords) -> [[Span]] {
        let event = words.event
        var groups: [[Span]] = [
            [Span("ended ", .dim), Span(event.endedAt.rfc3339, .text)],
            [Span("total ", .dim), Span(NumberFormat.latency(event.latency?.seconds), .value)],
        ]
        if let first = event.timeToFirstToken, let latency = event.latency {
            groups.append([Span("first token ", .dim), Span(NumberFormat.latency(first.seconds), .text)])
            let decode = (latency - first).seconds
            var spans = [Span("then ", .dim), Span(NumberFormat.latency(decode), .text)]
            if let output = event.tokens?.output, decode > 0.001 {
                spans.append(Span(" (\(NumberFormat.compact(Double(output) / decode)) tok/s)", .dim))
            }
            groups.append(spans)
        }
        if let bound = words.bound {
            groups.append([Span("objective ", .dim), Span(NumberFormat.bound(bound), .text)])
        }
        return groups
    }

    private static func tokens(_ event: RequestEvent) -> [[Span]] {
        guard let tokens = event.tokens else { return [[Span("the source does not say how many tokens", .dim)]] }
        var groups: [[Span]] = [
            [Span("in ", .dim), Span(NumberFormat.grouped(tokens.input), .value)]
                + (tokens.cacheRead > 0 ? [Span(" (\(NumberFormat.grouped(tokens.cacheRead)) cached)", .dim)] : []),
            [Span("out ", .dim), Span(NumberFormat.grouped(tokens.output), .value)]
                + (tokens.reasoning > 0 ? [Span(" (\(NumberFormat.grouped(tokens.reasoning)) reasoning)", .dim)] : []),
        ]
        groups.append([
            Span("gateway states ", .dim),
            Span(event.gatewayCost.map { "$" + $0.decimal } ?? "no cost", event.gatewayCost == nil ? .stale : .text),
        ])
        groups.append([
            Span("tokens x prices ", .dim),
            Span(event.computedCost.map { "$" + $0.decimal } ?? "unpriced", event.computedCost == nil ? .stale : .text),
        ])
        return groups
    }
}
