import InfermonModel

/// A box of the overview: one file, and one line in ``PanelRegistry``.
protocol Panel: Sendable {
    /// The box.
    static var id: PanelID { get }
    /// The colour of its frame.
    static var frame: StyleRole { get }
    /// The title in its frame.
    static func title(_ context: PanelContext) -> String
    /// Remarks at the right of its frame, for a box of the given size inside.
    static func badge(_ context: PanelContext, _ inside: Size) -> [Span]
    /// Draws what is inside the frame; the canvas may be of any size.
    static func draw(_ context: PanelContext, in canvas: inout Canvas)
}

extension Panel {
    /// The box's name.
    static func title(_ context: PanelContext) -> String { id.name }
    /// Nothing.
    static func badge(_ context: PanelContext, _ inside: Size) -> [Span] { [] }
}

/// The boxes of the overview.
enum PanelRegistry {
    /// One line per box, in the order of their keys.
    static let all: [any Panel.Type] = [
        ScenariosPanel.self,
        LatencyPanel.self,
        ThroughputPanel.self,
        CostPanel.self,
        GPUPanel.self,
        AlertsPanel.self,
    ]

    /// The panel of a box.
    static func panel(_ id: PanelID) -> (any Panel.Type)? {
        all.first { $0.id == id }
    }
}

/// All that a panel may look at.
struct PanelContext: Sendable {
    /// The data.
    let dashboard: Dashboard
    /// What the user has chosen.
    let state: UIState
    /// The characters to draw with.
    let glyphs: GlyphSet
    /// The time on the clock, which runs on while data stand still.
    let now: Timestamp
    /// The scenarios to show, in the order asked for.
    let scenarios: [ScenarioSnapshot]

    init(dashboard: Dashboard, state: UIState, glyphs: GlyphSet, now: Timestamp) {
        self.dashboard = dashboard
        self.state = state
        self.glyphs = glyphs
        self.now = now
        scenarios = ScenarioRows.ordered(
            ScenarioRows.shown(dashboard.snapshot), by: state.order, reversed: state.isReversed)
    }

    /// Everything measured.
    var snapshot: Snapshot { dashboard.snapshot }
    /// The zone of times of day.
    var zone: TimeZoneRules { dashboard.snapshot.zone }

    /// The end of a series that graphs show, and the time that it covers.
    func visible(_ series: Series) -> (values: [Double?], span: TimeSpan) {
        let step = max(1, series.step.microseconds)
        let wanted = Int(clamping: max(2, state.span.span.microseconds / step))
        let values = Array(series.values.suffix(wanted))
        return (values, TimeSpan(microseconds: step &* Int64(values.count)))
    }

    /// Whether any request was ever counted this month or shown in a window.
    var hasRequests: Bool {
        WindowSpan.allCases.contains { snapshot.total[$0].requests > 0 }
            || snapshot.scenarios.contains { row in WindowSpan.allCases.contains { row[$0].requests > 0 } }
    }

    /// Why there are no requests yet, as a sentence.
    var waitingNote: String {
        if hasRequests { return "no requests since the start; those before it are counted and not listed" }
        let logs = snapshot.sources.filter { $0.kind == .gatewayLog }
        guard let first = logs.first else { return "no requests yet: no gateway log is configured" }
        if let problem = logs.compactMap(\.problem).first { return "no requests yet: \(problem)" }
        if let backfill = logs.compactMap(\.backfill).first, backfill.totalBytes > 0 {
            let share = Double(backfill.doneBytes) / Double(backfill.totalBytes)
            let size = NumberFormat.bytes(backfill.totalBytes)
            return "no requests yet: \(NumberFormat.percent(share)) of \(size) read of \(first.id.rawValue)"
        }
        let more = logs.count > 1 ? " and \(logs.count - 1) more" : ""
        return "no requests yet \(glyphs.isASCII ? "-" : "–") reading \(first.id.rawValue)\(more)"
    }

    /// A scenario's name in at most `columns`: cut at a word where that still names one scenario alone, else with an ellipsis.
    func shortName(_ name: String, _ columns: Int) -> String {
        guard TextFit.width(name, repertoire: glyphs.repertoire) > columns else { return name }
        let others = snapshot.scenarios.map(\.scenario.id.rawValue).filter { $0 != name }
        func isClear(_ short: some StringProtocol) -> Bool {
            short.unicodeScalars.allSatisfy { $0.isASCII } && !others.contains { $0.hasPrefix(String(short)) }
        }
        let word = name.prefix(columns + 1).lastIndex { "-_./ ".contains($0) }.map { name[..<$0] }
        if let word, word.count >= 4, isClear(word) { return String(word) }
        let start = name.prefix(columns)
        if columns < 8, isClear(start) { return String(start) }
        return TextFit.cut(name, to: columns, repertoire: glyphs.repertoire)
    }

    /// Draws a remark over several lines where figures would stand.
    func note(_ text: String, role: StyleRole = .dim, from y: Int = 0, in canvas: inout Canvas) {
        let lines = TextFit.wrap(
            text, columns: canvas.width - 2, limit: max(0, canvas.height - y), repertoire: glyphs.repertoire)
        for (index, line) in lines.enumerated() { canvas.write(line, x: 1, y: y + index, paint: Paint(role)) }
    }
}
