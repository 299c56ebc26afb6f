import InfermonModel
import InfermonRollup

/// Envoy's JSON access log with the keys that Envoy AI Gateway recommends (envoyproxy/ai-gateway:
/// site/docs/capabilities/observability/accesslogs.md).
///
/// One line per client request, retries included. The line is stamped with its start. Times to the first byte are of headers and
/// never taken for the first token.
struct EnvoyJSONFormat: LogFormat {
    let id = "envoy"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case start, duration, responseDuration, serviceTime, code, flags, details, requestModel, responseModel, override
        case provider, input, output, cached, cacheWrite, reasoning, firstToken, attempts, authority, method, path,
            route, agent
        case requestID, scenario, stamp

        var path: JSONPath { paths[0] }

        var paths: [JSONPath] {
            switch self {
            case .start: ["start_time"]
            case .stamp: ["timestamp", "@timestamp", "time", "ts"]
            case .duration: ["duration", "duration_ms"]
            case .responseDuration: ["response_duration"]
            case .serviceTime: ["x-envoy-upstream-service-time", "upstream_service_time"]
            case .code: ["response_code", "status", "status_code"]
            case .flags: ["response_flags"]
            case .details: ["response_code_details"]
            case .requestModel:
                [["gen_ai.request.model"], "x-ai-eg-model", "genai_model_name", "request_model", "model"]
            case .responseModel: [["gen_ai.response.model"]]
            case .override: [["gen_ai.request.model_override"], "genai_model_name_override"]
            case .provider: [["gen_ai.provider.name"], "genai_backend_name"]
            case .input: [["gen_ai.usage.input_tokens"], "llm_input_token", "genai_tokens_input"]
            case .output: [["gen_ai.usage.output_tokens"], "llm_output_token", "genai_tokens_output"]
            case .cached: [["gen_ai.usage.cached_input_tokens"], ["gen_ai.usage.cache_read.input_tokens"]]
            case .cacheWrite:
                [["gen_ai.usage.cache_creation_input_tokens"], ["gen_ai.usage.cache_creation.input_tokens"]]
            case .reasoning: [["gen_ai.usage.reasoning_tokens"]]
            case .firstToken: ["token_latency_ttft", ["gen_ai.server.time_to_first_token"]]
            case .attempts: ["upstream_request_attempt_count"]
            case .authority: [[":authority"], "authority"]
            case .method: ["method", [":method"], "request_method"]
            case .path: ["x-envoy-origin-path", "path", [":path"], "request_path", "uri"]
            case .route: ["route_name"]
            case .agent: ["user-agent", "user_agent"]
            case .requestID: ["x-request-id", "request_id", "x_request_id"]
            case .scenario: ["x-scenario", "x_scenario", "scenario"]
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.hasKey(prefix: "gen_ai.") || sample.hasKey(prefix: "genai_")
            || (sample.has("response_flags") && (sample.has("duration") || sample.has("duration_ms")))
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard AccessLogRules.canBeInference(method: line[Field.method].name) else { return .ignored }
        guard
            let start = AccessLogRules.instant(line[Field.start], in: zone)
                ?? AccessLogRules.instant(line[Field.stamp], in: zone)
        else { return .withoutTime }
        batch.append { record in
            record.startedAt = start
            record.duration = line[Field.duration].span(in: .milliseconds)
            record.timeToFirstByte =
                line[Field.responseDuration].span(in: .milliseconds) ?? line[Field.serviceTime].span(in: .milliseconds)
            if let first = line[Field.firstToken].span(in: .milliseconds), first > .zero {
                record.timeToFirstToken = first
                record.isStream = true
            }
            record.status = line[Field.code].httpStatus
            record.outcome = EnvoyRules.outcome(
                status: record.status, flags: line[Field.flags].textOrEmpty, details: line[Field.details].textOrEmpty)
            if record.outcome != .ok { record.errorClass = line[Field.details].name.cut(to: 256) }
            record.provider = EnvoyRules.provider(line[Field.provider].name)
            record.setModel(line[Field.requestModel].name)
            record.servedModel = line[Field.responseModel].name
            if record.servedModel.isEmpty { record.servedModel = line[Field.override].name }
            if record.model.isEmpty { record.model = record.servedModel }
            record.setTokens(
                input: line[Field.input].count, output: line[Field.output].count, cacheRead: line[Field.cached].count,
                cacheWrite: line[Field.cacheWrite].count, reasoning: line[Field.reasoning].count)
            record.attempts = Int32(clamping: max(1, line[Field.attempts].count ?? 1))
            record.eventID = line[Field.requestID].name
            record.route = AccessLogRules.path(line[Field.path].name)
            record.host = line[Field.authority].name
            record.userAgent = line[Field.agent].name
            record.addHeader(line.arena.copy("x-scenario".utf8), line[Field.scenario].name, in: line.arena)
            record.addMeta(line.arena.copy("route_name".utf8), line[Field.route].name, in: line.arena)
        }
        return .request
    }
}
