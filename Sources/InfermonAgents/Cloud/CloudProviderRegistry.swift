/// The providers that infermon can ask: one file and one line each.
public enum CloudProviderRegistry {
    /// All providers.
    public static let all: [any CloudProvider] = [
        OpenAIProvider(),
        AnthropicProvider(),
        OpenRouterProvider(),
        LiteLLMProvider(),
        AWSProvider(),
    ]

    /// The provider of that name.
    public static func provider(_ id: String) -> (any CloudProvider)? {
        all.first { $0.id == id }
    }
}
