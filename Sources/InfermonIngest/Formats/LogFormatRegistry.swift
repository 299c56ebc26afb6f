/// All formats that are known.
public enum LogFormatRegistry {
    /// The formats in the order in which they are tried on a file: the more a format asks of a line, the earlier.
    public static let all: [any LogFormat] = [
        OTLPFormat(),
        LiteLLMFormat(),
        LiteLLMSpendFormat(),
        KongFormat(),
        APISIXFormat(),
        HigressFormat(),
        EnvoyJSONFormat(),
        CaddyFormat(),
        LangfuseFormat(),
        SGLangFormat(),
        HeliconeFormat(),
        OpenRouterFormat(),
        CloudflareFormat(),
        BifrostFormat(),
        NginxJSONFormat(),
        LiteLLMProcessLogFormat(),
        GenericJSONFormat(),
        EnvoyTextFormat(),
        GinFormat(),
        CombinedFormat(),
        BinaryFormat(),
    ]

    /// The format of a name; `nil` when there is none.
    public static func format(_ id: String) -> (any LogFormat)? { all.first { $0.id == id } }
}
