import InfermonModel
import InfermonRollup

/// Saved answers of OpenRouter's `GET /api/v1/generation`, with or without their `data` envelope.
///
/// Native tokens are those that are billed; the plain counts are normalised by another tokenizer.
struct OpenRouterFormat: LogFormat {
    let id = "openrouter"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case id, created, model, provider, streamed, cancelled, latency, input, output, reasoning, cached, cost, user,
            finish, plainInput, plainOutput

        private var name: String {
            switch self {
            case .id: "id"
            case .created: "created_at"
            case .model: "model"
            case .provider: "provider_name"
            case .streamed: "streamed"
            case .cancelled: "cancelled"
            case .latency: "latency"
            case .input: "native_tokens_prompt"
            case .output: "native_tokens_completion"
            case .reasoning: "native_tokens_reasoning"
            case .cached: "native_tokens_cached"
            case .cost: "total_cost"
            case .user: "external_user"
            case .finish: "finish_reason"
            case .plainInput: "tokens_prompt"
            case .plainOutput: "tokens_completion"
            }
        }

        var path: JSONPath { JSONPath(keys: [name]) }
        var paths: [JSONPath] { [JSONPath(keys: [name]), JSONPath(keys: ["data", name])] }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.has("native_tokens_prompt") || sample.has("data", "native_tokens_prompt")
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard let start = line[Field.created].textOrEmpty.instant(in: zone) else { return .withoutTime }
        batch.append { record in
            record.startedAt = start
            record.duration = line[Field.latency].span(in: .milliseconds)
            record.eventID = line[Field.id].name
            record.model = line[Field.model].name
            record.provider = line.arena.copy("openrouter".utf8)
            record.isStream = line[Field.streamed].bool
            record.outcome = .ok
            if line[Field.finish].raw == "error" { record.outcome = .upstreamError }
            if line[Field.finish].raw == "content_filter" { record.outcome = .blocked }
            if line[Field.cancelled].bool == true { record.outcome = .cancelled }
            record.setTokens(
                input: line[Field.input].count ?? line[Field.plainInput].count,
                output: line[Field.output].count ?? line[Field.plainOutput].count, cacheRead: line[Field.cached].count,
                reasoning: line[Field.reasoning].count)
            record.gatewayCost = line[Field.cost].money()
            record.endUser = line[Field.user].name
            record.addMeta(line.arena.copy("provider_name".utf8), line[Field.provider].name, in: line.arena)
        }
        return .request
    }
}
