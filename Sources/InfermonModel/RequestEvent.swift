/// One attempt as it is shown in the tail: text resolved, prompts never included.
public struct RequestEvent: Hashable, Sendable {
    /// When the attempt ended.
    public var endedAt: Timestamp
    /// The scenario of its request.
    public var scenario: ScenarioID
    /// The model.
    public var model: String
    /// The provider; empty when unknown.
    public var provider: String
    /// How it ended.
    public var outcome: RequestOutcome
    /// The HTTP status; `nil` when the source has none.
    public var status: Int?
    /// End-to-end time.
    public var latency: TimeSpan?
    /// Time to the first token.
    public var timeToFirstToken: TimeSpan?
    /// Tokens; `nil` when the source does not say.
    public var tokens: TokenUsage?
    /// The cost that the log states.
    public var gatewayCost: Money?
    /// Tokens x dated price.
    public var computedCost: Money?
    /// Whether the gateway answered from its response cache.
    public var isCacheHit: Bool
    /// Whether the answer was streamed.
    public var isStream: Bool?
    /// Which attempt of its request this is, from 1.
    public var attempt: Int
    /// The id that the source gives; empty when it has none.
    public var id: String
    /// The class of the error, cut to 256 bytes; empty without one.
    public var errorClass: String

    /// Creates an event.
    public init(
        endedAt: Timestamp, scenario: ScenarioID, model: String, provider: String = "", outcome: RequestOutcome,
        status: Int? = nil, latency: TimeSpan? = nil, timeToFirstToken: TimeSpan? = nil, tokens: TokenUsage? = nil,
        gatewayCost: Money? = nil, computedCost: Money? = nil, isCacheHit: Bool = false, isStream: Bool? = nil,
        attempt: Int = 1, id: String = "", errorClass: String = ""
    ) {
        self.endedAt = endedAt
        self.scenario = scenario
        self.model = model
        self.provider = provider
        self.outcome = outcome
        self.status = status
        self.latency = latency
        self.timeToFirstToken = timeToFirstToken
        self.tokens = tokens
        self.gatewayCost = gatewayCost
        self.computedCost = computedCost
        self.isCacheHit = isCacheHit
        self.isStream = isStream
        self.attempt = attempt
        self.id = id
        self.errorClass = errorClass
    }
}
