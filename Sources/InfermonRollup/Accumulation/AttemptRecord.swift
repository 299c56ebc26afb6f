public import InfermonModel

/// One attempt of a request as a log line states it, in units that all formats share.
///
/// A plain value without references: formats fill millions of them a second. Texts point into the block that was read, so a
/// record is used up before the block is. `nil` and empty texts mean that the source does not say; nothing is guessed.
public struct AttemptRecord: Sendable {
    /// When the attempt began.
    public var startedAt: Timestamp?
    /// When it ended.
    public var endedAt: Timestamp?
    /// End to end; `nil` where the source writes 0 for what it did not measure.
    public var duration: TimeSpan?
    /// Time to the first token, on streams, from sources that measure tokens or chunks.
    public var timeToFirstToken: TimeSpan?
    /// Time to the first byte or header; never taken for the first token.
    public var timeToFirstByte: TimeSpan?
    /// Tokens in classes that do not overlap.
    public var tokens: TokenUsage?
    /// What the gateway says that it cost, as logged.
    public var gatewayCost: Money?
    /// What a response-cache hit avoided.
    public var savedByCache: Money?
    /// The HTTP status; never 0.
    public var status: Int32?
    /// Attempts that this line stands for: 1 but in logs of one line per client request with a count of its retries.
    public var attempts: Int32 = 1
    /// How it ended.
    public var outcome = RequestOutcome.unknown
    /// Whether the answer was streamed.
    public var isStream: Bool?
    /// Whether the gateway answered from its response cache.
    public var isCacheHit: Bool?
    /// Whether the tokens are an estimate of the gateway's.
    public var tokensAreEstimated = false
    /// Whether the gateway refused the key, so that nothing in the line says whose request it was.
    public var isKeyRejected = false

    /// The model that was asked for: a public name, provider prefix split off.
    public var model = LogText.empty
    /// The model that served and is priced, provider prefix split off; empty when it is ``model``.
    public var servedModel = LogText.empty
    /// The provider, such as `openai`.
    public var provider = LogText.empty
    /// The tier, such as `batch`; empty for the standard one.
    public var serviceTier = LogText.empty
    /// The id of the line: lines with one id and one time are repeats.
    public var eventID = LogText.empty
    /// What the attempts of one client request share.
    public var groupID = LogText.empty
    /// The alias of the gateway key.
    public var key = LogText.empty
    /// The team of the key.
    public var team = LogText.empty
    /// The path or the route's name.
    public var route = LogText.empty
    /// The end user.
    public var endUser = LogText.empty
    /// The user agent.
    public var userAgent = LogText.empty
    /// The host that was asked.
    public var host = LogText.empty
    /// The class of the error, one line.
    public var errorClass = LogText.empty
    /// The scenario that the line itself names: a field, tag, header or metadata value.
    public var scenarioMark = LogText.empty
    /// Tags, headers and metadata.
    public var labels = AttemptLabels.none

    /// Creates a record that says nothing.
    public init() {}

    /// Makes this a record that says nothing, in its place: no other has to be copied over it.
    public mutating func clear() { self = AttemptRecord() }

    /// Derives what follows from the rest: the missing one of start, end and duration.
    public mutating func complete() {
        if endedAt == nil, let startedAt, let duration { endedAt = startedAt + duration }
        if startedAt == nil, let endedAt, let duration { startedAt = endedAt - duration }
        if duration == nil, let startedAt, let endedAt, startedAt < endedAt { duration = endedAt - startedAt }
    }
}
