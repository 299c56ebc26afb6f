/// The fields of the generic format, with the names that mean them in logs of no known make.
enum GenericField: Int, JSONField {
    case endTime, startTime, latencyMS, latencyS, latencyUS, ttftMS, ttftS, model, provider
    case inputTokens, outputTokens, cachedTokens, cacheWriteTokens, reasoningTokens, cost, scenario, status, outcome
    case stream, cacheHit, id, group, key, team, route, endUser, userAgent, host, error, serviceTier
    case tags, tag, metadata, headers
    case mappedLatency, mappedTTFT

    var path: JSONPath { paths.first ?? "" }

    var paths: [JSONPath] {
        switch self {
        case .endTime:
            ["ts", "time", "timestamp", "@timestamp", "end_time", "endTime", "ended_at", "finished_at", "end"]
        case .startTime: ["start_time", "startTime", "started_at", "created_at", "start", "request_time"]
        case .latencyMS:
            ["latency_ms", "duration_ms", "elapsed_ms", "response_time_ms", "total_ms", "took_ms", "e2e_latency_ms"]
        case .latencyS: ["latency_s", "duration_s", "latency_seconds", "duration_seconds", "elapsed_s", "e2e_latency"]
        case .latencyUS: ["latency_us", "duration_us", "elapsed_us"]
        case .ttftMS: ["ttft_ms", "time_to_first_token_ms", "first_token_ms", "first_token_latency_ms"]
        case .ttftS: ["ttft_s", "ttft_seconds", "time_to_first_token_s", "time_to_first_token_seconds"]
        case .model: ["model", "model_name", "model_group", "request_model", "model_id"]
        case .provider: ["provider", "provider_name", "custom_llm_provider", "llm_provider", "vendor"]
        case .inputTokens:
            [
                "input_tokens", "prompt_tokens", "tokens_in", "tokens_input", "usage.prompt_tokens",
                "usage.input_tokens",
            ]
        case .outputTokens:
            [
                "output_tokens", "completion_tokens", "tokens_out", "tokens_output", "usage.completion_tokens",
                "usage.output_tokens",
            ]
        case .cachedTokens:
            [
                "cached_tokens", "cached_input_tokens", "cache_read_tokens", "cache_read_input_tokens",
                "usage.prompt_tokens_details.cached_tokens", "usage.input_tokens_details.cached_tokens",
                "usage.cached_tokens",
            ]
        case .cacheWriteTokens: ["cache_write_tokens", "cache_creation_tokens", "cache_creation_input_tokens"]
        case .reasoningTokens:
            [
                "reasoning_tokens", "usage.completion_tokens_details.reasoning_tokens",
                "usage.output_tokens_details.reasoning_tokens", "usage.reasoning_tokens",
            ]
        case .cost: ["cost_usd", "usd", "cost", "total_cost", "total_cost_usd", "response_cost", "price_usd"]
        case .scenario: ["scenario", "scenario_id"]
        case .status: ["status", "status_code", "http_status", "response_status", "response_code"]
        case .outcome: ["outcome", "result"]
        case .stream: ["stream", "streaming", "is_stream", "streamed"]
        case .cacheHit: ["cache_hit", "cached", "is_cache_hit"]
        case .id: ["request_id", "id", "req_id", "event_id", "requestId"]
        case .group: ["trace_id", "group_id", "client_request_id", "traceId", "parent_request_id"]
        case .key: ["key", "key_alias", "api_key_alias", "key_name", "virtual_key", "consumer"]
        case .team: ["team", "team_alias", "team_name", "team_id"]
        case .route: ["path", "route", "uri", "endpoint", "url"]
        case .endUser: ["end_user", "user", "user_id", "customer"]
        case .userAgent: ["user_agent", "userAgent", "http_user_agent"]
        case .host: ["host", "hostname", "server_name"]
        case .error: ["error_class", "error_type", "error_code", "error", "exception"]
        case .serviceTier: ["service_tier", "tier"]
        case .tags: ["tags[]", "request_tags[]"]
        case .tag: ["tag"]
        case .metadata: ["metadata.*", "meta.*", "labels.*"]
        case .headers: ["headers.*", "request_headers.*"]
        case .mappedLatency, .mappedTTFT: []
        }
    }

    /// The names that mean each field, of those that are keys of the line's own object.
    static let topLevelKeys: [[String]] = allCases.map { field in
        field.paths.compactMap { path in
            guard path.components.count == 1, case .key(let key) = path.components[0] else { return nil }
            return key
        }
    }

    /// The field that a configuration calls `name`; see ``FieldMapping/field``.
    init?(configured name: String) {
        switch name {
        case "end_time": self = .endTime
        case "start_time": self = .startTime
        case "latency": self = .mappedLatency
        case "ttft": self = .mappedTTFT
        case "model": self = .model
        case "provider": self = .provider
        case "input_tokens": self = .inputTokens
        case "output_tokens": self = .outputTokens
        case "cached_tokens": self = .cachedTokens
        case "cost": self = .cost
        case "scenario": self = .scenario
        case "status": self = .status
        case "outcome": self = .outcome
        case "stream": self = .stream
        case "cache_hit": self = .cacheHit
        case "id": self = .id
        case "group": self = .group
        case "key": self = .key
        case "team": self = .team
        case "route": self = .route
        case "end_user": self = .endUser
        case "user_agent": self = .userAgent
        case "host": self = .host
        case "error": self = .error
        default: return nil
        }
    }
}
