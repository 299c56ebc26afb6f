import InfermonModel
import InfermonRollup

/// Higress' access log with the field `ai_log` of its AI statistics plugin (higress-group/higress:
/// plugins/wasm-go/extensions/ai-statistics).
///
/// The field is an object inside a string, or one that the operator unwrapped, whose numbers are strings. `-` stands where the plugin did not run.
struct HigressFormat: LogFormat {
    let id = "higress"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case aiLog, start, duration, code, flags, details, method, path, authority, agent, requestID, route, scenario

        var path: JSONPath { paths[0] }

        var paths: [JSONPath] {
            switch self {
            case .aiLog: ["ai_log"]
            case .start: ["start_time"]
            case .duration: ["duration"]
            case .code: ["response_code"]
            case .flags: ["response_flags"]
            case .details: ["response_code_details"]
            case .method: ["method"]
            case .path: ["path", "x-envoy-origin-path"]
            case .authority: ["authority", [":authority"]]
            case .agent: ["user_agent", "user-agent"]
            case .requestID: ["trace_id", "request_id", "x-request-id"]
            case .route: ["route_name"]
            case .scenario: ["x-scenario"]
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.value("ai_log").kind == .string || sample.value("ai_log").kind == .object
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard line.has(Field.aiLog) else { return .unknown }
        guard AccessLogRules.canBeInference(method: line[Field.method].name) else { return .ignored }
        var statistics = line[Field.aiLog]
        let isRefused = isRefusal(line)
        if statistics.kind != .object, !isRefused {
            guard let log = statistics.text, log != "-" else { return .ignored }
            statistics = line.json(in: log)
        }
        guard statistics.kind == .object || isRefused else { return .malformed("ai_log holds no JSON object") }
        batch.append { record in
            record.startedAt = line[Field.start].textOrEmpty.instant(in: zone)
            record.duration = line[Field.duration].span(in: .milliseconds)
            record.status = line[Field.code].httpStatus
            // The statistics alone are written for answered requests.
            record.outcome =
                line.has(Field.code)
                ? EnvoyRules.outcome(
                    status: record.status, flags: line[Field.flags].textOrEmpty,
                    details: line[Field.details].textOrEmpty)
                : .ok
            record.route = AccessLogRules.path(line[Field.path].name)
            record.host = line[Field.authority].name
            record.userAgent = line[Field.agent].name
            record.eventID = line[Field.requestID].name
            record.addHeader(line.arena.copy("x-scenario".utf8), line[Field.scenario].name, in: line.arena)
            record.addMeta(line.arena.copy("route_name".utf8), line[Field.route].name, in: line.arena)
            read(statistics, line: line, into: &record)
        }
        return .request
    }

    /// Whether a call of a model failed before the plugin ran: who was turned away is a request too.
    private func isRefusal(_ line: LogLine) -> Bool {
        guard line[Field.aiLog].text.map({ $0 == "-" }) ?? false, line[Field.code].httpStatus ?? 200 >= 400 else {
            return false
        }
        let path = AccessLogRules.path(line[Field.path].name)
        return Self.callPaths.contains { path.hasSuffix($0) }
    }

    private static let callPaths: [StaticString] = [
        "/chat/completions", "/completions", "/embeddings", "/responses", "/messages", "/rerank",
    ]

    private func read(_ statistics: JSONValue, line: LogLine, into record: inout AttemptRecord) {
        var input: Int64?
        var output: Int64?
        var cached: Int64?
        var reasoning: Int64?
        line.forEach(in: statistics) { name, value in
            if name == "model" { record.setModel(value.name) }
            if name == "input_token" { input = value.count }
            if name == "output_token" { output = value.count }
            if name == "cached_tokens" { cached = value.count }
            if name == "reasoning_tokens" { reasoning = value.count }
            // Details are objects in strings once more.
            if name == "input_token_details", cached == nil {
                cached = line.value(at: "cached_tokens", in: value.text.map { line.json(in: $0) } ?? value).count
            }
            if name == "output_token_details", reasoning == nil {
                reasoning = line.value(at: "reasoning_tokens", in: value.text.map { line.json(in: $0) } ?? value).count
            }
            if name == "consumer" { record.key = value.name }
            if name == "llm_service_duration", let whole = value.span(in: .milliseconds), record.duration == nil {
                record.duration = whole
            }
            if name == "llm_first_token_duration", let first = value.span(in: .milliseconds), first > .zero {
                record.timeToFirstToken = first
                record.isStream = true
            }
        }
        record.setTokens(input: input, output: output, cacheRead: cached, reasoning: reasoning)
    }
}
