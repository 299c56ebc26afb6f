import InfermonModel
import InfermonRollup

/// Exported rows of LiteLLM's spend log table (BerriAI/litellm: litellm/proxy/schema.prisma, LiteLLM_SpendLogs).
///
/// Metadata and tags are JSON in strings, the cache hit is a word. Some rows of failed calls say `success` with no tokens at all:
/// how those ended is unknown.
struct LiteLLMSpendFormat: LogFormat {
    let id = "litellm_spend"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self, bulk: ["messages", "response", "proxy_server_request"])
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case id, cacheHit, start, end, firstToken, model, team, metadata, spend, total, input, output, tags, endUser,
            group
        case provider, session, status

        var path: JSONPath {
            switch self {
            case .id: "request_id"
            case .cacheHit: "cache_hit"
            case .start: "startTime"
            case .end: "endTime"
            case .firstToken: "completionStartTime"
            case .model: "model"
            case .team: "team_id"
            case .metadata: "metadata"
            case .spend: "spend"
            case .total: "total_tokens"
            case .input: "prompt_tokens"
            case .output: "completion_tokens"
            case .tags: "request_tags"
            case .endUser: "end_user"
            case .group: "model_group"
            case .provider: "custom_llm_provider"
            case .session: "session_id"
            case .status: "status"
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.has("request_id") && sample.has("spend") && sample.value("startTime").kind == .string
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard let start = line[Field.start].textOrEmpty.instant(in: zone) else { return .withoutTime }
        batch.append { record in
            let end = line[Field.end].textOrEmpty.instant(in: zone)
            record.startedAt = start
            record.endedAt = end
            record.eventID = line[Field.id].name
            record.groupID = line[Field.session].name
            record.provider = line[Field.provider].name
            record.servedModel = line[Field.model].name.splittingProvider.model
            record.model = line[Field.group].isPresent ? line[Field.group].name : record.servedModel
            record.endUser = line[Field.endUser].name
            record.team = line[Field.team].name
            record.isCacheHit = line[Field.cacheHit].textOrEmpty.isEqualIgnoringCase("true")
            record.gatewayCost = line[Field.spend].money()
            let status = line[Field.status].textOrEmpty
            let isEmpty = line[Field.total].count ?? 0 == 0
            // Failures are called successes too. What has no tokens and was paid for is an image, audio or a ranking.
            let isPaid = record.gatewayCost.map { $0 > .zero } ?? false
            record.outcome = status == "failure" ? .upstreamError : isEmpty && !isPaid ? .unknown : .ok
            if record.model.isEmpty, record.outcome == .ok { record.model = record.servedModel }
            var usage = JSONValue.missing
            readMetadata(line, into: &record, usage: &usage)
            if !isEmpty { readUsage(usage, line: line, into: &record) }
            if record.isCacheHit != true, let first = line[Field.firstToken].textOrEmpty.instant(in: zone),
                first != end,
                first > start
            {
                record.timeToFirstToken = first - start
                record.isStream = true
            }
            let tags = line[Field.tags]
            line.forEach(in: tags.text.map { line.json(in: $0) } ?? tags) { _, tag in
                let text = tag.textOrEmpty
                if text.hasPrefix("User-Agent: ") {
                    if text.count > record.userAgent.count + 12 { record.userAgent = text.dropping(12) }
                } else {
                    record.addTag(text, in: line.arena)
                }
            }
        }
        return .request
    }

    /// The counts of the row, with the classes that the usage object in its metadata tells apart.
    private func readUsage(_ usage: JSONValue, line: LogLine, into record: inout AttemptRecord) {
        let input = line.value(at: "prompt_tokens_details", in: usage)
        record.setTokens(
            input: line[Field.input].count, output: line[Field.output].count,
            cacheRead: line.value(at: "cached_tokens", in: input).count
                ?? line.value(at: "cache_read_input_tokens", in: usage).count,
            cacheWrite: line.value(at: "cache_write_tokens", in: input).count
                ?? line.value(at: "cache_creation_input_tokens", in: usage).count,
            reasoning: line.value(at: "completion_tokens_details", "reasoning_tokens", in: usage).count)
    }

    private func readMetadata(_ line: LogLine, into record: inout AttemptRecord, usage: inout JSONValue) {
        let metadata = line[Field.metadata]
        line.forEach(in: metadata.text.map { line.json(in: $0) } ?? metadata) { name, value in
            if name == "user_api_key_alias" { record.key = value.name }
            if name == "user_api_key_team_alias", !value.name.isEmpty { record.team = value.name }
            if name == "usage_object" { usage = value }
            if name == "status", value.raw == "failure", record.outcome != .ok { record.outcome = .upstreamError }
            if name == "error_information", value.kind == .object {
                let code = line.value(at: "error_code", in: value).httpStatus
                record.errorClass = line.value(at: "error_class", in: value).name.cut(to: 256)
                record.status = code
                if let named = RequestOutcome(errorName: record.errorClass)
                    ?? code.map(RequestOutcome.init(httpStatus:))
                {
                    record.outcome = named
                }
            }
            if name == "spend_logs_metadata" || name == "requester_metadata" {
                line.forEach(in: value) { name, value in record.addMeta(name, value.textOrDigits, in: line.arena) }
            }
            if name == "requester_custom_headers" {
                line.forEach(in: value) { name, value in record.addHeader(name, value.textOrDigits, in: line.arena) }
            }
        }
    }
}
