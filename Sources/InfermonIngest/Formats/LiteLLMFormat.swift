import InfermonModel
import InfermonRollup

/// LiteLLM's StandardLoggingPayload, one object per line or arrays of them.
///
/// The type: `BerriAI/litellm:litellm/types/utils.py` (`StandardLoggingPayload`); seen with 1.80.11. Every field but the times and
/// the model is missing in some version.
public struct LiteLLMFormat: LogFormat {
    /// Creates the format.
    public init() {}

    /// The name in the configuration.
    public var id: String { "litellm" }

    private enum Field: Int, JSONField {
        case id, traceID, status, stream, cacheHit, savedCacheCost, start, end, firstToken, responseCost
        case promptTokens, completionTokens, model, modelGroup, provider, tags, endUser, errorText
        case keyAlias, teamAlias, teamID, route, cachedTokens, cacheWriteTokens, reasoningTokens
        case anthropicCacheRead, anthropicCacheWrite, customHeaders, spendMetadata, requesterMetadata, authMetadata
        case errorCode, errorClass, guardrail, serviceTier, userAgent

        var path: JSONPath {
            switch self {
            case .id: "id"
            case .traceID: "trace_id"
            case .status: "status"
            case .stream: "stream"
            case .cacheHit: "cache_hit"
            case .savedCacheCost: "saved_cache_cost"
            case .start: "startTime"
            case .end: "endTime"
            case .firstToken: "completionStartTime"
            case .responseCost: "response_cost"
            case .promptTokens: "prompt_tokens"
            case .completionTokens: "completion_tokens"
            case .model: "model"
            case .modelGroup: "model_group"
            case .provider: "custom_llm_provider"
            case .tags: "request_tags[]"
            case .endUser: "end_user"
            case .errorText: "error_str"
            case .keyAlias: "metadata.user_api_key_alias"
            case .teamAlias: "metadata.user_api_key_team_alias"
            case .teamID: "metadata.user_api_key_team_id"
            case .route: "metadata.user_api_key_request_route"
            case .cachedTokens: "metadata.usage_object.prompt_tokens_details.cached_tokens"
            case .cacheWriteTokens: "metadata.usage_object.prompt_tokens_details.cache_write_tokens"
            case .reasoningTokens: "metadata.usage_object.completion_tokens_details.reasoning_tokens"
            case .anthropicCacheRead: "metadata.usage_object.cache_read_input_tokens"
            case .anthropicCacheWrite: "metadata.usage_object.cache_creation_input_tokens"
            case .customHeaders: "metadata.requester_custom_headers.*"
            case .spendMetadata: "metadata.spend_logs_metadata.*"
            case .requesterMetadata: "metadata.requester_metadata.*"
            case .authMetadata: "metadata.user_api_key_auth_metadata.*"
            case .errorCode: "error_information.error_code"
            case .errorClass: "error_information.error_class"
            case .guardrail: "status_fields.guardrail_status"
            case .serviceTier: "metadata.usage_object.service_tier"
            case .userAgent: "metadata.user_agent"
            }
        }
    }

    /// The values wanted from each line.
    ///
    /// A line is cut short only when it has told how the request ended: `error_str` is set on successes too.
    public var fields: JSONFieldTable? { Self.table }

    private static let table = JSONFieldTable(
        Field.self, bulk: ["messages", "response"], required: [.status, .start, .end, .errorText])

    /// Whether the line has the payload's times and one of the keys that nothing else has.
    public func recognises(_ sample: LineSample) -> Bool {
        Self.instant(sample.value("startTime")) != nil && Self.instant(sample.value("endTime")) != nil
            && sample.has("call_type") && !sample.has("spend")
            && (sample.has("model_map_information") || sample.has("status_fields") || sample.has("response_cost"))
    }

    /// Seconds since 1970; callbacks that print what they were given write dates and times.
    @inline(__always)
    private static func instant(_ value: JSONValue) -> Timestamp? {
        value.instant(since1970: .seconds) ?? value.textOrEmpty.instant(in: .utc)
    }

    /// Reads one payload.
    public func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        let end = Self.instant(line[Field.end])
        guard let start = Self.instant(line[Field.start]) ?? end else {
            return line.has(Field.status) || line.has(Field.modelGroup) ? .withoutTime : .unknown
        }
        batch.append { record in
            record.startedAt = start
            record.endedAt = end
            if let end { record.duration = start <= end ? end - start : nil }
            Self.readAttribution(line, into: &record)
            Self.readOutcome(line, into: &record)
            Self.readUsage(line, into: &record)
            Self.readLabels(line, into: &record)
            record.isStream = line[Field.stream].bool
            // Of anything but a stream the time of the first token is written as the end: no time, not a slow one.
            if record.isStream != false, let first = Self.instant(line[Field.firstToken]), first != end, first >= start
            {
                // Older payloads do not say what a stream was.
                if !line.has(Field.stream), record.outcome == .ok, record.isCacheHit != true, let end, first < end {
                    record.isStream = true
                }
                if record.isStream == true { record.timeToFirstToken = first - start }
            }
        }
        return .request
    }

    @inline(__always)
    private static func readAttribution(_ line: LogLine, into record: inout AttemptRecord) {
        record.eventID = line[Field.id].textOrEmpty
        record.groupID = line[Field.traceID].textOrEmpty
        record.provider = line[Field.provider].name
        let (prefix, served) = line[Field.model].name.splittingProvider
        if record.provider.isEmpty { record.provider = prefix }
        if line.has(Field.modelGroup) {
            // An empty group is a request refused before routing: the client's own text is no model of the gateway's. Calls that
            // pass the router by, of the library or through to a provider, have none either, and succeed.
            record.model = line[Field.modelGroup].name
            record.servedModel = served
            if record.model.isEmpty, line[Field.status].raw == "success" { record.model = served }
        } else {
            record.model = served
        }
        record.key = line[Field.keyAlias].name
        record.team = line[Field.teamAlias].name
        if record.team.isEmpty { record.team = line[Field.teamID].name }
        record.route = line[Field.route].name
        record.endUser = line[Field.endUser].name
        record.userAgent = line[Field.userAgent].name
        record.serviceTier = line[Field.serviceTier].name
    }

    @inline(__always)
    private static func readOutcome(_ line: LogLine, into record: inout AttemptRecord) {
        record.isCacheHit = line[Field.cacheHit].bool
        let status = line[Field.status]
        guard status.raw == "failure" || (!status.isPresent && saysError(line)) else {
            record.outcome = status.raw == "success" || (!status.isPresent && hasTokens(line)) ? .ok : .unknown
            if line[Field.errorText].raw.hasPrefix("Client disconnected") { record.outcome = .cancelled }
            return
        }
        let code = line[Field.errorCode].httpStatus
        record.status = code
        record.errorClass = line[Field.errorClass].textOrEmpty.cut(to: 256)
        if record.errorClass.isEmpty { record.errorClass = classInText(line[Field.errorText].textOrEmpty) }
        let named = RequestOutcome(errorName: record.errorClass)
        if line[Field.guardrail].raw == "guardrail_intervened" || named == .blocked {
            record.outcome = .blocked
        } else if named == .contextOverflow {
            record.outcome = .contextOverflow
        } else if let code {
            record.outcome = RequestOutcome(httpStatus: code)
        } else if record.key.isEmpty, record.team.isEmpty, record.model.isEmpty {
            record.outcome = .auth
        } else {
            record.outcome = named ?? .upstreamError
        }
        record.isKeyRejected = record.outcome == .auth && record.key.isEmpty && record.team.isEmpty
    }

    /// Whether a payload that is older than the field `status` tells of an error.
    private static func saysError(_ line: LogLine) -> Bool {
        if line[Field.errorClass].text != nil { return true }
        guard let text = line[Field.errorText].text else { return false }
        return !text.hasPrefix("Client disconnected")
    }

    private static func hasTokens(_ line: LogLine) -> Bool {
        (line[Field.promptTokens].count ?? 0) > 0 || (line[Field.completionTokens].count ?? 0) > 0
    }

    /// The exception's name in front of an error's text, such as `litellm.RateLimitError: …`; what follows may quote the request.
    private static func classInText(_ text: LogText) -> LogText {
        let text = text.hasPrefix("litellm.") ? text.dropping(8) : text
        guard let end = text.bytes.firstIndex(of: UInt8(ascii: ":")), end <= 64 else { return .empty }
        let name = text.cut(to: end)
        return name.isIdentifier ? name : .empty
    }

    @inline(__always)
    private static func readUsage(_ line: LogLine, into record: inout AttemptRecord) {
        record.gatewayCost = line[Field.responseCost].money()
        if record.isCacheHit == true { record.savedByCache = line[Field.savedCacheCost].money() }
        let input = line[Field.promptTokens].count
        let output = line[Field.completionTokens].count
        // Failures say 0 even when the prompt was processed.
        if record.outcome.isFailure, input ?? 0 == 0, output ?? 0 == 0 { return }
        record.setTokens(
            input: input, output: output,
            cacheRead: line[Field.cachedTokens].count ?? line[Field.anthropicCacheRead].count,
            cacheWrite: line[Field.cacheWriteTokens].count ?? line[Field.anthropicCacheWrite].count,
            reasoning: line[Field.reasoningTokens].count)
    }

    /// In the order of how reliably each says whose request it is.
    @inline(__always)
    private static func readLabels(_ line: LogLine, into record: inout AttemptRecord) {
        for field in [Field.tags, .customHeaders, .spendMetadata, .requesterMetadata, .authMetadata]
        where line.has(field) {
            for capture in line.captures where capture.slot == field.rawValue {
                let value = capture.value.textOrDigits
                switch field {
                case .tags: addTag(value, line: line, to: &record)
                case .customHeaders: record.addHeader(capture.name, value, in: line.arena)
                default: record.addMeta(capture.name, value, in: line.arena)
                }
            }
        }
    }

    /// LiteLLM adds the user agent as a tag, several times over.
    @inline(__always)
    private static func addTag(_ tag: LogText, line: LogLine, to record: inout AttemptRecord) {
        guard tag.hasPrefix("User-Agent: ") else { return record.addTag(tag, in: line.arena) }
        let agent = tag.dropping(12)
        if agent.count > record.userAgent.count { record.userAgent = agent }
    }
}
