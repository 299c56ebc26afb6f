import Foundation
import InfermonIngest

/// Lines of other releases and settings that were once misread or dropped.
extension FormatsVariantsTests {
    private static func attribute(_ key: String, _ value: String) -> String {
        #"{"key":"\#(key)","value":{\#(value)}}"#
    }

    private static let count =
        attribute("gen_ai.usage.input_tokens", #""intValue":"100""#)
        + "," + attribute("gen_ai.usage.output_tokens", #""intValue":"50""#)
    private static let asked = attribute("gen_ai.request.model", #""stringValue":"gpt-4o""#)
    private static let completion = attribute("llm.request.type", #""stringValue":"acompletion""#)

    private static func spend(_ rest: String) -> String {
        #"{"request_id":"r1","startTime":"2026-11-23T03:32:21.100Z","endTime":"2026-11-23T03:32:22.100Z","model":"gpt-4o","#
            + #""status":"success",\#(rest)}"#
    }

    private static func generation(_ usage: String) -> String {
        #"{"id":"g","traceId":"t","type":"GENERATION","startTime":"2026-11-23T03:32:21.000Z","#
            + #""endTime":"2026-11-23T03:32:22.000Z","model":"gpt-4o","level":"DEFAULT","usageDetails":{\#(usage)}}"#
    }

    private static let nginx = #"{"time_iso8601":"2026-11-23T03:32:21+00:00","status":200,"request_time":0.300,"#

    private static let envoy =
        #"{"start_time":"2026-11-23T03:32:21.000Z","method":"POST","response_code":200,"duration":108,"#

    static let releases: [Variant] = [
        Variant(
            "LiteLLM past its router",
            payload(#""status":"success","prompt_tokens":10,"completion_tokens":5"#)
                .replacingOccurrences(of: #""model_group":"gpt""#, with: #""model_group":"""#),
            "litellm ok gpt-4 1000 - 10+5 chatbot"),
        Variant(
            "LiteLLM, refused before its router",
            payload(#""status":"failure","error_information":{"error_code":"400","error_class":"BadRequestError"}"#)
                .replacingOccurrences(of: #""model_group":"gpt""#, with: #""model_group":"""#),
            "litellm client_error - 1000 - - chatbot"),
        Variant(
            "a paid image without tokens",
            spend(#""model_group":"","call_type":"aimage_generation","spend":0.04,"total_tokens":0"#),
            "litellm_spend ok gpt-4o 1000 - - -"),
        Variant(
            "nothing paid, no tokens", spend(#""model_group":"","spend":0.0,"total_tokens":0"#),
            "litellm_spend unknown - 1000 - - -"),
        Variant(
            "Envoy AI Gateway's earlier names",
            envoy + #""genai_model_name":"qwen2.5:0.5b","genai_tokens_input":44,"genai_tokens_output":12}"#,
            "envoy ok qwen2.5:0.5b 108 - 44+12 -"),
        Variant(
            "Envoy behind a container runtime",
            "2026-11-23T03:33:18.896123456Z stdout F " + envoy + #""response_flags":"-","model":"m"}"#,
            "envoy ok m 108 - - -"),
        Variant(
            "all of a line in a colour", "\u{1B}[32m" + envoy + #""response_flags":"-","model":"m"}"# + "\u{1B}[0m",
            "envoy ok m 108 - - -"),
        Variant(
            "Langfuse, details subtracted",
            generation(
                #""input":20,"input_cached_tokens":80,"output":25,"output_reasoning_tokens":25,"total":150"#),
            "langfuse ok gpt-4o 1000 - 100+50 -"),
        Variant(
            "Langfuse from LangChain, audio too",
            generation(
                #""input":10,"input_cache_read":80,"input_audio":10,"output":25,"output_reasoning":25,"total":150"#),
            "langfuse ok gpt-4o 1000 - 100+50 -"),
        Variant(
            "Langfuse, details within",
            generation(
                #""input":100,"input_cached_tokens":80,"output":50,"output_reasoning_tokens":25,"total":150"#),
            "langfuse ok gpt-4o 1000 - 100+50 -"),
        Variant(
            "Langfuse, reasoning within the output",
            generation(
                #""input":20,"cache_read_input_tokens":80,"output":50,"output_reasoning_tokens":25,"total":150"#),
            "langfuse ok gpt-4o 1000 - 100+50 -"),
        Variant(
            "a span of vLLM",
            span(count + "," + attribute("gen_ai.latency.time_to_first_token", #""doubleValue":0.1"#)),
            "otlp ok - 1000 100 100+50 -"),
        Variant(
            "a span of LiteLLM", span([completion, asked, count].joined(separator: ",")),
            "otlp ok gpt-4o 1000 - 100+50 -"),
        Variant(
            "an operation beside an older type",
            span(
                [attribute("gen_ai.operation.name", #""stringValue":"chat""#), completion, asked, count].joined(
                    separator: ",")),
            "otlp ok gpt-4o 1000 - 100+50 -"),
        Variant(
            "a span of Semantic Kernel",
            span(
                [attribute("gen_ai.operation.name", #""stringValue":"chat.completions""#), asked, count]
                    .joined(separator: ",")), "otlp ok gpt-4o 1000 - 100+50 -"),
        Variant(
            "a span of OpenInference",
            span(
                [
                    attribute("openinference.span.kind", #""stringValue":"LLM""#),
                    attribute("llm.model_name", #""stringValue":"gpt-4o""#),
                    attribute("llm.token_count.prompt", #""intValue":"100""#),
                    attribute("llm.token_count.prompt_details.cache_read", #""intValue":"60""#),
                    attribute("llm.token_count.completion", #""intValue":"50""#),
                ].joined(separator: ",")), "otlp ok gpt-4o 1000 - 100+50 -"),
        Variant(
            "Higress, refused before its plugin",
            #"{"ai_log":"-","start_time":"2026-11-23T03:32:21.000Z","duration":3,"response_code":429,"method":"POST","#
                + #""path":"/v1/chat/completions?x=1"}"#, "higress rate_limited - 3 - - -"),
        Variant(
            "nginx without quotes, tried twice",
            nginx + #""upstream_response_time":0.002, 0.293,"upstream_status":502, 200,"method":"POST"}"#,
            "nginx ok - 300 - - -"),
        Variant(
            "nginx without quotes, no upstream",
            nginx.replacingOccurrences(of: "200", with: "429") + #""upstream_response_time":,"method":"POST"}"#,
            "nginx rate_limited - 300 - - -"),
        Variant(
            "nginx without quotes, a dash", nginx + #""upstream_response_time": -, "method":"POST"}"#,
            "nginx ok - 300 - - -"),
        Variant(
            "nginx without quotes, a redirect at the end",
            nginx + #""method":"POST","uri":"/v1/x, \"a\": 1","upstream_response_time":0.1 : 0.2}"#,
            "nginx ok - 300 - - -"),
        Variant(
            "usage of the Responses API",
            #"{"ts":"2026-11-23T03:32:21.000Z","model":"m","usage":{"input_tokens":100,"#
                + #""input_tokens_details":{"cached_tokens":60},"output_tokens":50}}"#, "json unknown m - - 100+50 -"),
    ]
}
