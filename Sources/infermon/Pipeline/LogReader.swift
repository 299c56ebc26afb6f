import Dispatch
import Glibc
import InfermonConfig
import InfermonIngest
import InfermonModel
import InfermonRollup
import InfermonStore
import Synchronization

/// Reads one configured log on a thread of its own: file to records, records to rows, rows to the store and the screen.
final class LogReader: Sendable {
    private let source: GatewayLogSource
    private let configuration: Configuration
    private let store: Store?
    private let pipeline: LivePipeline
    private let now: @Sendable () -> Timestamp
    private let queue: DispatchQueue
    private let flags = Mutex((isStopped: false, hasCaughtUp: false))

    init(
        source: GatewayLogSource, configuration: Configuration, store: Store?, pipeline: LivePipeline,
        now: @escaping @Sendable () -> Timestamp
    ) {
        self.source = source
        self.configuration = configuration
        self.store = store
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

    private func run() {
        let id = SourceID(source.path)
        var saved: LogCheckpoint?
        do {
            saved = try store?.checkpoint(for: id).flatMap { LogCheckpoint(bytes: $0.bytes) }
        } catch {
            pipeline.accept(problem: "\(error)")
        }
        let tailer = FileTailer(path: source.path, start: firstPlace, checkpoint: saved?.position)
        var counting = LogCounting(
            source: source, id: id, configuration: configuration, pricer: SeriesPricer(PriceBook(configuration).sheet),
            dropsBefore: tailer.dropsRecordsBefore, now: now)
        if let saved { counting.restore(openRequests: saved.openRequests) }
        var pending = IngestBatch()
        var clock = now()
        while !flags.withLock({ $0.isStopped }) {
            clock = now()
            let pass = tailer.pass(now: clock, into: &counting)
            pending.rows += counting.drain()
            pending.events += counting.takeEvents()
            if let position = pass.checkpoint {
                let checkpoint = LogCheckpoint(position: position, openRequests: counting.openRequests)
                pending.checkpoints = [Checkpoint(source: id, bytes: checkpoint.bytes)]
            }
            if !pending.checkpoints.isEmpty || !pending.rows.isEmpty, commit(pending) {
                pipeline.accept(pending)
                pending = IngestBatch()
            }
            pipeline.accept(counting.status(of: pass, at: clock))
            if !pass.hasMore { flags.withLock { $0.hasCaughtUp = true } }
            if !pass.hasMore { wait(tailer.waitDescriptor, for: pass.nextLook) }
        }
    }

    /// Where a first start begins.
    private var firstPlace: TailStart {
        switch source.start {
        case .end: .end
        case .start: .start
        case .month: .since(BillingMonth(containing: now(), in: configuration.zone).start)
        case .since(let instant): .since(instant)
        }
    }

    /// Stores a batch; `false` when the store did not take it, which is tried again with the next one.
    private func commit(_ batch: IngestBatch) -> Bool {
        guard let store, store.access == .readWrite else { return true }
        do {
            try store.commit(batch)
            return true
        } catch {
            pipeline.accept(problem: "\(error)")
            return false
        }
    }

    private func wait(_ descriptor: Int32?, for span: TimeSpan) {
        var poll = pollfd(fd: descriptor ?? -1, events: Int16(POLLIN), revents: 0)
        _ = Glibc.poll(&poll, 1, Int32(clamping: span.microseconds / 1_000))
    }
}
