import InfermonModel
import InfermonRollup

/// SGLang's per-request metrics files (sgl-project/sglang: srt/observability/request_metrics_exporter.py).
///
/// `request_parameters` is JSON in a string that holds the prompt; only whether a stream was asked for is taken from it.
struct SGLangFormat: LogFormat {
    let id = "sglang"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)

    private enum Field: Int, JSONField {
        case parameters, id, finish, finishType, input, output, cached, reasoning, latency, firstToken, received,
            finished
        case model

        var path: JSONPath {
            switch self {
            case .parameters: "request_parameters"
            case .id: "id"
            case .finish: "finish_reason"
            case .finishType: "finish_reason.type"
            case .input: "prompt_tokens"
            case .output: "completion_tokens"
            case .cached: "cached_tokens"
            case .reasoning: "reasoning_tokens"
            case .latency: "e2e_latency"
            case .firstToken: "first_token_latency"
            case .received: "request_received_ts"
            case .finished: "request_finished_ts"
            case .model: "model"
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.value("request_parameters").kind == .string && sample.has("e2e_latency")
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        let received = line[Field.received].instant(since1970: .seconds)
        let finished = line[Field.finished].instant(since1970: .seconds)
        guard received != nil || finished != nil else { return .withoutTime }
        batch.append { record in
            record.startedAt = received
            record.endedAt = finished
            record.duration = line[Field.latency].span(in: .seconds)
            record.eventID = line[Field.id].name
            record.provider = line.arena.copy("sglang".utf8)
            record.setModel(line[Field.model].name)
            record.setTokens(
                input: line[Field.input].count, output: line[Field.output].count, cacheRead: line[Field.cached].count,
                reasoning: line[Field.reasoning].count)
            let reason = line[Field.finishType].textOrEmpty
            if reason == "abort" {
                record.outcome = .cancelled
            } else {
                record.outcome = reason.isEmpty ? .unknown : .ok
            }
            if let parameters = line[Field.parameters].text {
                line.forEach(in: line.json(in: parameters)) { name, value in
                    if name == "stream" { record.isStream = value.bool }
                }
            }
            if record.isStream == true { record.timeToFirstToken = line[Field.firstToken].span(in: .seconds) }
        }
        return .request
    }
}
