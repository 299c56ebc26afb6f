import InfermonModel

/// The distinct series that requests are counted by, and which one each set of attributes belongs to.
struct SeriesTable {
    /// Distinct series at most; what comes later is counted under "(other)", each scenario on its own.
    let limit: Int
    let grouping: RollupGrouping
    let router: ScenarioRouter
    let pricer: SeriesPricer

    /// What a set of attributes resolved to.
    struct Resolved {
        var series: Int
        var rate: SeriesPricer.Rate?
        var scenario: ScenarioID
    }

    private(set) var series: [SeriesKey] = []
    private var indices: [SeriesKey: Int] = [:]
    private(set) var resolved: [Resolved] = []
    /// Where the records come from.
    var source = SourceID("")
    private var table = AttributeTable()
    private var rates: [String: SeriesPricer.Rate?] = [:]
    private let buffer = AttributeBuffer()
    private let selectors: Selectors

    /// Which attributes tell sets of them apart, beside model and scenario mark.
    private struct Selectors {
        var key, team, route, endUser, userAgent, host, source, labels: Bool
    }

    private static let other = "(other)"
    private static let textLimit = 256

    init(grouping: RollupGrouping, router: ScenarioRouter, pricer: SeriesPricer, limit: Int) {
        self.grouping = grouping
        self.router = router
        self.pricer = pricer
        self.limit = limit
        let used = router.selectors
        selectors = Selectors(
            key: grouping.dimensions.contains(.key) || used.contains(.key),
            team: grouping.dimensions.contains(.team) || used.contains(.team), route: used.contains(.route),
            endUser: used.contains(.endUser), userAgent: used.contains(.userAgent), host: used.contains(.host),
            source: used.contains(.source),
            labels: used.contains { selector in
                switch selector {
                case .tag, .header, .meta: true
                case .key, .team, .route, .model, .endUser, .userAgent, .host, .source: false
                }
            })
    }

    /// What a record's attributes resolve to, found by their bytes when they were seen before.
    ///
    /// - Returns: An index into ``resolved``, good until the next call.
    @inline(__always)
    mutating func resolve(_ record: AttemptRecord) -> Int {
        let key = attributes(of: record)
        let hash = key.hash()
        let known = table.find(key, hash: hash)
        if known >= 0 { return known }
        return resolveAnew(record, key: key, hash: hash)
    }

    private mutating func resolveAnew(_ record: AttemptRecord, key: LogText, hash: UInt64) -> Int {
        let fresh = resolved(record)
        if resolved.count >= 1 << 16 {
            resolved.removeAll(keepingCapacity: true)
            table.removeAll()
        }
        if !buffer.isOverfull { table.insert(key, hash: hash, value: resolved.count) }
        resolved.append(fresh)
        return resolved.count - 1
    }

    /// The series of a key: itself, or "(other)" when there are too many.
    mutating func index(of key: SeriesKey) -> Int {
        if let index = indices[key] { return index }
        var key = key
        if series.count >= limit {
            key = SeriesKey(
                scenario: key.scenario, model: key.model.isEmpty ? "" : Self.other, provider: "",
                key: key.key.isEmpty ? "" : Self.other, team: key.team.isEmpty ? "" : Self.other)
            if indices[key] == nil, series.count >= limit + 1_000 {
                key.scenario = grouping.dimensions.contains(.scenario) ? .other : key.scenario
            }
            if let index = indices[key] { return index }
        }
        series.append(key)
        indices[key] = series.count - 1
        return series.count - 1
    }

    /// Whether new series are counted under "(other)".
    var isFull: Bool { series.count >= limit }

    /// Forgets all series.
    mutating func removeAll() {
        series.removeAll(keepingCapacity: true)
        indices.removeAll(keepingCapacity: true)
        resolved.removeAll(keepingCapacity: true)
        table.removeAll()
    }

    @inline(__always)
    private func attributes(of record: AttemptRecord) -> LogText {
        buffer.begin(ScenarioRouter.isUnauthenticated(record) ? 1 : 0)
        buffer.append(record.model)
        buffer.append(record.servedModel)
        buffer.append(record.provider)
        buffer.append(record.scenarioMark)
        if selectors.key { buffer.append(record.key) }
        if selectors.team { buffer.append(record.team) }
        if selectors.route { buffer.append(record.route) }
        if selectors.endUser { buffer.append(record.endUser) }
        if selectors.userAgent { buffer.append(record.userAgent) }
        if selectors.host { buffer.append(record.host) }
        if selectors.labels {
            for label in record.labels {
                buffer.append(label.kind)
                buffer.append(label.name)
                buffer.append(label.value)
            }
        }
        if selectors.source {
            var name = source.rawValue
            name.withUTF8 { buffer.append(LogText($0)) }
        }
        return buffer.text
    }

    private mutating func resolved(_ record: AttemptRecord) -> Resolved {
        func text(_ text: LogText, _ dimension: RollupGrouping.Dimension) -> String {
            grouping.dimensions.contains(dimension) ? text.cut(to: Self.textLimit).string : ""
        }
        let scenario = router.scenario(of: record, source: source)
        let key = SeriesKey(
            scenario: grouping.dimensions.contains(.scenario) ? scenario : ScenarioID(""),
            model: text(record.model, .model), provider: text(record.provider, .provider), key: text(record.key, .key),
            team: text(record.team, .team))
        return Resolved(series: index(of: key), rate: rate(of: record), scenario: scenario)
    }

    /// The rate of the model that served, or failing that of the one asked for.
    private mutating func rate(of record: AttemptRecord) -> SeriesPricer.Rate? {
        let served = record.servedModel.cut(to: Self.textLimit).string
        let asked = record.model.cut(to: Self.textLimit).string
        let provider = record.provider.cut(to: Self.textLimit).string
        let name = "\(served)\u{0}\(asked)\u{0}\(provider)"
        if let known = rates[name] { return known }
        if rates.count > 4_096 { rates.removeAll() }
        var rate: SeriesPricer.Rate?
        if !served.isEmpty { rate = pricer.rate(model: served, provider: provider) }
        if rate == nil, !asked.isEmpty { rate = pricer.rate(model: asked, provider: provider) }
        rates[name] = .some(rate)
        return rate
    }
}
