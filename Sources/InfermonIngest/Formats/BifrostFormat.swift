import InfermonModel
import InfermonRollup

/// Exported rows of Bifrost's log store (maximhq/bifrost: framework/logstore/tables.go).
///
/// A row exists before its request has ended; it is counted when it comes again with an end. A fallback names the row that it
/// stands in for.
struct BifrostFormat: LogFormat {
    let id = "bifrost"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case id, parent, time, provider, model, retries, latency, cost, status, stream, input, output, cached, reasoning
        case key, team, customer, metadata, error, cacheHit

        var path: JSONPath { paths[0] }

        var paths: [JSONPath] {
            switch self {
            case .id: ["id"]
            case .parent: ["parent_request_id"]
            case .time: ["timestamp"]
            case .provider: ["provider"]
            case .model: ["model"]
            case .retries: ["number_of_retries"]
            case .latency: ["latency"]
            case .cost: ["cost"]
            case .status: ["status"]
            case .stream: ["stream"]
            case .input: ["token_usage.prompt_tokens"]
            case .output: ["token_usage.completion_tokens"]
            case .cached:
                [
                    "token_usage.prompt_tokens_details.cached_read_tokens",
                    "token_usage.prompt_tokens_details.cached_tokens",
                ]
            case .reasoning: ["token_usage.completion_tokens_details.reasoning_tokens"]
            case .key: ["virtual_key_name"]
            case .team: ["team_name"]
            case .customer: ["customer_name"]
            case .metadata: ["metadata.*"]
            case .error: ["error_details"]
            case .cacheHit: ["cache_debug.cache_hit"]
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool { sample.has("object") && sample.has("fallback_index") }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        let status = line[Field.status].textOrEmpty
        if status == "processing" { return .ignored }
        guard let start = line[Field.time].textOrEmpty.instant(in: zone) else { return .withoutTime }
        batch.append { record in
            record.startedAt = start
            record.duration = line[Field.latency].span(in: .milliseconds)
            record.eventID = line[Field.id].name
            record.groupID = line[Field.parent].name
            if record.groupID.isEmpty { record.groupID = record.eventID }
            record.provider = line[Field.provider].name
            record.setModel(line[Field.model].name)
            record.attempts = Int32(clamping: min(line[Field.retries].count ?? 0, 1_000) + 1)
            record.isStream = line[Field.stream].bool
            record.isCacheHit = line[Field.cacheHit].bool
            record.outcome = status == "success" ? .ok : status.isEmpty ? .unknown : failure(line)
            if record.outcome == .ok || line[Field.input].isPresent {
                record.setTokens(
                    input: line[Field.input].count, output: line[Field.output].count,
                    cacheRead: line[Field.cached].count,
                    reasoning: line[Field.reasoning].count)
            }
            record.gatewayCost = line[Field.cost].money()
            record.key = line[Field.key].name
            record.team = line[Field.team].name
            record.endUser = line[Field.customer].name
            for member in line.captures { record.addMeta(member.name, member.value.textOrDigits, in: line.arena) }
        }
        return .request
    }

    private func failure(_ line: LogLine) -> RequestOutcome {
        let details = line[Field.error]
        let object = details.text.map { line.json(in: $0) } ?? details
        var outcome: RequestOutcome?
        line.forEach(in: object) { name, value in
            if name == "status_code", let code = value.httpStatus { outcome = RequestOutcome(httpStatus: code) }
        }
        return outcome ?? RequestOutcome(errorName: details.textOrEmpty) ?? .upstreamError
    }
}
