import InfermonModel

/// How one scenario of the demo behaves: the loads, lengths and models of the analysis that infermon was built from.
struct DemoScenario {
    /// The tag that its requests carry.
    let tag: String
    /// The alias of its gateway key.
    let key: String
    /// Its team.
    let team: String
    /// Requests per hour, averaged over a day.
    let requestsPerHour: Double
    /// The models, each with its share of the requests.
    let models: [Model]
    /// Mean prompt and answer tokens.
    let inputTokens: Double
    let outputTokens: Double
    /// The share of requests that the gateway's response cache answers.
    let cacheHitShare: Double

    /// A model as the gateway knows it.
    struct Model {
        let group: String
        let upstream: String
        let provider: String
        let share: Double
        /// Micro-dollars per million tokens; `nil` for own hardware, which the gateway logs as costing nothing.
        let inputPrice: Int64?
        let outputPrice: Int64?
        /// Median end-to-end time and median time to the first token.
        let medianLatency: TimeSpan
        let medianFirstToken: TimeSpan
    }

    static let all: [DemoScenario] = [
        DemoScenario(
            tag: "chatbot", key: "chatbot-prod", team: "support", requestsPerHour: 1_000,
            models: [
                Model(
                    group: "gpt-3.5-turbo", upstream: "openai/gpt-3.5-turbo", provider: "openai", share: 1,
                    inputPrice: 500_000, outputPrice: 1_500_000, medianLatency: .milliseconds(740),
                    medianFirstToken: .milliseconds(310))
            ],
            inputTokens: 100, outputTokens: 50, cacheHitShare: 0.03),
        DemoScenario(
            tag: "content", key: "blog-writer", team: "marketing", requestsPerHour: 100,
            models: [
                Model(
                    group: "gpt-4", upstream: "openai/gpt-4", provider: "openai", share: 0.88, inputPrice: 30_000_000,
                    outputPrice: 60_000_000, medianLatency: .milliseconds(5_400), medianFirstToken: .milliseconds(1_100)
                ),
                Model(
                    group: "llama-2-13b", upstream: "hosted_vllm/llama-2-13b", provider: "hosted_vllm", share: 0.12,
                    inputPrice: nil, outputPrice: nil, medianLatency: .milliseconds(3_000),
                    medianFirstToken: .milliseconds(400)),
            ],
            inputTokens: 500, outputTokens: 1_000, cacheHitShare: 0),
        DemoScenario(
            tag: "research", key: "research-lab", team: "science", requestsPerHour: 50,
            models: [
                Model(
                    group: "claude-3-sonnet", upstream: "anthropic/claude-3-sonnet-20240229", provider: "anthropic",
                    share: 1,
                    inputPrice: 3_000_000, outputPrice: 15_000_000, medianLatency: .milliseconds(16_000),
                    medianFirstToken: .milliseconds(2_200))
            ],
            inputTokens: 5_000, outputTokens: 2_000, cacheHitShare: 0.01),
    ]
}
