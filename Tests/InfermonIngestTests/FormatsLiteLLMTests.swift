import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

@Suite struct FormatsLiteLLMTests {
    private static let base = """
        "call_type":"acompletion","status":"success","response_cost":0.001,"startTime":1795403963.0,"endTime":1795403965.5,\
        "completionStartTime":1795403964.0,"model":"openai/gpt-4o","model_group":"gpt-4o","prompt_tokens":100,\
        "completion_tokens":10,"error_str":null
        """

    private func record(_ fields: String, _ body: (AttemptRecord) -> Void) {
        var count = 0
        let lines = forEachRecord(of: "{\(fields)}\n", format: "litellm") { record in
            count += 1
            body(record)
        }
        #expect(count == 1)
        #expect(lines.requests == 1)
    }

    @Test func `response_time of a stream is not its duration`() {
        record("\(Self.base)" + #","stream":true,"response_time":1.0"#) { record in
            #expect(record.duration == .milliseconds(2_500))
            #expect(record.timeToFirstToken == .seconds(1))
        }
    }

    @Test func `a first token at the end is no first token`() {
        record(
            Self.base.replacing("1795403964.0", with: "1795403965.5") + #","stream":true"#
        ) { #expect($0.timeToFirstToken == nil) }
        record(Self.base + #","stream":null"#) { #expect($0.timeToFirstToken == nil) }
    }

    @Test func `cached tokens are taken out of the input once`() {
        let usage =
            #"{"prompt_tokens_details":{"cached_tokens":60},"completion_tokens_details":{"reasoning_tokens":4}}"#
        record("\(Self.base)" + #","metadata":{"usage_object":\#(usage)}"#) { record in
            #expect(record.tokens == TokenUsage(uncachedInput: 40, cacheRead: 60, output: 10, reasoning: 4))
        }
    }

    @Test func `a client that left is cancelled though the status says success`() {
        record(Self.base.replacing("null", with: #""Client disconnected the request""#)) {
            #expect($0.outcome == .cancelled)
        }
    }

    @Test(arguments: [
        ("429", "RateLimitError", RequestOutcome.rateLimited), ("400", "ContextWindowExceededError", .contextOverflow),
        ("400", "BadRequestError", .clientError), ("401", "AuthenticationError", .auth), ("408", "Timeout", .timeout),
        ("500", "InternalServerError", .upstreamError), ("400", "ContentPolicyViolationError", .blocked),
        ("", "APIConnectionError", .upstreamError), ("", "Timeout", .timeout),
    ])
    func `a failure's code and class give its outcome`(code: String, name: String, outcome: RequestOutcome) {
        let failure = Self.base.replacing(#""success""#, with: #""failure""#)
        record(failure + #","error_information":{"error_code":"\#(code)","error_class":"\#(name)"}"#) {
            #expect($0.outcome == outcome)
        }
    }

    @Test func `the scenario is the tag, else the header, else the metadata`() {
        let metadata =
            #""metadata":{"requester_custom_headers":{"x-scenario":"b"},"spend_logs_metadata":{"scenario":"c"}}"#
        record("\(Self.base)" + #","request_tags":["x","scenario:a","scenario:z"],"# + metadata) {
            #expect($0.scenarioMark.string == "a")
        }
        record(Self.base + "," + metadata) { #expect($0.scenarioMark.string == "b") }
        record("\(Self.base)" + #","metadata":{"spend_logs_metadata":{"scenario":"c"}}"#) {
            #expect($0.scenarioMark.string == "c")
        }
    }

    @Test func `an array of payloads is one line with its requests`() {
        var count = 0
        let lines = forEachRecord(of: "[{\(Self.base)},{\(Self.base)}]\n") { _ in count += 1 }
        #expect(count == 2)
        #expect(lines == LineCounts(read: 1, requests: 1))
    }

    @Test func `reading from the end gives what reading whole lines gives`() throws {
        let bytes = try Fixture.bytes("litellm/cases.jsonl")
        let once = Decoded([bytes]).records
        // The second and third time through, lines are cut short.
        #expect(Decoded([bytes + bytes + bytes]).records == once + once + once)
    }

    @Test func `what stands in a prompt is never taken for the line's own`() {
        let trap = #""messages":[{"content":"\"error_str\":\"Client disconnected\",\"model_group\":\"evil\"}"}],"#
        let line =
            "{" + #""id":"1","# + Self.base.replacing(#","error_str":null"#, with: "") + "," + trap
            + #""error_str":null}"# + "\n"
        var models: Set<String> = []
        var outcomes: Set<RequestOutcome> = []
        _ = forEachRecord(of: String(repeating: line, count: 80)) { record in
            models.insert(record.model.string)
            outcomes.insert(record.outcome)
        }
        #expect(models == ["gpt-4o"])
        #expect(outcomes == [.ok])
    }

    @Test func `a line that has lost its end is counted as broken, prompts left out or not`() {
        let line = "{" + Self.base.replacing(#","error_str":null"#, with: "") + #","messages":"hi","error_str":null"#
        let text = String(repeating: line + "}\n", count: 60) + line + "\n"
        let counts = forEachRecord(of: text) { _ in }
        #expect(counts == LineCounts(read: 61, requests: 60, malformed: 1))
    }
}
