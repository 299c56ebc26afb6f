import InfermonModel

/// The distinct series that requests are counted by, and which one each set of attributes belongs to.
struct SeriesTable {
    /// The most records whose attributes are looked up together.
    static let portion = 16
    /// Distinct series at most; what comes later is counted under "(other)", each scenario on its own.
    let limit: Int
    let grouping: RollupGrouping
    let router: ScenarioRouter
    let pricer: SeriesPricer
    private let countsScenarios: Bool

    /// What a set of attributes resolved to.
    struct Resolved {
        var series: Int
        var rate: SeriesPricer.Rate?
    }

    /// The names that a set of attributes resolved to, for the list of requests: beside, since lines are counted without them.
    struct Names {
        var scenario: ScenarioID
        var model: String
        var provider: String
    }

    private(set) var series: [SeriesKey] = []
    private var indices: [SeriesKey: Int] = [:]
    /// Where keys are counted that there is no room for, by what is kept of them.
    private var overflows: [Overflow: Int] = [:]
    private(set) var resolved: [Resolved] = []
    /// The names of each of ``resolved``.
    private(set) var names: [Names] = []
    /// Where the records come from.
    var source = SourceID("")
    private var table = AttributeTable()
    private var rates: [PricedName: SeriesPricer.Rate?] = [:]
    private let memory = AttributeMemory(areas: SeriesTable.portion)
    private let selectors: AttributeSelectors
    /// Hashes of the series, their scenarios aside: what is not among them has no series of its own.
    private var hashes: Set<UInt64> = []
    /// What resolved to series that take in others.
    private var overflowTable = AttributeTable()
    private let overflowMemory = AttributeMemory(areas: 1)

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

        /// Most logs name one of the three.
        func hash(into hasher: inout Hasher) {
            hasher.combine(asked)
            if !served.isEmpty { hasher.combine(served) }
            if !provider.isEmpty { hasher.combine(provider) }
        }
    }

    private static let textLimit = AttributeSelectors.textLimit
    /// About the most sets of attributes remembered.
    private static let resolvedLimit = 1 << 16

    init(grouping: RollupGrouping, router: ScenarioRouter, pricer: SeriesPricer, limit: Int) {
        self.grouping = grouping
        self.router = router
        self.pricer = pricer
        self.limit = limit
        selectors = AttributeSelectors(grouping: grouping, router: router)
        countsScenarios = grouping.dimensions.contains(.scenario)
    }

    /// The attributes of a record, of which the table begins to fetch its part.
    ///
    /// - Parameters:
    ///   - record: The record.
    ///   - area: Which of the records it is that are looked up together, from 0, below ``portion``.
    /// - Returns: The attributes, good until others are put into the same area.
    @inline(__always)
    mutating func attributes(of record: UnsafePointer<AttemptRecord>, area: Int) -> HashedAttributes {
        let attributes = selectors.attributes(of: record, from: source, in: memory[area])
        table.fetchSlot(attributes.hash)
        return attributes
    }

    /// Goes on with fetching, some time after ``attributes(of:area:)``.
    @inline(__always)
    mutating func fetch(_ attributes: HashedAttributes) { table.fetchLine(attributes.hash) }

    /// What a record's attributes resolve to, found by their bytes when they were seen before.
    ///
    /// - Returns: An index into ``resolved`` and ``names``, good until they are forgotten.
    @inline(__always)
    mutating func resolve(_ record: UnsafePointer<AttemptRecord>, _ attributes: HashedAttributes) -> Int {
        let known = table.find(attributes.text, hash: attributes.hash)
        if known >= 0 { return known }
        return resolveAnew(record, attributes)
    }

    private mutating func resolveAnew(_ record: UnsafePointer<AttemptRecord>, _ attributes: HashedAttributes) -> Int {
        let hash = selectors.seriesHash(of: record)
        if isFull, !hashes.contains(hash) { return resolveOverflow(record, attributes) }
        let fresh = resolved(record.pointee)
        // As the bytes have it: names that are equal, or no UTF-8, have any number of spellings.
        if fresh.0.series < limit, hashes.count < limit + Self.resolvedLimit { hashes.insert(hash) }
        return remember(fresh, attributes, isOverflow: false)
    }

    /// What a record resolves to whose bytes no series of its own was seen with.
    private mutating func resolveOverflow(_ record: UnsafePointer<AttemptRecord>, _ whole: HashedAttributes) -> Int {
        let rest = selectors.overflowAttributes(of: record, from: source, in: overflowMemory[0])
        let known = overflowTable.find(rest.text, hash: rest.hash)
        if known >= 0 { return known }
        let fresh = resolved(record.pointee)
        // Another spelling of a series that has room speaks for itself alone.
        if fresh.0.series < limit { return remember(fresh, whole, isOverflow: false) }
        return remember(fresh, rest, isOverflow: true)
    }

    private mutating func remember(_ fresh: (Resolved, Names), _ attributes: HashedAttributes, isOverflow: Bool) -> Int
    {
        if attributes.isOverfull {
            // Not to be told from others: resolved anew each time.
        } else if isOverflow {
            overflowTable.insert(attributes.text, hash: attributes.hash, value: resolved.count)
        } else {
            table.insert(attributes.text, hash: attributes.hash, value: resolved.count)
        }
        resolved.append(fresh.0)
        names.append(fresh.1)
        return resolved.count - 1
    }

    /// Whether more is remembered than there should be: ``forgetResolved()`` is due.
    var isCrowded: Bool { resolved.count >= Self.resolvedLimit }

    /// Forgets what attributes resolved to, and their names: it is resolved anew as they come.
    mutating func forgetResolved() {
        resolved.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        table.removeAll()
        overflowTable.removeAll()
    }

    /// The series of a key: itself, or "(other)" when there are too many.
    mutating func index(of key: SeriesKey) -> Int {
        if series.count < limit { return insert(key) }
        if let index = indices[key] { return index }
        let overflow = Overflow(
            scenario: key.scenario, hasModel: !key.model.isEmpty, hasKey: !key.key.isEmpty, hasTeam: !key.team.isEmpty)
        if let known = overflows[overflow] { return known }
        var other = SeriesKey(
            scenario: key.scenario, model: overflow.hasModel ? SeriesKey.other : "", provider: "",
            key: overflow.hasKey ? SeriesKey.other : "", team: overflow.hasTeam ? SeriesKey.other : "")
        if indices[other] == nil, series.count >= limit + 1_000, countsScenarios {
            other.scenario = .other
        }
        let index = insert(other)
        // Scenarios beyond all bounds are not remembered.
        if other.scenario == key.scenario { overflows[overflow] = index }
        return index
    }

    private mutating func insert(_ key: SeriesKey) -> Int {
        let index = indices.ordinal(of: key)
        if index == series.count {
            if !isFull { hashes.insert(selectors.seriesHash(of: key)) }
            series.append(key)
        }
        return index
    }

    /// Whether new series are counted under "(other)".
    var isFull: Bool { series.count >= limit }

    /// Whether the records of one portion may find no room that earlier ones of it had.
    var isAlmostFull: Bool { !isFull && series.count + 2 * Self.portion > limit }

    /// Forgets all series.
    mutating func removeAll() {
        series.removeAll(keepingCapacity: true)
        indices.removeAll(keepingCapacity: true)
        overflows.removeAll()
        hashes.removeAll(keepingCapacity: true)
        forgetResolved()
    }

    private mutating func resolved(_ record: AttemptRecord) -> (Resolved, Names) {
        let scenario = router.scenario(of: record, source: source)
        let name = PricedName(
            served: record.servedModel.cut(to: Self.textLimit).string,
            asked: record.model.cut(to: Self.textLimit).string,
            provider: record.provider.cut(to: Self.textLimit).string)
        let key = selectors.series(
            of: record, scenario: countsScenarios ? scenario : ScenarioID(""), model: name.asked,
            provider: name.provider)
        return (
            Resolved(series: index(of: key), rate: rate(of: name)),
            Names(scenario: scenario, model: name.asked, provider: name.provider)
        )
    }

    /// The rate of the model that served, or failing that of the one asked for.
    private mutating func rate(of name: PricedName) -> SeriesPricer.Rate? {
        if let known = rates[name] { return known }
        if rates.count > 4_096 { rates.removeAll() }
        var rate: SeriesPricer.Rate?
        if !name.served.isEmpty { rate = pricer.rate(model: name.served, provider: name.provider) }
        if rate == nil, !name.asked.isEmpty { rate = pricer.rate(model: name.asked, provider: name.provider) }
        rates[name] = .some(rate)
        return rate
    }
}
