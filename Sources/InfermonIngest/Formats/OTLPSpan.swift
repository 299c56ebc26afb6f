import InfermonModel
import InfermonRollup

/// One span of an OTLP export, read into a record when it is a call of a model.
///
/// Three generations of attribute names are in use at the same time; each value is looked for under all of its names.
struct OTLPSpan {
    private let line: LogLine
    private let start: JSONValue
    private let end: JSONValue
    private let spanID: LogText
    private let attributes: JSONValue
    private let status: JSONValue
    private let events: JSONValue

    init(_ span: JSONValue, line: LogLine) {
        self.line = line
        var start = JSONValue.missing
        var end = JSONValue.missing
        var spanID = LogText.empty
        var attributes = JSONValue.missing
        var status = JSONValue.missing
        var events = JSONValue.missing
        line.forEach(in: span) { name, value in
            if name == "startTimeUnixNano" { start = value }
            if name == "endTimeUnixNano" { end = value }
            if name == "spanId" { spanID = value.textOrEmpty }
            if name == "attributes" { attributes = value }
            if name == "status" { status = value }
            if name == "events" { events = value }
        }
        self.start = start
        self.end = end
        self.spanID = spanID
        self.attributes = attributes
        self.status = status
        self.events = events
    }

    /// What the attributes of a span say of a call.
    private struct Call {
        var operation = LogText.empty
        /// What instrumentations of before the operation's name said.
        var requestType = LogText.empty
        var input: Int64?
        var output: Int64?
        var cacheRead: Int64?
        var cacheWrite: Int64?
        var reasoning: Int64?
        var firstChunk: TimeSpan?
        var hasFinished = false
        var isGenAI = false
        /// Whether the span is vLLM's own, which names no operation and no model (vllm-project/vllm: vllm/tracing).
        var isOfEngine = false
        /// Whether the span is one of an agent or a tool, which holds the spans of calls.
        var isContainer = false
    }

    /// The record; `nil` for a span that is no call of a model or has no end.
    func record(resource: JSONValue) -> AttemptRecord? {
        var record = AttemptRecord()
        var call = Call()
        line.forEach(in: resource) { _, attribute in
            let (key, value) = pair(attribute)
            record.addMeta(key, value.textOrDigits, in: line.arena)
        }
        line.forEach(in: attributes) { _, attribute in
            let (key, value) = pair(attribute)
            read(key, value, into: &record, call: &call)
        }
        guard call.isGenAI, isModelCall(call, record),
            let endedAt = end.instant(since1970: .nanoseconds)
        else { return nil }
        record.startedAt = start.instant(since1970: .nanoseconds)
        record.endedAt = endedAt
        record.eventID = spanID
        record.setTokens(
            input: call.input, output: call.output, cacheRead: call.cacheRead, cacheWrite: call.cacheWrite,
            reasoning: call.reasoning)
        readEvents(into: &record, call: &call)
        if call.firstChunk != nil, record.isStream == nil { record.isStream = true }
        if record.isStream == true { record.timeToFirstToken = call.firstChunk }
        setOutcome(of: &record, call: call)
        return record
    }

    /// Older instrumentations do not name the operation; theirs is a call when it names a model and no agent or tool.
    private func isModelCall(_ call: Call, _ record: AttemptRecord) -> Bool {
        let operation = call.operation.isEmpty ? call.requestType : call.operation
        if operation.isEmpty {
            return !call.isContainer && (!record.model.isEmpty || call.isOfEngine)
        }
        return Self.calls.contains { operation == $0 }
    }

    /// Operations that are calls of a model: the conventions' names, LiteLLM's types of calls, which begin with `a` where the caller
    /// does not wait, and the three of Semantic Kernel.
    private static let calls: [StaticString] = [
        "chat", "text_completion", "completion", "generate_content", "embeddings", "embedding", "rerank",
        "acompletion", "atext_completion", "aembedding", "arerank", "responses", "aresponses", "anthropic_messages",
        "image_generation", "aimage_generation", "transcription", "atranscription", "speech", "aspeech",
        "chat.completions", "chat.streaming_completions", "text.completions",
    ]

    /// The first chunk and the exception, which older instrumentations write as events (traceloop/openllmetry).
    private func readEvents(into record: inout AttemptRecord, call: inout Call) {
        line.forEach(in: events) { _, event in
            let name = line.value(at: "name", in: event).textOrEmpty
            if name == "llm.content.completion.chunk", let start = record.startedAt,
                let time = line.value(at: "timeUnixNano", in: event).instant(since1970: .nanoseconds), time >= start
            {
                call.firstChunk = min(call.firstChunk ?? time - start, time - start)
            } else if name == "exception", isError, record.errorClass.isEmpty {
                line.forEach(in: line.value(at: "attributes", in: event)) { _, attribute in
                    let (key, value) = pair(attribute)
                    if key == "exception.type" { record.errorClass = value.textOrEmpty.cut(to: 256) }
                }
            }
        }
    }

    private var isError: Bool {
        let code = line.value(at: "code", in: status)
        return code.integer == 2 || code.textOrEmpty == "STATUS_CODE_ERROR"
    }

    private func setOutcome(of record: inout AttemptRecord, call: Call) {
        if isError || !record.errorClass.isEmpty {
            let message = line.value(at: "message", in: status).textOrEmpty
            if let number = JSONValue(.string, raw: record.errorClass).httpStatus {
                record.status = number
                record.outcome = RequestOutcome(httpStatus: number)
            } else {
                record.outcome =
                    RequestOutcome(errorName: record.errorClass)
                    ?? record.status.map(RequestOutcome.init(httpStatus:)).flatMap { $0 == .ok ? nil : $0 }
                    ?? .upstreamError
            }
            if record.outcome == .clientError, message.contains("maximum context length") {
                record.outcome = .contextOverflow
            }
            return
        }
        // A stream that the client left ends without an error, without a finish reason and without usage.
        let isAbandoned = record.isStream == true && !call.hasFinished && record.tokens == nil
        record.outcome = isAbandoned ? .cancelled : .ok
    }

    private func read(_ key: LogText, _ value: JSONValue, into record: inout AttemptRecord, call: inout Call) {
        if key.hasPrefix("gen_ai.") || key.hasPrefix("llm.") {
            call.isGenAI = true
            readModelAttribute(key, value, into: &record, call: &call)
        } else if key == "openinference.span.kind" {
            // Arize's conventions, which Envoy AI Gateway writes (Arize-ai/openinference: spec/semantic_conventions.md).
            call.isGenAI = true
            let kind = value.name
            if kind != "LLM", kind != "EMBEDDING", kind != "RERANKER" { call.isContainer = true }
        } else if key == "embedding.model_name" {
            record.setModel(value.name)
        } else if key == "error.type" {
            record.errorClass = value.textOrDigits.cut(to: 256)
        } else if key == "http.response.status_code" || key == "http.status_code" {
            record.status = value.httpStatus
        } else if key == "http.route" || key == "url.path" {
            record.route = value.name
        } else if key == "server.address" {
            record.host = value.name
        } else if key.hasPrefix("http.request.header.") {
            record.addHeader(key.dropping(20), firstText(value), in: line.arena)
        } else {
            record.addMeta(key, value.textOrDigits, in: line.arena)
        }
    }

    private func readModelAttribute(
        _ key: LogText, _ value: JSONValue, into record: inout AttemptRecord, call: inout Call
    ) {
        if key.hasPrefix("gen_ai.latency.") { call.isOfEngine = true }
        if key == "gen_ai.operation.name" {
            call.operation = value.name
        } else if key == "llm.request.type" {
            call.requestType = value.name
        } else if key.hasPrefix("gen_ai.agent.") || key.hasPrefix("gen_ai.tool.") || key.hasPrefix("gen_ai.workflow.") {
            call.isContainer = true
        } else if key == "gen_ai.provider.name" || key == "gen_ai.system" || key == "llm.vendor"
            || key == "llm.provider"
        {
            record.provider = value.name
        } else if key == "gen_ai.request.model" || key == "llm.model_name" {
            record.setModel(value.name)
        } else if key == "gen_ai.response.model" {
            record.servedModel = value.name
            if record.model.isEmpty { record.setModel(value.name) }
        } else if key == "gen_ai.usage.input_tokens" || key == "gen_ai.usage.prompt_tokens" {
            call.input = value.count
        } else if key == "gen_ai.usage.output_tokens" || key == "gen_ai.usage.completion_tokens" {
            call.output = value.count
        } else if key == "gen_ai.usage.cache_read.input_tokens" || key == "gen_ai.usage.cache_read_input_tokens" {
            call.cacheRead = value.count
        } else if key == "gen_ai.usage.cache_creation.input_tokens" || key == "gen_ai.usage.cache_creation_input_tokens"
        {
            call.cacheWrite = value.count
        } else if key == "gen_ai.usage.reasoning.output_tokens" || key == "gen_ai.usage.reasoning_tokens" {
            call.reasoning = value.count
        } else if key.hasPrefix("llm.token_count.") {
            readCount(key.dropping(16), value, into: &call)
        } else if key == "gen_ai.usage.cost" {
            record.gatewayCost = value.money()
        } else if key == "gen_ai.request.stream" || key == "llm.is_streaming" {
            record.isStream = value.bool
        } else if key == "gen_ai.response.time_to_first_chunk" || key == "gen_ai.server.time_to_first_token"
            || key == "gen_ai.latency.time_to_first_token"
        {
            call.firstChunk = value.span(in: .seconds)
        } else if key == "gen_ai.response.finish_reasons" || key.hasPrefix("gen_ai.completion.0.finish_reason") {
            call.hasFinished = true
        } else if key == "gen_ai.request.service_tier" || key == "gen_ai.openai.response.service_tier" {
            record.serviceTier = value.name
        }
    }

    private func readCount(_ name: LogText, _ value: JSONValue, into call: inout Call) {
        if name == "prompt" {
            call.input = value.count
        } else if name == "completion" {
            call.output = value.count
        } else if name == "prompt_details.cache_read" {
            call.cacheRead = value.count
        } else if name == "prompt_details.cache_write" {
            call.cacheWrite = value.count
        } else if name == "completion_details.reasoning" {
            call.reasoning = value.count
        }
    }

    /// A text, or the first of an array of texts: headers are arrays.
    private func firstText(_ value: JSONValue) -> LogText {
        guard value.kind == .object else { return value.name }
        var first = LogText.empty
        line.forEach(in: line.value(at: "values", in: value)) { _, element in
            if first.isEmpty { first = line.value(at: "stringValue", in: element).name }
        }
        return first
    }

    /// The key of an attribute and its value, whatever its type; arrays and maps are given whole.
    private func pair(_ attribute: JSONValue) -> (LogText, JSONValue) {
        var key = LogText.empty
        var value = JSONValue.missing
        line.forEach(in: attribute) { name, member in
            if name == "key" { key = member.textOrEmpty }
            if name == "value" { line.forEach(in: member) { _, inner in value = inner } }
        }
        return (key, value)
    }
}
