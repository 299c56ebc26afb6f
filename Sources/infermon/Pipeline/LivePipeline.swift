import Dispatch
import InfermonCost
import InfermonModel
import InfermonRollup
import InfermonView
import Synchronization

/// Joins the agents to the screen: takes what they report on any thread and gives out a dashboard when something is new.
///
/// Agents run on their own threads and hand values in; one thread puts dashboards together, at most one an interval for what is new,
/// one a second, and hands them out. Nothing here waits for an agent.
final class LivePipeline: Sendable {
    private struct State {
        var readings: LiveReadings
        var assembly: SnapshotAssembly
        var isStopped = false
        /// Requests not yet handed to the listener, and the listener.
        var unheard: [RequestEvent] = []
        var listener: (@Sendable ([RequestEvent], Snapshot) -> Void)?
    }

    /// What the screen asks for: apart from the rest, so that the screen never waits for a dashboard being put together.
    private struct Wishes {
        var graphSpan = TimeSpan.hours(1)
        var pace: DashboardPace
        /// Whether a key asked for something that the next dashboard shows: that keeps no distance.
        var isAsked = false
    }

    private let state: Mutex<State>
    private let wishes: Mutex<Wishes>
    private let recorder: Mutex<AlertRecorder>
    private let news = DispatchSemaphore(value: 0)
    /// Signalled after what ends the distance that news keeps: a key's wish, or the end.
    private let hurry = DispatchSemaphore(value: 0)
    private let queue = DispatchQueue(label: "infermon.pipeline")
    private let now: @Sendable () -> Timestamp
    private let uptime: @Sendable () -> TimeSpan

    init(
        configuration: Configuration, assembly: SnapshotAssembly, readings: LiveReadings, recorder: AlertRecorder,
        now: @escaping @Sendable () -> Timestamp, uptime: @escaping @Sendable () -> TimeSpan
    ) {
        state = Mutex(State(readings: readings, assembly: assembly))
        wishes = Mutex(Wishes(pace: DashboardPace(interval: configuration.interval)))
        self.recorder = Mutex(recorder)
        self.now = now
        self.uptime = uptime
    }

    func accept(_ batch: IngestBatch) {
        let instant = now()
        state.withLock { state in
            state.readings.accept(batch, now: instant)
            guard state.listener != nil else { return }
            state.unheard += batch.events
            let surplus = state.unheard.count - Self.unheardLimit
            if surplus > 0 { state.unheard.removeFirst(surplus) }
        }
        news.signal()
    }

    func accept(_ reading: Reading<GPUObservation>) {
        state.withLock { $0.readings.accept(reading) }
        news.signal()
    }

    /// The GPUs' energy since the last call, to be stored.
    func takeFreshEnergy() -> [EnergyPart] { state.withLock { $0.readings.energy.takeFresh() } }

    /// Energy that could not be stored, to be given out again.
    func giveBack(_ energy: [EnergyPart]) { state.withLock { $0.readings.energy.giveBack(energy) } }

    func accept(_ status: SourceStatus) {
        state.withLock { $0.readings.sources[status.id] = status }
    }

    func accept(_ status: ProviderStatus) {
        state.withLock { $0.readings.providers[status.id] = status }
        news.signal()
    }

    /// What providers billed, by bucket.
    func accept(bills: [ProviderUsage]) {
        state.withLock { $0.readings.bills = bills }
    }

    /// The screen asks for graphs of another length.
    func setGraphSpan(_ span: TimeSpan) {
        ask { $0.graphSpan = span }
    }

    /// The screen asks to be drawn more or less often.
    func setInterval(_ interval: TimeSpan) {
        ask { $0.pace.interval = interval }
    }

    private func ask(_ change: (inout Wishes) -> Void) {
        wishes.withLock { wishes in
            change(&wishes)
            wishes.isAsked = true
        }
        hurry.signal()
        news.signal()
    }

    /// A dashboard of this moment.
    func dashboard() -> Dashboard {
        let instant = now()
        let uptime = uptime()
        let graphSpan = wishes.withLock { $0.graphSpan }
        let (dashboard, unheard, listener) = state.withLock { state in
            state.readings.advance(to: instant)
            let dashboard = state.assembly.dashboard(
                state.readings, graphSpan: graphSpan, now: instant, uptime: uptime)
            defer { state.unheard = [] }
            return (dashboard, state.unheard, state.listener)
        }
        if !unheard.isEmpty { listener?(unheard, dashboard.snapshot) }
        // Outside of the lock that agents hand values in under: the disk may take its time.
        let problem = recorder.withLock { recorder in
            recorder.record(dashboard.alerts, at: instant)
            return recorder.problem
        }
        accept(problem: problem, of: .alerts)
        return dashboard
    }

    /// The most requests held for a listener that does not keep up; the oldest go first.
    private static let unheardLimit = 100_000

    /// Whether somebody wants every request.
    var hasListener: Bool { state.withLock { $0.listener != nil } }

    /// Hands each request to `listener` after it was counted, with the snapshot that holds it.
    func onEvents(_ listener: @escaping @Sendable ([RequestEvent], Snapshot) -> Void) {
        state.withLock { $0.listener = listener }
    }

    /// Something that keeps a part of infermon from remembering; `nil` when it remembers again.
    func accept(problem: String?, of writer: StoreWriter) {
        state.withLock { $0.readings.setStoreProblem(problem, of: writer) }
    }

    /// Whether the GPUs and every provider have answered or failed once.
    func hasAnswers(gpu: Bool, providers: Int) -> Bool {
        state.withLock { state in
            (!gpu || state.readings.gpu.state != .waiting)
                && state.readings.providers.values.count { $0.billedThisMonth.state != .waiting } >= providers
        }
    }

    /// Hands out dashboards on a thread of its own until ``stop()``, at the pace of ``DashboardPace``.
    func run(_ publish: @escaping @Sendable (Dashboard) -> Void) {
        queue.async {
            while !self.state.withLock({ $0.isStopped }) {
                publish(self.dashboard())
                let rest = self.wishes.withLock { $0.pace.rest }
                let isNews = self.news.wait(timeout: .now() + rest.dispatched) == .success
                if isNews {
                    self.keepDistance()
                    while self.news.wait(timeout: .now()) == .success {}
                }
                self.wishes.withLock { $0.pace.begin(at: SystemClock().uptime, isNews: isNews) }
            }
        }
    }

    /// Waits until news may be shown, or a key or the end asks for it at once.
    private func keepDistance() {
        // First, so that whoever asks from here on is either seen or ends the wait.
        while hurry.wait(timeout: .now()) == .success {}
        let delay = wishes.withLock { $0.isAsked ? .zero : $0.pace.delay(at: SystemClock().uptime) }
        if delay > .zero, !state.withLock({ $0.isStopped }) {
            _ = hurry.wait(timeout: .now() + delay.dispatched)
        }
        wishes.withLock { $0.isAsked = false }
    }

    /// How long a log can still gather lines before it is looked at for the next dashboard; `reading` is what the last look took.
    func gatheringTime(reading: TimeSpan) -> TimeSpan {
        wishes.withLock { $0.pace.gatheringTime(at: SystemClock().uptime, reading: reading) }
    }

    /// Ends ``run(_:)`` without waiting for it.
    func stop() {
        state.withLock { $0.isStopped = true }
        news.signal()
        hurry.signal()
    }
}

extension TimeSpan {
    fileprivate var dispatched: DispatchTimeInterval { .microseconds(Int(clamping: microseconds)) }
}
