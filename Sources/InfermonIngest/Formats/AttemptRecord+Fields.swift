import InfermonModel
public import InfermonRollup

extension AttemptRecord {
    /// Sets the tokens from counts as OpenAI and most gateways write them: cached and written tokens are part of the input.
    ///
    /// Where they are more than the input they cannot be, and are taken as Anthropic writes them: beside it.
    ///
    /// - Parameters:
    ///   - input: All prompt tokens.
    ///   - output: Generated tokens, reasoning included.
    ///   - cacheRead: Prompt tokens read from the provider's cache.
    ///   - cacheWrite: Prompt tokens written to it.
    ///   - reasoning: The reasoning part of the output.
    public mutating func setTokens(
        input: Int64?, output: Int64?, cacheRead: Int64? = nil, cacheWrite: Int64? = nil, reasoning: Int64? = nil
    ) {
        guard input != nil || output != nil else { return }
        let all = input ?? 0
        let read = cacheRead ?? 0
        let written = cacheWrite ?? 0
        let cached = read &+ written
        tokens = TokenUsage(
            uncachedInput: cached > all ? all : all &- cached, cacheRead: read, cacheWrite5m: written,
            output: output ?? 0,
            reasoning: min(reasoning ?? 0, output ?? 0))
    }

    /// Sets the model, splitting off a provider that is written in front of it with a slash.
    public mutating func setModel(_ text: LogText) {
        let (prefix, name) = text.splittingProvider
        model = name
        if provider.isEmpty { provider = prefix }
    }

    /// Adds a tag; one such as `scenario:chatbot` marks the scenario.
    public mutating func addTag(_ text: LogText, in arena: ScratchArena) {
        guard !text.isEmpty, text.count <= 256 else { return }
        if scenarioMark.isEmpty { scenarioMark = text.scenarioInTag }
        arena.add(.tag, value: text, to: &labels)
    }

    /// Adds a header that carries no secret.
    ///
    /// One named `x-scenario` marks the scenario.
    public mutating func addHeader(_ name: LogText, _ value: LogText, in arena: ScratchArena) {
        guard !value.isEmpty, name.count > 0, name.count <= 128 else { return }
        let name = arena.lowercased(name)
        for secret: StaticString in ["auth", "cookie", "key", "token", "secret", "password"] where name.contains(secret)
        {
            return
        }
        let value = value.cut(to: 256)
        if scenarioMark.isEmpty, name == "x-scenario" { scenarioMark = value }
        arena.add(.header, name: name, value: value, to: &labels)
    }

    /// Adds a metadata value that is no secret by its name; one named `scenario` marks the scenario.
    public mutating func addMeta(_ name: LogText, _ value: LogText, in arena: ScratchArena) {
        guard !value.isEmpty, name.count > 0, name.count <= 128 else { return }
        guard !name.namesSecret else { return }
        let value = value.cut(to: 128)
        if scenarioMark.isEmpty, name == "scenario" { scenarioMark = value }
        arena.add(.meta, name: name, value: value, to: &labels)
    }
}

extension LogText {
    /// Whether the name of a metadata value has a word in it that secrets are called by, in one pass over the name.
    fileprivate var namesSecret: Bool {
        for start in 0..<count {
            let rest = dropping(start)
            // Words without their first letter, which may be a capital.
            switch rest.bytes[0] {
            case UInt8(ascii: "u"): if rest.hasPrefix("uthoriz") { return true }
            case UInt8(ascii: "o"): if rest.hasPrefix("ookie") { return true }
            case UInt8(ascii: "e"): if rest.hasPrefix("ecret") { return true }
            case UInt8(ascii: "a"): if rest.hasPrefix("assword") { return true }
            case UInt8(ascii: "p"):
                if rest.hasPrefix("pi_key") || rest.hasPrefix("pi-key") || rest.hasPrefix("pi-Key")
                    || rest.hasPrefix("pikey")
                {
                    return true
                }
            default: break
            }
        }
        return false
    }

    /// The provider in front of a model's name, and the name: `openai/gpt-4o` is served by `openai`.
    ///
    /// Only the first step is split off; `openrouter/meta/llama` is the model `meta/llama`.
    public var splittingProvider: (provider: LogText, model: LogText) {
        guard let slash = firstIndex(of: UInt8(ascii: "/")), slash > 0, slash < count - 1 else {
            return (.empty, self)
        }
        return (LogText(address: address, count: slash), dropping(slash + 1))
    }

    /// The scenario that a tag such as `scenario:chatbot`, `x-scenario: chatbot` or `scenario=chatbot` names.
    public var scenarioInTag: LogText {
        var rest = self
        if rest.hasPrefix("x-") { rest = rest.dropping(2) }
        guard rest.hasPrefix("scenario") else { return .empty }
        rest = rest.dropping(8)
        guard rest.hasPrefix(":") || rest.hasPrefix("=") else { return .empty }
        return rest.dropping(1).trimmed
    }
}
