import InfermonModel
import InfermonRollup

/// An nginx access log in JSON: the operator's own keys, so each field is looked for under its variable's name and common others.
///
/// Stamped with its end. What several upstreams gave stands in lists such as `502, 200`. Header times are not first-token times:
/// LiteLLM behind nginx holds its headers back until the first chunk, others do not.
struct NginxJSONFormat: LogFormat {
    let id = "nginx"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case epoch, time, requestTime, headerTime, upstreamStatus, status, completion, method, uri, requestID, agent,
            host
        case scenario, cost, callID, model, key, team, body, request, responseTime, input, output, firstToken

        var path: JSONPath { paths[0] }

        var paths: [JSONPath] {
            switch self {
            case .epoch: ["msec"]
            case .time: ["time_iso8601", "ts", "time", "timestamp", "@timestamp", "time_local"]
            case .requestTime: ["request_time", "rt"]
            case .headerTime: ["upstream_header_time", "uht"]
            case .upstreamStatus: ["upstream_status", "us"]
            case .status: ["status"]
            case .completion: ["request_completion"]
            case .method: ["method", "request_method"]
            case .uri: ["uri", "request_uri", "route", "path", "url"]
            case .requestID: ["request_id", "http_x_request_id", "x_request_id"]
            case .agent: ["http_user_agent", "user_agent"]
            case .host: ["host", "http_host", "server_name"]
            case .scenario: ["x_scenario", "http_x_scenario", "scenario", "x-scenario"]
            case .cost: ["litellm_cost", "upstream_http_x_litellm_response_cost", "cost"]
            case .callID: ["litellm_call_id", "upstream_http_x_litellm_call_id"]
            case .model: ["model", "upstream_http_x_litellm_model_group", "request_llm_model", "llm_model"]
            case .key: ["key", "api_key_alias"]
            case .team: ["team"]
            case .body: ["request_body", "req", "body"]
            case .request: ["request"]
            case .responseTime: ["upstream_response_time", "urt"]
            case .input: ["llm_prompt_tokens"]
            case .output: ["llm_completion_tokens"]
            case .firstToken: ["llm_time_to_first_token"]
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        guard sample.has("status") else { return false }
        return ["request_time", "upstream_response_time", "upstream_status", "upstream_header_time", "urt"].contains {
            sample.has($0)
        }
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func mended(_ line: LogText) -> [UInt8]? { BareVariables.quoted(line) }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        // The request line stands in one variable, or its parts in theirs.
        let request = AccessLogRules.request(line[Field.request].name)
        let method = line[Field.method].text ?? request.method
        let path = line[Field.uri].text ?? request.path
        guard AccessLogRules.canBeInference(method: method.orNothing, path: path) else { return .ignored }
        guard
            let end = AccessLogRules.instant(line[Field.epoch], in: zone)
                ?? AccessLogRules.instant(line[Field.time], in: zone)
        else { return .withoutTime }
        batch.append { record in
            record.endedAt = end
            record.duration =
                line[Field.requestTime].span(in: .seconds) ?? AccessLogRules.seconds(line[Field.responseTime])
            record.timeToFirstByte = AccessLogRules.seconds(line[Field.headerTime])
            record.status = line[Field.status].httpStatus
            record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .unknown
            // The client left in mid-answer: nginx keeps the status and leaves the completion empty.
            if record.outcome == .ok, line.has(Field.completion), line[Field.completion].textOrEmpty.isEmpty {
                record.outcome = .cancelled
            }
            var tried: Int32 = 0
            AccessLogRules.forEachPart(of: line[Field.upstreamStatus].textOrEmpty) { _ in tried &+= 1 }
            record.attempts = max(1, tried)
            record.setModel(line[Field.model].name)
            if record.model.isEmpty { readBody(line, into: &record) }
            record.gatewayCost = line[Field.cost].money().flatMap { $0 > .zero ? $0 : nil }
            record.eventID = line[Field.requestID].name
            record.groupID = line[Field.callID].name
            record.route = AccessLogRules.path(path)
            record.host = line[Field.host].name
            record.userAgent = line[Field.agent].name
            record.key = line[Field.key].name
            record.team = line[Field.team].name
            readSummary(line, into: &record)
            record.addHeader(line.arena.copy("x-scenario".utf8), line[Field.scenario].name, in: line.arena)
        }
        return .request
    }

    /// The variables that Apache APISIX's AI proxy sets in its access log (apache/apisix: apisix/cli/ngx_tpl.lua): text, "0" where
    /// there was nothing to count, and the time of the first token in milliseconds.
    private func readSummary(_ line: LogLine, into record: inout AttemptRecord) {
        let input = line[Field.input].count ?? 0
        let output = line[Field.output].count ?? 0
        if input + output > 0 { record.setTokens(input: input, output: output) }
        guard record.outcome == .ok, let first = line[Field.firstToken].span(in: .milliseconds), first > .zero,
            let whole = record.duration, first < whole
        else { return }
        record.timeToFirstToken = first
        record.isStream = true
    }

    /// A logged body is JSON in a string; only the model and whether a stream was asked for are taken from it.
    private func readBody(_ line: LogLine, into record: inout AttemptRecord) {
        guard let body = line[Field.body].text, body.bytes.first == UInt8(ascii: "{") else { return }
        line.forEach(in: line.json(in: body)) { name, value in
            if name == "model" { record.setModel(value.name) }
            if name == "stream" { record.isStream = value.bool }
        }
    }
}
