/// The tokens of one request or of many, in classes that are priced apart and never overlap.
///
/// Providers disagree on what "input tokens" means: OpenAI's include cached ones, Anthropic's do not. Every reader normalises to
/// these classes before anything is added.
public struct TokenUsage: Hashable, Sendable {
    /// Prompt tokens that neither came from nor went to a prompt cache.
    public var uncachedInput: Int64
    /// Prompt tokens read from the provider's prompt cache.
    public var cacheRead: Int64
    /// Prompt tokens written to a cache that lives five minutes (or whose lifetime the source does not say).
    public var cacheWrite5m: Int64
    /// Prompt tokens written to a cache that lives one hour.
    public var cacheWrite1h: Int64
    /// Generated tokens, reasoning included.
    public var output: Int64
    /// The part of `output` that was reasoning; never added to it.
    public var reasoning: Int64

    /// Creates token counts; what is left out is zero.
    public init(
        uncachedInput: Int64 = 0, cacheRead: Int64 = 0, cacheWrite5m: Int64 = 0, cacheWrite1h: Int64 = 0,
        output: Int64 = 0, reasoning: Int64 = 0
    ) {
        self.uncachedInput = uncachedInput
        self.cacheRead = cacheRead
        self.cacheWrite5m = cacheWrite5m
        self.cacheWrite1h = cacheWrite1h
        self.output = output
        self.reasoning = reasoning
    }

    /// No tokens.
    public static let zero = TokenUsage()

    /// All prompt tokens, cached or not.
    public var input: Int64 { uncachedInput &+ cacheRead &+ cacheWrite5m &+ cacheWrite1h }

    /// Prompt tokens written to a cache of any lifetime.
    public var cacheWrite: Int64 { cacheWrite5m &+ cacheWrite1h }

    /// Adds counts class by class; hostile sizes wrap rather than trap.
    public static func += (left: inout TokenUsage, right: TokenUsage) {
        left.uncachedInput &+= right.uncachedInput
        left.cacheRead &+= right.cacheRead
        left.cacheWrite5m &+= right.cacheWrite5m
        left.cacheWrite1h &+= right.cacheWrite1h
        left.output &+= right.output
        left.reasoning &+= right.reasoning
    }

    /// Subtracts counts class by class: an amended request takes its earlier contribution back.
    public static func -= (left: inout TokenUsage, right: TokenUsage) {
        left.uncachedInput &-= right.uncachedInput
        left.cacheRead &-= right.cacheRead
        left.cacheWrite5m &-= right.cacheWrite5m
        left.cacheWrite1h &-= right.cacheWrite1h
        left.output &-= right.output
        left.reasoning &-= right.reasoning
    }
}
