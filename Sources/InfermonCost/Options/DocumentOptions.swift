public import InfermonModel

extension OptionCatalogue {
    /// The nine options of scenario-analysis.md, with what it claims of each.
    ///
    /// Hardware prices are the document's. What it leaves out is assumed: 300 W busy and 55 to 60 W idle per A100, 250 W for a
    /// host with one, 500 W with four; NVIDIA's data sheets give the memory bandwidth, Meta's model card the size of the weights
    /// at 16 bits and the context.
    public static let document: [ModelOption] = [
        cloud("1A", "GPT-3.5 Turbo", "gpt-3.5-turbo", context: 16_385, claim("0.0003", 800, nil, 100, 50)),
        local(
            "1B", "Llama 2 7B on an A100 40GB", "llama-2-7b", .a100With40GB(dollars: 10_000, capacity: 2_000),
            gigabytes: 16,
            claim("0.0001", 150, 2_000, 100, 50)),
        cloud("1C", "Claude 3 Sonnet", "claude-3-sonnet", context: 200_000, claim("0.0011", 1_200, nil, 100, 50)),
        cloud("2A", "GPT-4", "gpt-4", context: 8_192, claim("0.045", 8_000, 100, 500, 1_000)),
        local(
            "2B", "Llama 2 13B on an A100 80GB", "llama-2-13b",
            .a100With80GB(count: 1, dollars: 15_000, capacity: 300, hostWatts: 250), gigabytes: 28,
            claim("0.0002", 3_000, 300, 500, 1_000)),
        cloud("2C", "Claude 3 Sonnet", "claude-3-sonnet", context: 200_000, claim("0.0225", 6_000, 100, 500, 1_000)),
        cloud("3A", "Claude 3 Sonnet", "claude-3-sonnet", context: 200_000, claim("0.1125", 25_000, 50, 5_000, 2_000)),
        cloud("3B", "GPT-4", "gpt-4", context: 8_192, claim("0.225", 20_000, 50, 5_000, 2_000)),
        local(
            "3C", "Llama 2 13B on four A100 80GB", "llama-2-13b",
            .a100With80GB(count: 4, dollars: 60_000, capacity: 200, hostWatts: 500), gigabytes: 112,
            claim("0.0008", 15_000, 200, 5_000, 2_000)),
    ]

    private static func claim(
        _ cost: String, _ milliseconds: Int64, _ perHour: Double?, _ input: Int64, _ output: Int64
    ) -> ModelOption.Claim {
        ModelOption.Claim(
            costPerRequest: Money(cost), latency: .milliseconds(milliseconds), throughputPerHour: perHour,
            inputTokens: input, outputTokens: output)
    }

    private static func cloud(
        _ id: String, _ title: String, _ model: String, context: Int64, _ claim: ModelOption.Claim
    ) -> ModelOption {
        ModelOption(id: id, title: title, model: model, place: .cloud, contextTokens: context, claim: claim)
    }

    private static func local(
        _ id: String, _ title: String, _ model: String, _ hardware: ModelOption.LocalHardware, gigabytes: Int64,
        _ claim: ModelOption.Claim
    ) -> ModelOption {
        ModelOption(
            id: id, title: title, model: model, place: .local(hardware), contextTokens: 4_096,
            memoryBytes: gigabytes * 1_000_000_000, claim: claim)
    }
}

extension ModelOption.LocalHardware {
    /// Llama 2 7B: 6,738,415,616 parameters of two bytes; NVIDIA's A100 40GB reads 1.555 TB/s.
    fileprivate static func a100With40GB(dollars: Int64, capacity: Double) -> Self {
        Self(
            gpu: "A100 40GB", gpus: 1, purchase: Money(dollars: dollars), busyWatts: 300, idleWatts: 55, hostWatts: 250,
            capacityPerHour: capacity, memoryBandwidth: 1.555e12, weightBytes: 13_476_831_232)
    }

    /// Llama 2 13B: 13,015,864,320 parameters of two bytes; NVIDIA's A100 80GB reads 2.039 TB/s.
    fileprivate static func a100With80GB(count: Int, dollars: Int64, capacity: Double, hostWatts: Double) -> Self {
        Self(
            gpu: "A100 80GB", gpus: count, purchase: Money(dollars: dollars), busyWatts: 300 * Double(count),
            idleWatts: 60 * Double(count), hostWatts: hostWatts, capacityPerHour: capacity, memoryBandwidth: 2.039e12,
            weightBytes: 26_031_728_640)
    }
}
