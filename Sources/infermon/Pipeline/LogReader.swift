import Dispatch
import Glibc
import InfermonConfig
import InfermonCost
import InfermonIngest
import InfermonModel
import InfermonRollup
import InfermonStore
import Synchronization

/// Runs the agent of one configured log on a thread of its own: what a pass gave is shown at once, and stored with what the next ones
/// give.
final class LogReader: Sendable {
    /// The least time from a pass that a write called for to the next: each write to the folder calls for one.
    private static let restBetweenPasses = TimeSpan.milliseconds(40)
    /// Time between two attempts to store a batch.
    private static let restBetweenCommits = TimeSpan.milliseconds(500)
    /// About the most bytes of a pass; fewer while every request is printed, which makes text of each.
    private static let passBytes = 16 << 20
    private static let heardBytes = 1 << 20
    /// How often old rows are looked for.
    private static let pruneInterval = TimeSpan.minutes(1)

    private let source: GatewayLogSource
    private let configuration: Configuration
    private let prices: PriceSheet
    private let monthStart: Timestamp
    private let checkpoint: Checkpoint?
    /// Where rollups are kept; `nil` when nothing is.
    private let store: Store?
    private let pipeline: LivePipeline
    private let now: @Sendable () -> Timestamp
    private let queue: DispatchQueue
    private let flags = Mutex((isStopped: false, hasCaughtUp: false))
    private let pending = Mutex(PendingBatch())

    init(
        source: GatewayLogSource, configuration: Configuration, prices: PriceSheet, monthStart: Timestamp,
        checkpoint: Checkpoint?, store: Store?,
        pipeline: LivePipeline, now: @escaping @Sendable () -> Timestamp
    ) {
        self.source = source
        self.configuration = configuration
        self.prices = prices
        self.monthStart = monthStart
        self.checkpoint = checkpoint
        self.store = store.flatMap { $0.isWriter ? $0 : nil }
        self.pipeline = pipeline
        self.now = now
        queue = DispatchQueue(label: "infermon.log \(source.path)")
    }

    /// Whether the log has been read to its end once, or cannot be read.
    var hasCaughtUp: Bool { flags.withLock { $0.hasCaughtUp } }

    func start() {
        queue.async { self.run() }
    }

    /// Ends the reading at the next pass; does not wait.
    func stop() {
        flags.withLock { $0.isStopped = true }
    }

    /// Stores what waits once more after ``stop()``; blocks while the disk answers.
    ///
    /// What cannot be stored is read again by the next run: its position is not stored either.
    func storeRest() {
        pending.withLock { pending in
            guard !pending.isEmpty, let store else { return }
            do {
                try store.commit(pending.batch)
                pending.clear(at: SystemClock().uptime)
            } catch {
                pipeline.accept(problem: "\(error)", of: .log(SourceID(source.path)))
            }
        }
    }

    private func run() {
        let agent = GatewayLogAgent(
            source: source, checkpoint: checkpoint, monthStart: monthStart,
            router: ScenarioRouter(scenarios: configuration.scenarios, regex: { RegexMatcher.closure(for: $0) }),
            pricer: SeriesPricer(prices), grouping: store == nil ? .shownMinutes : .minutes)
        var prunedAt = Timestamp.epoch
        var wasWoken = true
        while !flags.withLock({ $0.isStopped }) {
            let begin = SystemClock().uptime
            let isHeard = pipeline.hasListener
            agent.eventLimit = isHeard ? .max : IngestBatch.eventLimit
            let pass = agent.pass(now: now(), budgetBytes: isHeard ? Self.heardBytes : Self.passBytes)
            // Before the batch, which has a dashboard made: its count of lines is in it then.
            pipeline.accept(pass.status)
            if let batch = pass.batch {
                pipeline.accept(batch)
                if store != nil { pending.withLock { $0.add(batch) } }
            }
            let reading = SystemClock().uptime - begin
            let isFirstEnd = !pass.hasMore && !hasCaughtUp
            if isFirstEnd || timeToCommit == .zero { commit() }
            if !pass.hasMore {
                flags.withLock { $0.hasCaughtUp = true }
                prune(&prunedAt)
                // A look that only the time called for does not keep the next line waiting.
                if wasWoken {
                    wait(nil, for: Self.restBetweenPasses)
                    wait(nil, for: pipeline.gatheringTime(reading: reading))
                }
                wasWoken = wait(agent.waitDescriptor, for: min(pass.nextLook, timeToCommit ?? pass.nextLook))
            }
        }
    }

    private var timeToCommit: TimeSpan? { pending.withLock { $0.delay(at: SystemClock().uptime) } }

    /// Stores what waits; tries until the store takes it or the reading ends, and reads nothing meanwhile.
    private func commit() {
        pending.withLock { pending in
            guard !pending.isEmpty, let store else { return }
            let batch = pending.batch
            var hasFailed = false
            while !flags.withLock({ $0.isStopped }) {
                do {
                    try store.commit(batch)
                    pending.clear(at: SystemClock().uptime)
                    if hasFailed { pipeline.accept(problem: nil, of: .log(SourceID(source.path))) }
                    return
                } catch {
                    pipeline.accept(problem: "\(error)", of: .log(SourceID(source.path)))
                    hasFailed = true
                    wait(nil, for: Self.restBetweenCommits)
                }
            }
        }
    }

    private func prune(_ prunedAt: inout Timestamp) {
        let instant = now()
        guard let store, instant - prunedAt >= Self.pruneInterval || instant < prunedAt else { return }
        prunedAt = instant
        do {
            // In slices, so that nobody waits long; what is left after twenty is done a minute later.
            for _ in 0..<20 {
                guard try store.prune(at: instant, keeping: configuration.storeRetention) else { break }
            }
            pipeline.accept(problem: nil, of: .pruning)
        } catch {
            pipeline.accept(problem: "\(error)", of: .pruning)
            prunedAt = .epoch
        }
    }

    /// Whether something was heard on the descriptor within the span.
    @discardableResult
    private func wait(_ descriptor: Int32?, for span: TimeSpan) -> Bool {
        var poll = pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0)
        return Glibc.poll(&poll, 1, Int32(clamping: (span.microseconds + 999) / 1_000)) > 0
    }
}
