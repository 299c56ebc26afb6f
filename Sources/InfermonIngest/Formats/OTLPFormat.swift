import InfermonModel
import InfermonRollup

/// OTLP JSON lines: exports of spans with `gen_ai.*` attributes (open-telemetry/opentelemetry-proto: docs/specification.md, JSON
/// Protobuf Encoding; open-telemetry/semantic-conventions-genai).
///
/// A line is an export, not a request: it holds many spans, of which those of model calls are requests. Spans of agents, tools and
/// workflows contain them and would count their tokens twice. Lines of metrics and logs are recognised and hold no requests.
struct OTLPFormat: LogFormat {
    let id = "otlp"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)

    var adviceWithoutRequests: String? {
        """
        none of its lines holds a span of a model call; requests are in traces, as spans with gen_ai.* attributes, not in metrics \
        or logs
        """
    }

    private enum Field: Int, JSONField {
        case spans, metrics, logs

        var path: JSONPath {
            switch self {
            case .spans: "resourceSpans"
            case .metrics: "resourceMetrics"
            case .logs: "resourceLogs"
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.has("resourceSpans") || sample.has("resourceMetrics") || sample.has("resourceLogs")
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        var found = false
        line.forEach(in: line[Field.spans]) { _, resourceSpans in
            var resource = JSONValue.missing
            var scopes = JSONValue.missing
            var oldScopes = JSONValue.missing
            line.forEach(in: resourceSpans) { name, value in
                if name == "resource", resource.kind == .missing { resource = value }
                if name == "scopeSpans", scopes.kind == .missing { scopes = value }
                // The name in exports before OTLP 0.16.
                if name == "instrumentationLibrarySpans", oldScopes.kind == .missing { oldScopes = value }
            }
            resource = line.value(at: "attributes", in: resource)
            line.forEach(in: scopes.isPresent ? scopes : oldScopes) { _, scope in
                line.forEach(in: line.value(at: "spans", in: scope)) { _, span in
                    guard let record = OTLPSpan(span, line: line).record(resource: resource) else { return }
                    found = true
                    batch.append { $0 = record }
                }
            }
        }
        if found { return .request }
        return line.has(Field.spans) || line.has(Field.metrics) || line.has(Field.logs) ? .ignored : .unknown
    }
}
