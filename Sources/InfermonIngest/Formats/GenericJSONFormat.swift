import InfermonModel
import InfermonRollup

/// JSON lines of no known make: well-known names map themselves, others by field path and unit from the configuration.
public struct GenericJSONFormat: LogFormat {
    private let table: JSONFieldTable
    private let zone: TimeZoneRules
    private let units: [GenericField: FieldMapping.Unit]
    private let isMapped: Bool

    /// Creates the format with the well-known names.
    public init() {
        self.init(LogFormatOptions())
    }

    /// Creates the format with a source's paths; a field that has one is not looked for under its well-known names.
    init(_ options: LogFormatOptions) {
        zone = options.zone
        isMapped = !options.map.isEmpty
        var paths = GenericField.allCases.map(\.paths)
        var units: [GenericField: FieldMapping.Unit] = [:]
        for mapping in options.map {
            guard let field = GenericField(configured: mapping.field) else { continue }
            paths[field.rawValue] = [JSONPath(mapping.path)]
            // A key may contain the dots itself.
            if mapping.path.contains(".") { paths[field.rawValue].append(JSONPath(keys: [mapping.path])) }
            units[field] = mapping.unit
            switch field {
            case .mappedLatency:
                for other in [GenericField.latencyMS, .latencyS, .latencyUS] { paths[other.rawValue] = [] }
            case .mappedTTFT:
                for other in [GenericField.ttftMS, .ttftS] { paths[other.rawValue] = [] }
            default:
                break
            }
        }
        // An object that a path leads into is not taken member by member.
        let entered = Set(options.map.map { JSONPath($0.path).components.first })
        for field in [GenericField.metadata, .headers, .tags] {
            paths[field.rawValue].removeAll { entered.contains($0.components.first) }
        }
        self.units = units
        table = JSONFieldTable(paths: paths, bulk: ["messages", "prompt", "response", "completion", "input", "output"])
    }

    /// The name in the configuration.
    public var id: String { "json" }

    /// The values wanted from each line.
    public var fields: JSONFieldTable? { table }

    /// The format with a source's field paths and zone.
    public func configured(by options: LogFormatOptions) -> any LogFormat { GenericJSONFormat(options) }

    /// Whether the line has a time, and something that only a request has.
    public func recognises(_ sample: LineSample) -> Bool {
        guard sample.isJSON else { return false }
        if isMapped { return true }
        func has(_ fields: GenericField...) -> Bool {
            fields.contains { field in GenericField.topLevelKeys[field.rawValue].contains { sample.value($0).isPresent }
            }
        }
        let usage = sample.value("usage").kind == .object
        return has(.endTime, .startTime)
            && (has(.latencyMS, .latencyS, .latencyUS, .ttftMS, .ttftS, .inputTokens, .outputTokens) || usage
                || (has(.model) && has(.status, .cost, .outcome)))
    }

    /// Reads one line.
    public func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        let end = instant(line[GenericField.endTime], .endTime)
        let start = instant(line[GenericField.startTime], .startTime)
        guard isRequest(line) else { return .ignored }
        guard end != nil || start != nil else { return .withoutTime }
        batch.append { record in
            record.endedAt = end
            record.startedAt = start
            record.duration = duration(line)
            record.timeToFirstToken = timeToFirstToken(line)
            record.isStream = line[GenericField.stream].bool
            if record.isStream == false { record.timeToFirstToken = nil }
            record.isCacheHit = line[GenericField.cacheHit].bool
            readAttribution(line, into: &record)
            readOutcome(line, into: &record)
            record.setTokens(
                input: line[GenericField.inputTokens].count, output: line[GenericField.outputTokens].count,
                cacheRead: line[GenericField.cachedTokens].count,
                cacheWrite: line[GenericField.cacheWriteTokens].count,
                reasoning: line[GenericField.reasoningTokens].count)
            record.gatewayCost = line[GenericField.cost].money(shift: units[.cost] == .cents ? 2 : 0)
        }
        return .request
    }

    /// Other lines, such as those of a start-up, have none of what a request has.
    @inline(__always)
    private func isRequest(_ line: LogLine) -> Bool {
        line.has(GenericField.model) || line.has(GenericField.latencyMS) || line.has(GenericField.inputTokens)
            || line.has(GenericField.outputTokens) || line.has(GenericField.latencyS)
            || line.has(GenericField.latencyUS) || line.has(GenericField.mappedLatency)
            || line.has(GenericField.cost)
    }

    @inline(__always)
    private func readAttribution(_ line: LogLine, into record: inout AttemptRecord) {
        record.eventID = line[GenericField.id].textOrDigits
        record.groupID = line[GenericField.group].textOrDigits
        record.provider = line[GenericField.provider].name
        record.setModel(line[GenericField.model].name)
        record.scenarioMark = line[GenericField.scenario].name
        record.key = line[GenericField.key].name
        record.team = line[GenericField.team].name
        record.route = AccessLogRules.path(line[GenericField.route].name)
        record.endUser = line[GenericField.endUser].name
        record.userAgent = line[GenericField.userAgent].name
        record.host = line[GenericField.host].name
        record.serviceTier = line[GenericField.serviceTier].name
        if line.has(GenericField.tag) { record.addTag(line[GenericField.tag].textOrEmpty, in: line.arena) }
        if !line.captures.isEmpty { readLabels(line, into: &record) }
    }

    /// In the order of how reliably each says whose request it is, whatever their order in the line.
    private func readLabels(_ line: LogLine, into record: inout AttemptRecord) {
        for field in [GenericField.tags, .headers, .metadata] {
            for capture in line.captures where capture.slot == field.rawValue {
                let value = capture.value.textOrDigits
                switch field {
                case .tags: record.addTag(value, in: line.arena)
                case .headers: record.addHeader(capture.name, value, in: line.arena)
                default: record.addMeta(capture.name, value, in: line.arena)
                }
            }
        }
    }

    @inline(__always)
    private func readOutcome(_ line: LogLine, into record: inout AttemptRecord) {
        let status = line[GenericField.status]
        record.status = status.httpStatus
        if let code = record.status { record.outcome = RequestOutcome(httpStatus: code) }
        guard record.outcome != .ok || line.has(GenericField.outcome) || line.has(GenericField.error) else { return }
        let error = line[GenericField.error].textOrDigits.cut(to: 256)
        record.errorClass = Self.errorClass(error)
        let word = line.has(GenericField.outcome) ? line[GenericField.outcome] : status
        if let stated = RequestOutcome(word: word.textOrEmpty) {
            // "error" says less than the status or the error's name does.
            record.outcome = stated.isFailure && record.outcome.isFailure ? record.outcome : stated
            if stated == .upstreamError, record.status == nil {
                record.outcome = RequestOutcome(errorName: error) ?? .upstreamError
            }
        }
        if record.outcome == .clientError, let named = RequestOutcome(errorName: error), named != .upstreamError {
            record.outcome = named
        }
        if record.outcome == .unknown, let named = RequestOutcome(errorName: error) { record.outcome = named }
    }

    /// The name of the error, where the text is one or begins with one and a colon: sentences may quote the request.
    private static func errorClass(_ error: LogText) -> LogText {
        let end = error.bytes.firstIndex(of: UInt8(ascii: ":")) ?? error.count
        let name = error.cut(to: end).trimmed
        return name.isIdentifier ? name : .empty
    }

    @inline(__always)
    private func duration(_ line: LogLine) -> TimeSpan? {
        if line.has(GenericField.latencyMS) { return line[GenericField.latencyMS].span(in: .milliseconds) }
        if line.has(GenericField.latencyS) { return line[GenericField.latencyS].span(in: .seconds) }
        if line.has(GenericField.latencyUS) { return line[GenericField.latencyUS].span(in: .microseconds) }
        return line[GenericField.mappedLatency].span(in: unit(.mappedLatency))
    }

    @inline(__always)
    private func timeToFirstToken(_ line: LogLine) -> TimeSpan? {
        if line.has(GenericField.ttftMS) { return line[GenericField.ttftMS].span(in: .milliseconds) }
        if line.has(GenericField.ttftS) { return line[GenericField.ttftS].span(in: .seconds) }
        return line[GenericField.mappedTTFT].span(in: unit(.mappedTTFT))
    }

    private func unit(_ field: GenericField) -> LogTimeUnit {
        switch units[field] {
        case .s, .epochSeconds: .seconds
        case .us: .microseconds
        case .ns: .nanoseconds
        case .ms, .epochMilliseconds, .iso, .usd, .cents, nil: .milliseconds
        }
    }

    /// An instant by its declared unit, or by its looks: text is ISO 8601, a number's unit shows in its size.
    @inline(__always)
    private func instant(_ value: JSONValue, _ field: GenericField) -> Timestamp? {
        switch value.kind {
        case .string: if let instant = value.raw.instant(in: zone) { return instant }
        case .number: break
        case .missing, .null, .yes, .no, .object, .array: return nil
        }
        switch units.isEmpty ? nil : units[field] {
        case .epochSeconds, .s: return value.instant(since1970: .seconds)
        case .epochMilliseconds, .ms: return value.instant(since1970: .milliseconds)
        case .us: return value.instant(since1970: .microseconds)
        case .ns: return value.instant(since1970: .nanoseconds)
        case .iso, .usd, .cents, nil: break
        }
        guard let whole = value.integer else { return nil }
        switch whole {
        case ..<100_000_000_000: return value.instant(since1970: .seconds)
        case ..<100_000_000_000_000: return value.instant(since1970: .milliseconds)
        case ..<100_000_000_000_000_000: return value.instant(since1970: .microseconds)
        default: return value.instant(since1970: .nanoseconds)
        }
    }
}
