public import InfermonModel

/// Lines of text for terminals that are none, pipes and screen readers: no cursor movement, no colour, nothing unclean.
public enum PlainText {
    /// One look at everything, as `infermon once` prints it.
    ///
    /// - Parameters:
    ///   - dashboard: The data.
    ///   - repertoire: What the reader can show.
    /// - Returns: Lines, each ended by a line feed.
    public static func once(_ dashboard: Dashboard, repertoire: SafeText.Repertoire = .unicode) -> String {
        let snapshot = dashboard.snapshot
        let clean = { (text: String) in SafeText.clean(text, repertoire: repertoire, limit: 200) }
        var lines = [head(dashboard, clean)]
        lines += table(snapshot, repertoire)
        lines += gpus(snapshot, clean)
        for alert in dashboard.alerts where alert.state != .resolved {
            let age = NumberFormat.age(snapshot.at - (alert.firedAt ?? alert.activeSince))
            let word = alert.state == .firing ? alert.severity.word : "pend"
            lines.append("\(word) \(clean(alert.subject)): \(clean(alert.message)) (\(age))")
        }
        for source in snapshot.sources where source.state != .current || SourcesPage.isDoubtful(source) {
            let name = source.id.rawValue
            // A sentence that begins with the source need not name it twice.
            let problem = source.problem.map {
                ": " + clean($0.hasPrefix(name + ": ") ? String($0.dropFirst(name.count + 2)) : $0)
            }
            lines.append("source \(clean(name)) \(SourcesPage.word(of: source))\(problem ?? "")")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private static func head(_ dashboard: Dashboard, _ clean: (String) -> String) -> String {
        let snapshot = dashboard.snapshot
        let firing = dashboard.alerts.filter { $0.state == .firing }
        let critical = firing.filter { $0.severity == .critical }.count
        let warning = firing.filter { $0.severity == .warning }.count
        let pending = dashboard.alerts.count { $0.state == .pending }
        let sources = snapshot.sources.map { source in
            let name = source.kind == .gatewayLog ? "gateway" : clean(source.id.rawValue)
            let age =
                source.state == .stale ? source.lastReadAt.map { " " + NumberFormat.age(snapshot.at - $0) } ?? "" : ""
            return "\(name) \(SourcesPage.word(of: source))\(age)"
        }
        let demo = dashboard.isDemo ? "  demo" : ""
        return
            "infermon \(clean(snapshot.host)) \(snapshot.at.rfc3339)\(demo)  crit=\(critical) warn=\(warning) pend=\(pending)"
            + (sources.isEmpty ? "" : "  sources: " + sources.joined(separator: ", "))
    }

    private static func table(_ snapshot: Snapshot, _ repertoire: SafeText.Repertoire) -> [String] {
        let rows = ScenarioRows.shown(snapshot) + (snapshot.scenarios.isEmpty ? [] : [snapshot.total])
        let cells = rows.map { row in
            let figures = ScenarioFigures(row)
            let budget = row.budget
            return [
                row == snapshot.total ? "all" : figures.name,
                row == snapshot.total && row.state != .noData ? row.state.word : row.shortStateWord,
                figures.requestsPerHour.map { "\($0)" } ?? NumberFormat.unknown,
                NumberFormat.availability(figures.availability),
                row == snapshot.total ? "" : NumberFormat.latency(figures.latency),
                figures.bound.map(NumberFormat.bound) ?? "",
                figures.share.map { NumberFormat.percent($0) } ?? "",
                row == snapshot.total ? "" : figures.costPerRequest,
                bare(MoneyFormat.plain(budget.burnPerHour)),
                bare(MoneyFormat.plain(budget.spent)),
                budget.limit?.decimal ?? "none",
                budget.estimate.map { bare(MoneyFormat.plain($0)) } ?? "early",
            ]
        }
        guard !cells.isEmpty else { return ["no scenario is configured and no request was read"] }
        return AlignedColumns.lines([titles] + cells, texts: 2, limit: 200, repertoire: repertoire)
    }

    private static let titles = [
        "scenario", "state", "req/h", "avail", "p95", "slo", "of slo", "$/req", "$/h", "month", "budget", "estimate",
    ]

    /// Without marks for thousands, so that other programs read the number.
    private static func bare(_ text: String) -> String { text.filter { $0 != "," } }

    private static func gpus(_ snapshot: Snapshot, _ clean: (String) -> String) -> [String] {
        switch snapshot.gpu {
        case .waiting: return []
        case .unavailable(let reason): return ["no GPU: \(clean(reason))"]
        case .current(let observation, _), .stale(let observation, _, _):
            guard !observation.gpus.isEmpty else {
                return ["no GPU: \(clean(observation.problem ?? "the driver lists none"))"]
            }
            let summary = "gpu " + GPUPanel.summary(observation.gpus).map(\.text).joined()
            let lost = observation.gpus.compactMap { gpu -> String? in
                guard case .unavailable(let reason) = gpu.reading else { return nil }
                return "gpu \(gpu.index) LOST: \(clean(reason))"
            }
            return [summary] + lost
        }
    }

    /// One request, as `infermon tail` prints it.
    ///
    /// - Parameters:
    ///   - event: The request.
    ///   - bound: The scenario's latency objective in seconds; `nil` without one.
    ///   - zone: The zone of the time of day.
    ///   - repertoire: What the reader can show.
    /// - Returns: A line without a line feed.
    public static func line(
        _ event: RequestEvent, bound: Double?, zone: TimeZoneRules, repertoire: SafeText.Repertoire = .unicode
    ) -> String {
        let words = EventWords(event: event, bound: bound)
        let parts =
            fields(of: event, words, zone: zone, repertoire: repertoire)
            + [
                field(words.costText, 8, .right, repertoire),
                SafeText.clean(words.note, repertoire: repertoire, limit: 120),
            ]
        return parts.joined(separator: " ").withoutSpacesAtEnd
    }

    private static func field(
        _ text: String, _ columns: Int, _ alignment: TextFit.Alignment, _ repertoire: SafeText.Repertoire
    ) -> String {
        SafeText.clean(TextFit.pad(text, to: columns, alignment, repertoire: repertoire), repertoire: repertoire)
    }

    /// What every line says of a request, from the time to the tokens.
    private static func fields(
        of event: RequestEvent, _ words: EventWords, zone: TimeZoneRules, repertoire: SafeText.Repertoire
    ) -> [String] {
        let tokens = event.tokens
        return [
            TimeFormat.clock(event.endedAt, in: zone), field(words.level.rawValue, 6, .left, repertoire),
            field(event.scenario.rawValue, 20, .left, repertoire), field(event.model, 20, .left, repertoire),
            field(event.status.map(String.init) ?? NumberFormat.unknown, 3, .right, repertoire),
            field(NumberFormat.latency(event.latency?.seconds), 7, .right, repertoire),
            field(tokens.map { NumberFormat.count($0.input) } ?? NumberFormat.unknown, 5, .right, repertoire),
            field(tokens.map { NumberFormat.count($0.output) } ?? NumberFormat.unknown, 5, .right, repertoire),
        ]
    }

    /// One request with the money of its scenario's month so far, as `infermon tail --cost` prints it.
    ///
    /// - Parameters:
    ///   - event: The request.
    ///   - budget: How the scenario's money stands, the request included.
    ///   - bound: The scenario's latency objective in seconds; `nil` without one.
    ///   - zone: The zone of the time of day.
    ///   - repertoire: What the reader can show.
    /// - Returns: A line without a line feed.
    public static func line(
        _ event: RequestEvent, budget: BudgetStatus, bound: Double?, zone: TimeZoneRules,
        repertoire: SafeText.Repertoire = .unicode
    ) -> String {
        let words = EventWords(event: event, bound: bound)
        let cost = words.cost.map { "$" + $0.decimal } ?? words.costText
        var month = "month \(MoneyFormat.full(budget.spent))"
        if let limit = budget.limit {
            month += " of \(MoneyFormat.short(limit)) (\(NumberFormat.percent(budget.usedRatio)))"
        }
        if budget.unpricedRequests > 0 { month += ", \(budget.unpricedRequests) unpriced" }
        return
            (fields(of: event, words, zone: zone, repertoire: repertoire) + [
                field(cost, 14, .right, repertoire), month,
            ])
            .joined(separator: " ")
    }
}
