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
    /// Where keys are counted that there is no room for, by what is kept of them.
    private var overflows: [Overflow: Int] = [:]
    private(set) var resolved: [Resolved] = []
    /// Where the records come from.
    var source = SourceID("")
    private var table = AttributeTable()
    private var rates: [PricedName: SeriesPricer.Rate?] = [:]
    private let memory = AttributeMemory()
    private let selectors: Selectors

    /// Which attributes tell sets of them apart, beside model and scenario mark.
    private struct Selectors {
        var key, team, route, endUser, userAgent, host, source, labels: Bool

        var isAnyOther: Bool { route || endUser || userAgent || host || source || labels }
    }

    /// What tells the series apart that take in others.
    private struct Overflow: Hashable {
        var scenario: ScenarioID
        var hasModel: Bool
        var hasKey: Bool
        var hasTeam: Bool
    }

    /// What a rate is looked up by.
    private struct PricedName: Hashable {
        var served: String
        var asked: String
        var provider: String
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
    mutating func resolve(_ record: UnsafePointer<AttemptRecord>) -> Int {
        let attributes = Self.attributes(of: record, by: selectors, from: source, in: memory)
        let known = table.find(attributes.text, hash: attributes.hash)
        if known >= 0 { return known }
        return resolveAnew(record.pointee, attributes)
    }

    private mutating func resolveAnew(_ record: AttemptRecord, _ attributes: AttributeText) -> Int {
        let fresh = resolved(record)
        if resolved.count >= 1 << 16 {
            resolved.removeAll(keepingCapacity: true)
            table.removeAll()
        }
        if !attributes.isOverfull {
            table.insert(attributes.text, hash: attributes.hash, value: resolved.count)
        }
        resolved.append(fresh)
        return resolved.count - 1
    }

    /// The series of a key: itself, or "(other)" when there are too many.
    mutating func index(of key: SeriesKey) -> Int {
        if series.count < limit { return insert(key) }
        if let index = indices[key] { return index }
        let overflow = Overflow(
            scenario: key.scenario, hasModel: !key.model.isEmpty, hasKey: !key.key.isEmpty, hasTeam: !key.team.isEmpty)
        if let known = overflows[overflow] { return known }
        var other = SeriesKey(
            scenario: key.scenario, model: overflow.hasModel ? Self.other : "", provider: "",
            key: overflow.hasKey ? Self.other : "", team: overflow.hasTeam ? Self.other : "")
        if indices[other] == nil, series.count >= limit + 1_000, grouping.dimensions.contains(.scenario) {
            other.scenario = .other
        }
        let index = insert(other)
        // Scenarios beyond all bounds are not remembered.
        if other.scenario == key.scenario { overflows[overflow] = index }
        return index
    }

    private mutating func insert(_ key: SeriesKey) -> Int {
        let index = indices.ordinal(of: key)
        if index == series.count { series.append(key) }
        return index
    }

    /// Whether new series are counted under "(other)".
    var isFull: Bool { series.count >= limit }

    /// Forgets all series.
    mutating func removeAll() {
        series.removeAll(keepingCapacity: true)
        indices.removeAll(keepingCapacity: true)
        overflows.removeAll()
        resolved.removeAll(keepingCapacity: true)
        table.removeAll()
    }

    /// The attributes that tell records apart; static, since the table would be copied for a method.
    @inline(__always)
    private static func attributes(
        of record: UnsafePointer<AttemptRecord>, by selectors: Selectors, from source: SourceID,
        in memory: AttributeMemory
    ) -> AttributeText {
        var text = AttributeText(in: memory, flag: isUnauthenticated(record) ? 1 : 0)
        text.append(record.pointee.model)
        text.append(record.pointee.servedModel)
        text.append(record.pointee.provider)
        text.append(record.pointee.scenarioMark)
        if selectors.key { text.append(record.pointee.key) }
        if selectors.team { text.append(record.pointee.team) }
        if selectors.isAnyOther { appendOthers(of: record.pointee, by: selectors, from: source, to: &text) }
        return text
    }

    /// As ``ScenarioRouter/isUnauthenticated(_:)`` says of a copy.
    @inline(__always)
    private static func isUnauthenticated(_ record: UnsafePointer<AttemptRecord>) -> Bool {
        guard record.pointee.outcome == .auth || record.pointee.isKeyRejected else { return false }
        return ScenarioRouter.isUnauthenticated(record.pointee)
    }

    private static func appendOthers(
        of record: AttemptRecord, by selectors: Selectors, from source: SourceID, to text: inout AttributeText
    ) {
        if selectors.route { text.append(record.route) }
        if selectors.endUser { text.append(record.endUser) }
        if selectors.userAgent { text.append(record.userAgent) }
        if selectors.host { text.append(record.host) }
        if selectors.labels {
            for label in record.labels {
                text.append(label.kind)
                text.append(label.name)
                text.append(label.value)
            }
        }
        if selectors.source {
            var name = source.rawValue
            name.withUTF8 { text.append(LogText($0)) }
        }
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
        let name = PricedName(
            served: record.servedModel.cut(to: Self.textLimit).string,
            asked: record.model.cut(to: Self.textLimit).string,
            provider: record.provider.cut(to: Self.textLimit).string)
        if let known = rates[name] { return known }
        if rates.count > 4_096 { rates.removeAll() }
        var rate: SeriesPricer.Rate?
        if !name.served.isEmpty { rate = pricer.rate(model: name.served, provider: name.provider) }
        if rate == nil, !name.asked.isEmpty { rate = pricer.rate(model: name.asked, provider: name.provider) }
        rates[name] = .some(rate)
        return rate
    }
}
