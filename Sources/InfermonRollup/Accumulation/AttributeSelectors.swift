import InfermonModel

/// Which attributes tell records apart: what series are made of, and what rules look at.
struct AttributeSelectors {
    private let dimensions: Dimensions
    private let routed: Others
    private let routesByKey, routesByTeam: Bool

    /// The parts of a series' key, without the hashing of a set.
    private struct Dimensions {
        var model, provider, key, team: Bool
    }

    /// What only rules look at.
    private struct Others {
        var route, endUser, userAgent, host, source, labels: Bool

        var isAny: Bool { route || endUser || userAgent || host || source || labels }
    }

    init(grouping: RollupGrouping, router: ScenarioRouter) {
        let grouped = grouping.dimensions
        dimensions = Dimensions(
            model: grouped.contains(.model), provider: grouped.contains(.provider), key: grouped.contains(.key),
            team: grouped.contains(.team))
        let used = router.selectors
        routesByKey = used.contains(.key)
        routesByTeam = used.contains(.team)
        routed = Others(
            route: used.contains(.route), endUser: used.contains(.endUser), userAgent: used.contains(.userAgent),
            host: used.contains(.host), source: used.contains(.source),
            labels: used.contains { selector in
                switch selector {
                case .tag, .header, .meta: true
                case .key, .team, .route, .model, .endUser, .userAgent, .host, .source: false
                }
            })
    }

    /// The attributes that decide the series, the scenario and the rate of a record.
    @inline(__always)
    func attributes(
        of record: UnsafePointer<AttemptRecord>, from source: SourceID, in area: UnsafeMutableRawPointer
    ) -> HashedAttributes {
        text(
            of: record, from: source, in: area, flag: Self.isUnauthenticated(record) ? 1 : 0,
            hasKey: dimensions.key || routesByKey, hasTeam: dimensions.team || routesByTeam)
    }

    /// The attributes that decide the scenario, the rate and what is left of the series of a record that there is no room for: of key
    /// and team, only whether there is one.
    func overflowAttributes(
        of record: UnsafePointer<AttemptRecord>, from source: SourceID, in area: UnsafeMutableRawPointer
    ) -> HashedAttributes {
        let flag: UInt8 =
            (Self.isUnauthenticated(record) ? 1 : 0) | (record.pointee.key.isEmpty ? 0 : 2)
            | (record.pointee.team.isEmpty ? 0 : 4)
        return text(
            of: record, from: source, in: area, flag: flag, hasKey: routesByKey, hasTeam: routesByTeam)
    }

    @inline(__always)
    private func text(
        of record: UnsafePointer<AttemptRecord>, from source: SourceID, in area: UnsafeMutableRawPointer, flag: UInt8,
        hasKey: Bool, hasTeam: Bool
    ) -> HashedAttributes {
        var text = AttributeText(in: area, flag: flag)
        text.append(record.pointee.model)
        text.append(record.pointee.servedModel)
        text.append(record.pointee.provider)
        text.append(record.pointee.scenarioMark)
        if hasKey { text.append(record.pointee.key) }
        if hasTeam { text.append(record.pointee.team) }
        if routed.isAny { appendOthers(of: record.pointee, from: source, to: &text) }
        return text.hashed
    }

    private func appendOthers(of record: AttemptRecord, from source: SourceID, to text: inout AttributeText) {
        if routed.route { text.append(record.route) }
        if routed.endUser { text.append(record.endUser) }
        if routed.userAgent { text.append(record.userAgent) }
        if routed.host { text.append(record.host) }
        if routed.labels {
            for label in record.labels {
                text.append(label.kind)
                text.append(label.name)
                text.append(label.value)
            }
        }
        if routed.source {
            var name = source.rawValue
            name.withUTF8 { text.append(LogText($0)) }
        }
    }

    /// As ``ScenarioRouter/isUnauthenticated(_:)`` says of a copy.
    @inline(__always)
    private static func isUnauthenticated(_ record: UnsafePointer<AttemptRecord>) -> Bool {
        guard record.pointee.outcome == .auth || record.pointee.isKeyRejected else { return false }
        return ScenarioRouter.isUnauthenticated(record.pointee)
    }
}

extension AttributeSelectors {
    /// The most bytes of an attribute in a series' key.
    static let textLimit = 256

    /// The series of a record of a scenario, its model and its provider.
    func series(of record: AttemptRecord, scenario: ScenarioID, model: String, provider: String) -> SeriesKey {
        func text(_ text: LogText, _ isGrouped: Bool) -> String {
            isGrouped ? text.cut(to: Self.textLimit).string : ""
        }
        return SeriesKey(
            scenario: scenario, model: dimensions.model ? model : "", provider: dimensions.provider ? provider : "",
            key: text(record.key, dimensions.key), team: text(record.team, dimensions.team))
    }

    /// A hash of what ``series(of:scenario:model:provider:)`` gives, the scenario aside, without making it.
    func seriesHash(of record: UnsafePointer<AttemptRecord>) -> UInt64 {
        func hash(_ text: LogText, _ isGrouped: Bool, seed: UInt64) -> UInt64 {
            isGrouped ? text.cut(to: Self.textLimit).hash(seed: seed) : seed
        }
        var mixed = hash(record.pointee.model, dimensions.model, seed: 1)
        mixed = hash(record.pointee.provider, dimensions.provider, seed: mixed)
        mixed = hash(record.pointee.key, dimensions.key, seed: mixed)
        return hash(record.pointee.team, dimensions.team, seed: mixed)
    }

    /// The same hash of a series.
    func seriesHash(of series: SeriesKey) -> UInt64 {
        func hash(_ text: String, _ isGrouped: Bool, seed: UInt64) -> UInt64 {
            guard isGrouped else { return seed }
            var text = text
            return text.withUTF8 { LogText($0).hash(seed: seed) }
        }
        var mixed = hash(series.model, dimensions.model, seed: 1)
        mixed = hash(series.provider, dimensions.provider, seed: mixed)
        mixed = hash(series.key, dimensions.key, seed: mixed)
        return hash(series.team, dimensions.team, seed: mixed)
    }
}
