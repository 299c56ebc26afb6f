import InfermonModel

/// The keys of a gateway log.
enum GatewayLogKey: String, ConfigurationKey {
    case timezone, path, format, start, role, map

    static let section = "sources.gateway_logs"
}

/// The keys of a field's mapping that gives more than its path.
enum FieldMappingKey: String, ConfigurationKey {
    case path, unit

    static let section = "map"
}

/// The fields of a request that `map` may fill.
enum MappedField: String, ConfigurationKey {
    case endTime = "end_time"
    case startTime = "start_time"
    case latency, ttft, model, provider
    case inputTokens = "input_tokens"
    case outputTokens = "output_tokens"
    case cachedTokens = "cached_tokens"
    case cost, scenario, status, outcome, stream
    case cacheHit = "cache_hit"
    case id, group, key, team, route
    case endUser = "end_user"
    case userAgent = "user_agent"
    case host, error

    static let section = "map"

    /// The units that the field may have; none for texts and counts.
    var units: [FieldMapping.Unit] {
        switch self {
        case .endTime, .startTime: [.iso, .epochSeconds, .epochMilliseconds]
        case .latency, .ttft: [.s, .ms, .us, .ns]
        case .cost: [.usd, .cents]
        case .model, .provider, .inputTokens, .outputTokens, .cachedTokens, .scenario, .status, .outcome, .stream,
            .cacheHit, .id, .group, .key, .team, .route, .endUser, .userAgent, .host, .error:
            []
        }
    }

    /// Whether leaving the unit out would leave a factor of a thousand to guessing.
    var needsUnit: Bool {
        switch self {
        case .latency, .ttft: true
        case .endTime, .startTime, .cost, .model, .provider, .inputTokens, .outputTokens, .cachedTokens, .scenario,
            .status, .outcome, .stream, .cacheHit, .id, .group, .key, .team, .route, .endUser, .userAgent, .host,
            .error:
            false
        }
    }
}

/// Decodes `sources.gateway_logs`.
struct GatewayLogDecoder {
    let context: DecodingContext

    func sources(_ cursor: YAMLCursor) -> [GatewayLogSource] {
        var seen: [String: Int] = [:]
        return cursor.items("a list of logs such as [{path: /var/log/litellm/*.jsonl}]").compactMap { item in
            guard let source = source(item) else { return nil }
            if let line = seen[source.path] {
                item.error("\(OutsideText.quoted(source.path)) is already read because of line \(line)")
            }
            seen[source.path] = item.node.mark.line
            return source
        }
    }

    private func source(_ cursor: YAMLCursor) -> GatewayLogSource? {
        var source = GatewayLogSource(path: "", zone: context.zone)
        var hasPath = false
        cursor.forEachKey(of: GatewayLogKey.self) { key, value in
            switch key {
            case .timezone: source.zone = context.zone(value) ?? source.zone
            case .path:
                hasPath = true
                source.path = context.path(value, "a path or a glob such as /var/log/litellm/*.jsonl") ?? ""
            case .format: source.format = value.name(among: context.vocabulary.formats) ?? source.format
            case .start: source.start = start(value, in: source.zone) ?? source.start
            case .role: source.role = value.choice([.primary, .enrich]) ?? source.role
            case .map: source.map = Self.mappings(value)
            }
        }
        if !hasPath, case .mapping = cursor.node.content { cursor.error("\(cursor.path) has no path") }
        return source.path.isEmpty ? nil : source
    }

    private func start(_ cursor: YAMLCursor, in zone: TimeZoneRules) -> GatewayLogSource.Start? {
        let expected = "end, start, month, or a time such as 2026-11-01 or 2026-11-01T08:00:00Z"
        guard let text = cursor.text(expected) else { return nil }
        switch text {
        case "end": return .end
        case "start": return .start
        case "month": return .month
        default:
            if let instant = DateTimeText.instant(text, in: zone) { return .since(instant) }
            cursor.error(
                "found \(OutsideText.quoted(text)); \(cursor.path) is \(expected)"
                    + (NearestName.find(text, among: ["end", "start", "month"]).map { "; did you mean \"\($0)\"?" }
                        ?? ""))
            return nil
        }
    }

    private static func mappings(_ cursor: YAMLCursor) -> [FieldMapping] {
        var mappings: [FieldMapping] = []
        cursor.forEachKey(of: MappedField.self) { field, value in
            if let mapping = mapping(field, value) { mappings.append(mapping) }
        }
        return mappings
    }

    private static func mapping(_ field: MappedField, _ cursor: YAMLCursor) -> FieldMapping? {
        let units = field.units.map(\.rawValue)
        var path: String?
        var unit: FieldMapping.Unit?
        var namesUnit = false
        if case .mapping = cursor.node.content {
            cursor.forEachKey(of: FieldMappingKey.self) { key, value in
                switch key {
                case .path: path = value.text("a field's path such as response.latency")
                case .unit:
                    namesUnit = true
                    if units.isEmpty {
                        value.error("\(field.rawValue) has no unit; take it out")
                    } else {
                        unit = value.name(among: units).flatMap(FieldMapping.Unit.init(rawValue:))
                    }
                }
            }
            if path == nil { cursor.errorAtKey("\(cursor.path) has no path") }
        } else {
            path = cursor.text("a field's path such as response.latency, or {path: , unit: }")
        }
        guard let path else { return nil }
        if field.needsUnit, !namesUnit {
            cursor.error(
                "\(cursor.path) has no unit; write {path: \(OutsideText.cleaned(path, limit: 60)), unit: ms} with one of "
                    + units.joined(separator: ", "))
        }
        return FieldMapping(field: field.rawValue, path: path, unit: unit)
    }
}
