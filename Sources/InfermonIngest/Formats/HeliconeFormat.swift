import InfermonModel
import InfermonRollup

/// Exported Helicone requests (the HeliconeRequest of its API).
///
/// Counts and the status are written as floating-point numbers.
struct HeliconeFormat: LogFormat {
    let id = "helicone"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self, bulk: ["request_body", "response_body"])
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case id, created, answered, status, delay, firstToken, path, user, properties, requestModel, responseModel,
            override
        case provider, input, output, cacheRead, cacheWrite, cost, cache

        var path: JSONPath {
            switch self {
            case .id: "request_id"
            case .created: "request_created_at"
            case .answered: "response_created_at"
            case .status: "response_status"
            case .delay: "delay_ms"
            case .firstToken: "time_to_first_token"
            case .path: "request_path"
            case .user: "request_user_id"
            case .properties: "request_properties.*"
            case .requestModel: "request_model"
            case .responseModel: "response_model"
            case .override: "model_override"
            case .provider: "provider"
            case .input: "prompt_tokens"
            case .output: "completion_tokens"
            case .cacheRead: "prompt_cache_read_tokens"
            case .cacheWrite: "prompt_cache_write_tokens"
            case .cost: "cost"
            case .cache: "cache_enabled"
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool { sample.has("request_created_at") && sample.has("delay_ms") }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard let start = line[Field.created].textOrEmpty.instant(in: zone) else { return .withoutTime }
        batch.append { record in
            record.startedAt = start
            record.endedAt = line[Field.answered].textOrEmpty.instant(in: zone)
            record.duration = line[Field.delay].span(in: .milliseconds)
            if let first = line[Field.firstToken].span(in: .milliseconds), first > .zero {
                record.timeToFirstToken = first
                record.isStream = true
            }
            record.status = line[Field.status].httpStatus
            record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .unknown
            record.eventID = line[Field.id].name
            record.provider = line.arena.lowercased(line[Field.provider].name)
            record.setModel(line[Field.requestModel].name)
            record.servedModel = line[Field.responseModel].name
            if record.servedModel.isEmpty { record.servedModel = line[Field.override].name }
            record.setTokens(
                input: line[Field.input].count, output: line[Field.output].count,
                cacheRead: line[Field.cacheRead].count,
                cacheWrite: line[Field.cacheWrite].count)
            record.gatewayCost = line[Field.cost].money()
            record.route = AccessLogRules.path(line[Field.path].name)
            record.endUser = line[Field.user].name
            for property in line.captures {
                record.addMeta(line.arena.lowercased(property.name), property.value.textOrDigits, in: line.arena)
            }
        }
        return .request
    }
}
