/// What a provider's logged name says about whose prices hold.
public enum ProviderName {
    /// The name that price lists use for a provider that logs write in several ways.
    public static func canonical(_ name: String) -> String {
        let lower = name.lowercased()
        switch lower {
        case "bedrock_converse", "aws", "aws_bedrock", "amazon-bedrock", "amazon_bedrock", "aws.bedrock":
            return "bedrock"
        case "gemini", "google_ai_studio", "gcp.gemini", "google-ai": return "google"
        case "azure_openai", "azure-openai", "azure_ai", "az.ai.openai", "azure_text": return "azure"
        case "mistralai", "mistral_ai": return "mistral"
        case "x_ai", "x-ai": return "xai"
        case "text-completion-openai", "openai_chat", "openai_like": return "openai"
        case "vertexai", "vertex-ai", "gcp.vertex_ai", "google-vertex": return "vertex_ai"
        default: return lower.hasPrefix("vertex_ai-") ? "vertex_ai" : lower
        }
    }

    /// Whether the provider is the user's own server, on which no provider's price holds.
    static func isOwnServer(_ canonical: String) -> Bool {
        switch canonical {
        case "ollama", "ollama_chat", "vllm", "hosted_vllm", "llamafile", "lm_studio", "llamacpp", "llama_cpp",
            "sglang",
            "tgi", "triton", "xinference", "infinity", "local", "self-hosted", "self_hosted", "tensorrt", "localai":
            true
        default: false
        }
    }

    /// Whether the provider hosts other makers' models at prices of its own.
    static func setsOwnPrices(_ canonical: String) -> Bool {
        switch canonical {
        case "together_ai", "together", "groq", "fireworks_ai", "fireworks", "deepinfra", "replicate", "cerebras",
            "sambanova", "anyscale", "perplexity", "nebius", "novita", "hyperbolic", "lambda_ai", "baseten",
            "databricks",
            "snowflake", "watsonx", "nscale", "friendliai":
            true
        default: false
        }
    }
}
