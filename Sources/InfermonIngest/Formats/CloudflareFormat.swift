import InfermonModel
import InfermonRollup

/// Logs of Cloudflare AI Gateway (Cloudflare API: list gateway logs).
///
/// Metadata is JSON in a string in the API, an object elsewhere. A saved answer of the API holds its logs as `result`.
struct CloudflareFormat: LogFormat {
    let id = "cloudflare"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case id, created, provider, model, path, status, success, cached, duration, input, output, cost, metadata,
            result

        var name: StaticString {
            switch self {
            case .id: "id"
            case .created: "created_at"
            case .provider: "provider"
            case .model: "model"
            case .path: "path"
            case .status: "status_code"
            case .success: "success"
            case .cached: "cached"
            case .duration: "duration"
            case .input: "tokens_in"
            case .output: "tokens_out"
            case .cost: "cost"
            case .metadata: "metadata"
            case .result: "result"
            }
        }

        var path: JSONPath { JSONPath(keys: ["\(name)"]) }
    }

    func recognises(_ sample: LineSample) -> Bool {
        if sample.has("tokens_in") && sample.has("step") { return true }
        guard sample.has("success"), let first = sample.firstElement(of: "result") else { return false }
        return first.isSuperset(of: ["tokens_in", "step"])
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        let result = line[Field.result]
        guard result.kind == .array else { return read(line, { line[$0] }, into: &batch) }
        var verdict = LineVerdict.ignored
        line.forEach(in: result) { _, log in
            guard log.kind == .object else { return }
            var values = [JSONValue](repeating: .missing, count: Field.allCases.count)
            line.forEach(in: log) { name, value in
                if let field = Field.allCases.first(where: { name == $0.name }) { values[field.rawValue] = value }
            }
            switch read(line, { values[$0.rawValue] }, into: &batch) {
            case .request: verdict = .request
            case .malformed(let reason): if case .ignored = verdict { verdict = .malformed(reason) }
            case .ignored, .unknown: break
            }
        }
        return verdict
    }

    private func read(_ line: LogLine, _ value: (Field) -> JSONValue, into batch: inout AttemptBatch) -> LineVerdict {
        guard let start = value(.created).textOrEmpty.instant(in: zone) else { return .withoutTime }
        batch.append { record in
            record.startedAt = start
            record.duration = value(.duration).span(in: .milliseconds)
            record.eventID = value(.id).name
            record.provider = value(.provider).name
            record.setModel(value(.model).name)
            record.route = value(.path).name
            record.status = value(.status).httpStatus
            record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .unknown
            if value(.success).bool == false, record.outcome == .ok { record.outcome = .upstreamError }
            record.isCacheHit = value(.cached).bool
            let input = value(.input).count ?? 0
            let output = value(.output).count ?? 0
            // Failures leave counts out or write 0.
            if input + output > 0 { record.setTokens(input: input, output: output) }
            record.gatewayCost = value(.cost).money()
            let metadata = value(.metadata)
            let object = metadata.text.map { line.json(in: $0) } ?? metadata
            line.forEach(in: object) { name, value in record.addMeta(name, value.textOrDigits, in: line.arena) }
        }
        return .request
    }
}
