import InfermonModel
import InfermonRollup

/// Logs of Cloudflare AI Gateway (Cloudflare API: list gateway logs).
///
/// Metadata is JSON in a string in the API, an object elsewhere.
struct CloudflareFormat: LogFormat {
    let id = "cloudflare"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case id, created, provider, model, path, status, success, cached, duration, input, output, cost, metadata

        var path: JSONPath {
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
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool { sample.has("tokens_in") && sample.has("step") }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard let start = line[Field.created].textOrEmpty.instant(in: zone) else { return .withoutTime }
        batch.append { record in
            record.startedAt = start
            record.duration = line[Field.duration].span(in: .milliseconds)
            record.eventID = line[Field.id].name
            record.provider = line[Field.provider].name
            record.setModel(line[Field.model].name)
            record.route = line[Field.path].name
            record.status = line[Field.status].httpStatus
            record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .unknown
            if line[Field.success].bool == false, record.outcome == .ok { record.outcome = .upstreamError }
            record.isCacheHit = line[Field.cached].bool
            let input = line[Field.input].count ?? 0
            let output = line[Field.output].count ?? 0
            // Failures leave counts out or write 0.
            if input + output > 0 { record.setTokens(input: input, output: output) }
            record.gatewayCost = line[Field.cost].money()
            let metadata = line[Field.metadata]
            let object = metadata.text.map { line.json(in: $0) } ?? metadata
            line.forEach(in: object) { name, value in record.addMeta(name, value.textOrDigits, in: line.arena) }
        }
        return .request
    }
}
