import Glibc

/// Makes logs to measure with: the same seeded traffic as compact access lines and as LiteLLM payloads.
enum GeneratedLog {
    /// The shape of the lines.
    enum Shape: String, CaseIterable {
        case access
        case litellm

        /// The instructions that a byte of it may take: some 2 to 6 % over what it took when this was written.
        var instructionsPerByte: Double {
            switch self {
            case .access: 13.9
            case .litellm: 1.8
            }
        }
    }

    /// Writes a log of about `bytes` bytes into the temporary folder; returns its path, `nil` when it cannot be written.
    static func write(_ shape: Shape, bytes: Int) -> String? {
        let path = "/tmp/infermon-bench-\(getpid())-\(shape.rawValue).jsonl"
        guard let file = fopen(path, "w") else {
            perror(path)
            return nil
        }
        defer { fclose(file) }
        var random = Random(state: 42)
        var written = 0
        var number = 0
        while written < bytes {
            let line = line(shape, number: number, from: &random)
            fputs(line, file)
            written += line.utf8.count
            number += 1
        }
        return path
    }

    /// A linear congruential generator with Knuth's constants: the same traffic on every machine.
    private struct Random {
        var state: UInt64

        mutating func below(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(limit))
        }
    }

    private static func line(_ shape: Shape, number: Int, from random: inout Random) -> String {
        let model = "model-\(random.below(12))"
        let scenario = "scenario-\(random.below(25))"
        let isOK = random.below(100) > 2
        let latency = 200 + random.below(4_000)
        let first = latency / 4
        let input = random.below(4_000)
        let output = isOK ? random.below(800) : 0
        let cost = "0.00\(100_000 + random.below(900_000))"
        let end = 1_795_132_800_000 + number * 35
        switch shape {
        case .access:
            return
                #"{"ts":\#(end / 1_000).\#(100 + end % 900),"request_id":"req_\#(number)","client_ip":"10.0.0.\#(number % 250)","#
                + #""method":"POST","path":"/v1/chat/completions","model":"\#(model)","scenario":"\#(scenario)","#
                + #""team":"team-\#(number % 40)","key":"sk-...\#(number % 400)","status":\#(isOK ? 200 : 429),"#
                + #""latency_ms":\#(latency).\#(number % 1_000),"ttft_ms":\#(first).5,"input_tokens":\#(input),"#
                + #""output_tokens":\#(output),"cached_tokens":\#(input / 2),"cost_usd":\#(cost),"stream":true,"cache_hit":false}"#
                + "\n"
        case .litellm:
            let prompt = String(
                repeating: #"the model said \"quoted\" {braces} [list] na\u00efve answer "#, count: 20 + number % 40)
            return
                #"{"id": "chatcmpl-\#(number)", "trace_id": "t-\#(number)", "call_type": "acompletion", "cache_hit": false, "#
                + #""stream": true, "status": "\#(isOK ? "success" : "failure")", "custom_llm_provider": "openai", "#
                + #""startTime": \#(end / 1_000).25, "endTime": \#(end / 1_000 + latency / 1_000).75, "#
                + #""completionStartTime": \#(end / 1_000).5, "model": "openai/\#(model)", "metadata": {"user_api_key_alias": "k-\#(number % 400)", "#
                + #""user_api_key_team_alias": "team-\#(number % 40)", "requester_metadata": {"scenario": "\#(scenario)"}, "#
                + #""usage_object": {"prompt_tokens_details": {"cached_tokens": \#(input / 2)}}}, "response_cost": \#(cost), "#
                + #""prompt_tokens": \#(input), "completion_tokens": \#(output), "request_tags": ["\#(scenario)"], "end_user": "", "#
                + #""model_group": "\#(model)", "messages": [{"role": "user", "content": "\#(prompt)"}], "#
                + #""response": {"choices": [{"message": {"content": "\#(prompt)"}}]}, "error_str": null, "#
                + #""error_information": {"error_code": "\#(isOK ? "" : "429")", "error_class": ""}}"# + "\n"
        }
    }
}
