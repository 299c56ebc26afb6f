import InfermonModel

/// One attempt as a LiteLLM proxy logs it: the fields of its StandardLoggingPayload that an operator's file has, without the
/// conversation.
struct DemoLine {
    /// Why an attempt failed.
    enum Failure {
        case rateLimit
        case serverError
    }

    let scenario: DemoScenario
    let model: DemoScenario.Model
    let trace: String
    let id: String
    let start: Timestamp
    var end: Timestamp
    let failure: Failure?
    var firstToken: Timestamp?
    var inputTokens: Int64 = 0
    var outputTokens: Int64 = 0
    var isCacheHit = false

    init(
        _ scenario: DemoScenario, _ model: DemoScenario.Model, trace: String, id: String, start: Timestamp,
        end: Timestamp,
        failure: Failure?
    ) {
        self.scenario = scenario
        self.model = model
        self.trace = trace
        self.id = id
        self.start = start
        self.end = end
        self.failure = failure
    }

    /// What the attempt cost; `nil` for own hardware, and for answers out of the cache.
    var cost: Money? {
        guard let input = model.inputPrice, let output = model.outputPrice, !isCacheHit, failure == nil else {
            return nil
        }
        return Money(picodollars: Int128(inputTokens) * Int128(input) + Int128(outputTokens) * Int128(output))
    }

    /// The line, with its newline.
    var text: String {
        let stream = firstToken != nil
        return """
            {"id":"chatcmpl-\(id)","trace_id":"\(trace)","call_type":"acompletion","cache_hit":\(isCacheHit ? "true" : "null"),\
            "stream":\(stream ? "true" : "null"),"status":"\(failure == nil ? "success" : "failure")",\
            "custom_llm_provider":"\(model.provider)","startTime":\(epoch(start)),"endTime":\(epoch(end)),\
            "completionStartTime":\(epoch(firstToken ?? end)),"response_cost":\(cost?.decimal ?? "0.0"),\
            "prompt_tokens":\(inputTokens),"completion_tokens":\(outputTokens),"total_tokens":\(inputTokens + outputTokens),\
            "model":"\(model.upstream)","model_group":"\(model.group)","metadata":{"user_api_key_alias":"\(scenario.key)",\
            "user_api_key_team_alias":"\(scenario.team)","usage_object":{"prompt_tokens_details":{"cached_tokens":0}}},\
            "request_tags":["scenario:\(scenario.tag)","User-Agent: demo-client/1.0"],"end_user":"",\
            "error_information":\(error)}

            """
    }

    private var error: String {
        switch failure {
        case .none: #"{"error_code":"","error_class":""}"#
        case .rateLimit: #"{"error_code":"429","error_class":"RateLimitError"}"#
        case .serverError: #"{"error_code":"500","error_class":"InternalServerError"}"#
        }
    }

    private func epoch(_ instant: Timestamp) -> String {
        let fraction = String(instant.microseconds % 1_000_000)
        return "\(instant.seconds).\(String(repeating: "0", count: 6 - fraction.utf8.count))\(fraction)"
    }
}
