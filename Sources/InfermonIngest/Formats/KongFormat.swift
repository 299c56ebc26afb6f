import InfermonModel
import InfermonRollup

/// Kong's file-log and http-log with the AI plugins' statistics (Kong/kong: kong/pdk/log.lua and
/// kong/llm/plugin/shared-filters/serialize-analytics.lua).
///
/// Several AI plugins in one line are one request whose tokens add up. Older releases name the plugin's part differently and spell
/// `prompt_token`; a count that is missing is written as 0.
struct KongFormat: LogFormat {
    let id = "kong"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)

    private enum Field: Int, JSONField {
        case start, latency, status, requestID, uri, method, headers, route, consumer, workspace, plugins, tags,
            upstreamStatus

        var path: JSONPath {
            switch self {
            case .start: "started_at"
            case .latency: "latencies.request"
            case .status: "response.status"
            case .requestID: "request.id"
            case .uri: "request.uri"
            case .method: "request.method"
            case .headers: "request.headers.*"
            case .route: "route.name"
            case .consumer: "consumer.username"
            case .workspace: "workspace_name"
            case .plugins: "ai.*"
            case .tags: "route.tags"
            case .upstreamStatus: "upstream_status"
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.has("latencies", "request") && sample.has("started_at") && sample.has("request", "uri")
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard AccessLogRules.canBeInference(method: line[Field.method].name) else { return .ignored }
        guard let start = line[Field.start].instant(since1970: .milliseconds) else { return .withoutTime }
        batch.append { record in
            record.startedAt = start
            record.duration = line[Field.latency].span(in: .milliseconds)
            record.status = line[Field.status].httpStatus ?? lastStatus(line[Field.upstreamStatus])
            record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .unknown
            record.eventID = line[Field.requestID].name
            record.route = AccessLogRules.path(line[Field.uri].name)
            record.key = line[Field.consumer].name
            record.team = line[Field.workspace].name
            record.addMeta(line.arena.copy("route_name".utf8), line[Field.route].name, in: line.arena)
            line.forEach(in: line[Field.tags]) { _, tag in record.addTag(tag.name, in: line.arena) }
            var usage = Usage()
            for capture in line.captures {
                if capture.slot == Field.headers.rawValue {
                    if capture.name.isEqualIgnoringCase("user-agent") { record.userAgent = capture.value.name }
                    if capture.name.isEqualIgnoringCase("host") { record.host = capture.value.name }
                    record.addHeader(capture.name, capture.value.textOrDigits, in: line.arena)
                } else {
                    read(plugin: capture.value, line: line, into: &record, usage: &usage)
                }
            }
            if usage.input + usage.output > 0 { record.setTokens(input: usage.input, output: usage.output) }
            if usage.cost > .zero { record.gatewayCost = usage.cost }
        }
        return .request
    }

    /// Of several upstreams that were tried the last answered.
    private func lastStatus(_ value: JSONValue) -> Int32? {
        value.httpStatus
            ?? JSONValue(.string, raw: AccessLogRules.lastPart(of: value.textOrEmpty)).httpStatus
    }

    private struct Usage {
        var input: Int64 = 0
        var output: Int64 = 0
        var cost = Money.zero
    }

    private func read(plugin: JSONValue, line: LogLine, into record: inout AttemptRecord, usage: inout Usage) {
        line.forEach(in: plugin) { section, members in
            line.forEach(in: members) { name, value in
                if section == "meta" {
                    if name == "provider_name", value.raw != "UNSPECIFIED" { record.provider = value.name }
                    if name == "request_model" { record.setModel(value.name) }
                    if name == "response_model" { record.servedModel = value.name }
                    if name == "request_mode", value.raw == "stream" { record.isStream = true }
                    if name == "request_mode", value.raw == "oneshot" { record.isStream = false }
                } else if section == "usage" {
                    if name == "prompt_tokens" || name == "prompt_token" { usage.input &+= value.count ?? 0 }
                    if name == "completion_tokens" || name == "completion_token" { usage.output &+= value.count ?? 0 }
                    if name == "cost", let cost = value.money() { usage.cost += cost }
                    if name == "time_to_first_token", let first = value.span(in: .milliseconds), first > .zero {
                        record.timeToFirstToken = first
                    }
                } else if section == "cache", name == "cache_status" {
                    // One plugin's hit is the request's, whatever the others say.
                    record.isCacheHit = record.isCacheHit == true || value.textOrEmpty.isEqualIgnoringCase("hit")
                }
            }
        }
        if record.isStream != true { record.timeToFirstToken = nil }
    }
}

extension LogText {
    /// Whether the texts differ.
    static func != (text: LogText, other: StaticString) -> Bool { !(text == other) }
}
