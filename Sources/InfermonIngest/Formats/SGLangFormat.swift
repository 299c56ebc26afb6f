import InfermonModel
import InfermonRollup

/// SGLang's per-request metrics files (sgl-project/sglang: srt/observability/request_metrics_exporter.py).
///
/// `request_parameters` is JSON in a string that holds the prompt; only the model and whether a stream was asked for are taken from it.
struct SGLangFormat: LogFormat {
    let id = "sglang"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)

    private enum Field: Int, JSONField {
        case parameters, id, finish, input, output, cached, reasoning, latency, firstToken, received,
            finished
        case model

        var path: JSONPath {
            switch self {
            case .parameters: "request_parameters"
            case .id: "id"
            case .finish: "finish_reason"
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
        (sample.value("request_parameters").kind == .string || sample.value("request_parameters").kind == .object)
            && sample.has("e2e_latency")
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
            readFinish(line, into: &record)
            let parameters = line[Field.parameters]
            line.forEach(in: parameters.text.map { line.json(in: $0) } ?? parameters) { name, value in
                if name == "stream" { record.isStream = value.bool }
                if name == "model", record.model.isEmpty { record.setModel(value.name) }
            }
            if record.isStream == true { record.timeToFirstToken = line[Field.firstToken].span(in: .seconds) }
        }
        return .request
    }

    /// An abort with a status was the server's, one without the client's.
    private func readFinish(_ line: LogLine, into record: inout AttemptRecord) {
        let finish = line[Field.finish]
        let reason = finish.kind == .object ? line.value(at: "type", in: finish).name : finish.name
        record.outcome = reason.isEmpty ? .unknown : .ok
        guard reason == "abort" else { return }
        record.status = line.value(at: "status_code", in: finish).httpStatus
        record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .cancelled
    }
}
