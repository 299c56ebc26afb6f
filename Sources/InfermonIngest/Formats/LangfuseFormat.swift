import InfermonModel
import InfermonRollup

/// Exported Langfuse observations (langfuse/langfuse: fern/apis/server/definition/commons.yml).
///
/// Only generations are requests; spans and events contain them. File exports write the same fields in snake case and without a
/// zone.
struct LangfuseFormat: LogFormat {
    let id = "langfuse"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self, bulk: ["input", "output"])
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case id, type, start, end, firstToken, model, level, message, usage, costs, cost, environment, metadata,
            plainUsage

        var path: JSONPath { paths[0] }

        var paths: [JSONPath] {
            switch self {
            case .id: ["id"]
            case .type: ["type"]
            case .start: ["startTime", "start_time"]
            case .end: ["endTime", "end_time"]
            case .firstToken: ["completionStartTime", "completion_start_time"]
            case .model: ["model", "providedModelName", "provided_model_name"]
            case .level: ["level"]
            case .message: ["statusMessage", "status_message"]
            case .usage: ["usageDetails", "usage_details"]
            case .plainUsage: ["usage"]
            case .costs: ["costDetails", "cost_details"]
            case .cost: ["totalCost", "total_cost", "calculatedTotalCost"]
            case .environment: ["environment"]
            case .metadata: ["metadata"]
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        (sample.has("traceId") || sample.has("trace_id")) && (sample.has("startTime") || sample.has("start_time"))
            && sample.has("type")
            && (sample.has("usageDetails") || sample.has("usage_details")
                || (sample.has("usage") && sample.has("level")))
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard line.has(Field.type) else { return .unknown }
        guard line[Field.type].raw == "GENERATION" || line[Field.type].raw == "EMBEDDING" else { return .ignored }
        guard let start = line[Field.start].textOrEmpty.instant(in: zone) else { return .withoutTime }
        // A generation without an end is still under way.
        guard let end = line[Field.end].textOrEmpty.instant(in: zone) else { return .ignored }
        batch.append { record in
            record.startedAt = start
            record.endedAt = end
            record.eventID = line[Field.id].name
            record.setModel(line[Field.model].name)
            record.outcome = .ok
            if line[Field.level].raw == "ERROR" {
                record.outcome = RequestOutcome(errorName: line[Field.message].textOrEmpty) ?? .upstreamError
            }
            if let first = line[Field.firstToken].textOrEmpty.instant(in: zone), first != end, first >= start {
                record.timeToFirstToken = first - start
                record.isStream = true
            }
            readUsage(line, into: &record)
            line.forEach(in: object(Field.costs, line)) { name, value in
                if name == "total" { record.gatewayCost = value.money() }
            }
            if record.gatewayCost == nil { record.gatewayCost = line[Field.cost].money() }
            record.addMeta(line.arena.copy("environment".utf8), line[Field.environment].name, in: line.arena)
            line.forEach(in: object(Field.metadata, line)) { name, value in
                record.addMeta(name, value.textOrDigits, in: line.arena)
            }
        }
        return .request
    }

    /// A map, which some exports write as JSON in a string.
    private func object(_ field: Field, _ line: LogLine) -> JSONValue {
        line[field].text.map { line.json(in: $0) } ?? line[field]
    }

    /// Classes are disjoint unless the total says that the input or the output holds its details too.
    ///
    /// The total itself is never added. The server and the LangChain handler subtract details and call them by different names
    /// (langfuse/langfuse: OpenAICompletionUsageSchema; langfuse/langfuse-python: langchain handler).
    private func readUsage(_ line: LogLine, into record: inout AttemptRecord) {
        var input: Int64?
        var output: Int64?
        var cached: Int64 = 0
        var written: Int64 = 0
        var reasoning: Int64 = 0
        var otherInput: Int64 = 0
        var otherOutput: Int64 = 0
        var total: Int64?
        let usage = object(Field.usage, line)
        line.forEach(in: usage.isPresent ? usage : object(Field.plainUsage, line)) { name, value in
            guard let count = value.count else { return }
            if name == "input" || name == "promptTokens" {
                input = count
            } else if name == "output" || name == "completionTokens" {
                output = count
            } else if name == "total" || name == "totalTokens" {
                total = count
            } else if name == "input_cached_tokens" || name == "cache_read_input_tokens" || name == "input_cache_read" {
                cached = count
            } else if name == "cache_creation_input_tokens" || name == "input_cache_creation" {
                written = count
            } else if name == "output_reasoning_tokens" || name == "output_reasoning" {
                reasoning = count
            } else if name.hasPrefix("input_") {
                otherInput &+= count
            } else if name.hasPrefix("output_") {
                otherOutput &+= count
            }
        }
        let allInput = (input ?? 0) &+ cached &+ written &+ otherInput
        let allOutput = (output ?? 0) &+ reasoning &+ otherOutput
        let isInputWhole = total == (input ?? 0) &+ (output ?? 0) || total == (input ?? 0) &+ allOutput
        let isOutputWhole = total == nil || total == (input ?? 0) &+ (output ?? 0) || total == allInput &+ (output ?? 0)
        record.setTokens(
            input: input.map { isInputWhole ? $0 : allInput }, output: output.map { isOutputWhole ? $0 : allOutput },
            cacheRead: cached, cacheWrite: written, reasoning: reasoning)
    }
}
