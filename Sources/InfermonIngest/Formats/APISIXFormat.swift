import InfermonModel
import InfermonRollup

/// Apache APISIX's logger entries with the summary of its AI proxy (apache/apisix: apisix/utils/log-util.lua and
/// apisix/plugins/ai-proxy/base.lua).
///
/// In the summary `duration` is the time to the first token and `upstream_response_time` the whole; both in milliseconds, and like
/// the counts they are strings when nginx's defaults wrote them.
struct APISIXFormat: LogFormat {
    let id = "apisix"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)

    private enum Field: Int, JSONField {
        case start, latency, status, uri, method, headers, route, consumer, requestModel, model, firstToken, whole
        case input, output, cacheRead, cacheWrite, reasoning, stream, endUser

        var path: JSONPath {
            switch self {
            case .start: "start_time"
            case .latency: "latency"
            case .status: "response.status"
            case .uri: "request.uri"
            case .method: "request.method"
            case .headers: "request.headers.*"
            case .route: "route_id"
            case .consumer: "consumer.username"
            case .requestModel: "llm_summary.request_model"
            case .model: "llm_summary.model"
            case .firstToken: "llm_summary.duration"
            case .whole: "llm_summary.upstream_response_time"
            case .input: "llm_summary.prompt_tokens"
            case .output: "llm_summary.completion_tokens"
            case .cacheRead: "llm_summary.cache_read_input_tokens"
            case .cacheWrite: "llm_summary.cache_creation_input_tokens"
            case .reasoning: "llm_summary.reasoning_tokens"
            case .stream: "llm_summary.stream"
            case .endUser: "llm_summary.end_user_id"
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.has("llm_summary") || (sample.value("start_time").kind == .number && sample.has("apisix_latency"))
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard AccessLogRules.canBeInference(method: line[Field.method].name) else { return .ignored }
        guard let start = line[Field.start].instant(since1970: .milliseconds) else { return .withoutTime }
        batch.append { record in
            record.startedAt = start
            record.duration = line[Field.latency].span(in: .milliseconds) ?? line[Field.whole].span(in: .milliseconds)
            record.status = line[Field.status].httpStatus
            record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .unknown
            record.isStream = line[Field.stream].bool
            if record.isStream == true, let first = line[Field.firstToken].span(in: .milliseconds), first > .zero {
                record.timeToFirstToken = first
            }
            record.setModel(line[Field.requestModel].name)
            record.servedModel = line[Field.model].name
            if record.model.isEmpty { record.setModel(record.servedModel) }
            let input = line[Field.input].count ?? 0
            let output = line[Field.output].count ?? 0
            // Zero of both is what stands where the upstream gave no usage.
            if input + output > 0 {
                record.setTokens(
                    input: input, output: output, cacheRead: line[Field.cacheRead].count,
                    cacheWrite: line[Field.cacheWrite].count, reasoning: line[Field.reasoning].count)
            }
            record.route = AccessLogRules.path(line[Field.uri].name)
            record.key = line[Field.consumer].name
            record.endUser = line[Field.endUser].name
            record.addMeta(line.arena.copy("route_id".utf8), line[Field.route].textOrDigits, in: line.arena)
            for header in line.captures {
                if header.name.isEqualIgnoringCase("user-agent") { record.userAgent = header.value.name }
                if header.name.isEqualIgnoringCase("x-request-id") { record.eventID = header.value.name }
                if header.name.isEqualIgnoringCase("host") { record.host = header.value.name }
                record.addHeader(header.name, header.value.textOrDigits, in: line.arena)
            }
        }
        return .request
    }
}
