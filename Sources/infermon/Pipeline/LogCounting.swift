import InfermonConfig
import InfermonIngest
import InfermonModel
import InfermonRollup

/// Counts the lines of one source: a decoder for each content, one accumulator for all of them.
struct LogCounting: LineConsumer {
    private let source: GatewayLogSource
    private let id: SourceID
    private let now: @Sendable () -> Timestamp
    private var decoders: [UInt64: LogDecoder] = [:]
    private var closed = LineCounts()
    private var accumulator: RollupAccumulator
    private var lastReadAt: Timestamp?
    private var newest: UInt64?

    init(
        source: GatewayLogSource, id: SourceID, configuration: Configuration, pricer: SeriesPricer, dropsBefore: Timestamp?,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.source = source
        self.id = id
        self.now = now
        accumulator = RollupAccumulator(
            router: ScenarioRouter(scenarios: configuration.scenarios, regex: { RegexMatcher.closure(for: $0) }),
            pricer: pricer)
        accumulator.source = id
        accumulator.from = dropsBefore
        accumulator.collectsEvents = true
    }

    mutating func consume(_ lines: UnsafeRawBufferPointer, of content: TailedContent) {
        let observed = now()
        var decoder =
            decoders[content.id]
            ?? LogDecoder(format: source.format, options: LogFormatOptions(zone: source.zone, map: source.map))
        switch source.role {
        case .primary: decoder.decode(lines, observedAt: observed, into: &accumulator)
        case .enrich: decoder.decode(lines) { _ in }
        }
        decoders[content.id] = decoder
        newest = content.id
        lastReadAt = observed
    }

    mutating func close(content id: UInt64) {
        if let decoder = decoders.removeValue(forKey: id) { closed += decoder.counts }
    }

    mutating func restore(openRequests bytes: [UInt8]) { _ = accumulator.restore(openRequests: bytes) }

    mutating func drain() -> [RollupRow] { accumulator.drain() }

    mutating func takeEvents() -> [RequestEvent] { accumulator.takeEvents() }

    var openRequests: [UInt8] { accumulator.openRequests }

    /// The source's health after a pass.
    func status(of pass: TailPass, at now: Timestamp) -> SourceStatus {
        var lines = closed
        for decoder in decoders.values { lines += decoder.counts }
        let decoder = newest.flatMap { decoders[$0] }
        let format = decoder?.formatID ?? ""
        let advice = LogFormatRegistry.format(format)?.advice
        let problem = pass.problem.map { "\($0)" } ?? advice.map { "\(source.path): \($0)" }
        return SourceStatus(
            id: id, kind: .gatewayLog, detail: format,
            state: pass.problem != nil ? .unavailable : pass.isFollowing ? .current : .waiting,
            lastReadAt: pass.isFollowing ? now : lastReadAt, lag: decoder?.medianLag, lines: lines,
            lostBytes: pass.lostBytes, backfill: pass.backfill, problem: problem)
    }
}
