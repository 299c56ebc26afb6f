import Dispatch
import Glibc
import InfermonAgents
import InfermonConfig
import InfermonCost
import InfermonModel
import InfermonRollup
import InfermonStore
import Synchronization

/// One running infermon: the store, the agents and the pipeline between them.
final class LiveSession: Sendable {
    /// What a session is made of besides the configuration.
    struct Setting: Sendable {
        /// The wall clock: the demo's own in a demo.
        var now: @Sendable () -> Timestamp
        /// A clock that never jumps, at the same speed.
        var uptime: @Sendable () -> TimeSpan
        /// What the GPU agent's child is told.
        var gpu: GPUProbeOptions?
        /// Whether the data are played.
        var isDemo = false
        /// Demo seconds per real second.
        var speed: Int64 = 1
    }

    let pipeline: LivePipeline
    /// What the user should know before the screen is drawn.
    let notices: [String]
    private let configuration: Configuration
    private let setting: Setting
    private let store: Store?
    private let gpu: GPUAgent?
    private let readers: Mutex<[LogReader]> = Mutex([])
    private let providers: [(source: ProviderSource, agent: any BillAgent)]
    private let energy: EnergyRecorder
    private let prices: PriceBook
    private let checkpoints: [SourceID: Checkpoint]
    private let tasks: Mutex<[Task<Void, Never>]> = Mutex([])

    /// Opens the store and prepares the agents; blocks while the disk answers.
    ///
    /// - Throws: ``StoreError`` when there is no place for state.
    init(_ configuration: Configuration, setting: Setting) throws {
        // A limit on the size of files is a failed write like any other, not the end.
        signal(SIGXFSZ, SIG_IGN)
        self.configuration = configuration
        self.setting = setting
        let now = setting.now()
        let path = configuration.storePath ?? Self.standardStorePath
        let store = try Store(path: path, now: now)
        self.store = store
        var notices = store.notices
        let prices = PriceBook(configuration)
        self.prices = prices
        notices += prices.problems
        let observedSince = try Self.observedSince(store, now: now)
        let budgeted = Set(
            configuration.providers.filter { $0.budget != nil }.map { ProviderName.canonical($0.provider) })
        var readings = LiveReadings(
            traffic: TrafficWindows(
                zone: configuration.zone, observedSince: observedSince, ownModels: configuration.hardware?.models ?? [],
                budgetedProvider: { logged in
                    let name = ProviderName.canonical(logged)
                    return budgeted.contains(name) ? name : nil
                }))
        checkpoints = try Self.restore(&readings, from: store, configuration: configuration, now: now)
        var assembly = SnapshotAssembly(
            configuration: configuration, host: Self.hostName, isDemo: setting.isDemo, prices: prices.sheet)
        readings.bills = try Self.bills(
            of: store, accounts: Self.billingAccounts(of: configuration), at: now)
        let monthStart = BillingMonth(containing: now, in: configuration.zone).start
        readings.energy.restore(try store.energy(from: monthStart - .hours(1), to: now + .hours(1)))
        var knownAlerts: [Alert] = []
        if let (alerts, evaluatedAt) = try store.loadAlerts() {
            knownAlerts = alerts
            assembly.restore(alerts, downSince: evaluatedAt, now: now, uptime: setting.uptime())
        }
        pipeline = LivePipeline(
            configuration: configuration, assembly: assembly, readings: readings,
            recorder: AlertRecorder(store: store.isWriter ? store : nil, known: knownAlerts), now: setting.now,
            uptime: setting.uptime)
        let pipeline = pipeline
        let energy = EnergyRecorder(store: store.isWriter ? store : nil, pipeline: pipeline)
        self.energy = energy
        gpu = setting.gpu.map { options in
            GPUAgent(options: options, clock: setting.now) { reading in
                pipeline.accept(reading)
                energy.record(at: setting.now())
                pipeline.accept(Self.status(of: reading))
            }
        }
        if configuration.gpu.mode == .off {
            pipeline.accept(.unavailable(reason: "Switched off in the configuration."))
        }
        providers = Self.agents(for: configuration, setting: setting, store: store, notices: &notices)
        self.notices = notices
    }

    /// Starts every agent; returns at once.
    func start() {
        gpu?.start()
        let accounts = Self.billingAccounts(of: configuration)
        for (source, agent) in providers {
            pipeline.accept(agent.status(at: setting.now()))
            tasks.withLock { list in
                list.append(
                    Task { [pipeline, store, agent, source, setting] in
                        var running = agent
                        await running.run { update in
                            Self.deliver(
                                update, of: source, to: pipeline, store: store, accounts: accounts, now: setting.now())
                        }
                    })
            }
        }
        let month = BillingMonth(containing: setting.now(), in: configuration.zone)
        let rollupStore = configuration.storesRollups ? store : nil
        for source in configuration.gatewayLogs {
            let reader = LogReader(
                source: source, configuration: configuration, prices: prices.sheet, monthStart: month.start,
                checkpoint: checkpoints[SourceID(source.path)], store: rollupStore, pipeline: pipeline, now: setting.now
            )
            reader.start()
            readers.withLock { $0.append(reader) }
        }
    }

    /// How long the end waits for a disk to take what was read and not yet stored.
    private static let storingTime = DispatchTimeInterval.milliseconds(500)

    /// Ends every agent and stores what they have; waits for none that could hang.
    func stop() {
        pipeline.stop()
        gpu?.stop()
        tasks.withLock { for task in $0 { task.cancel() } }
        energy.finish()
        let stored = DispatchGroup()
        for reader in readers.withLock({ $0 }) {
            reader.stop()
            DispatchQueue.global().async(group: stored) { reader.storeRest() }
        }
        _ = stored.wait(timeout: .now() + Self.storingTime)
    }

    /// Whether every log has been read to its end as of now, and the GPUs and providers have answered or failed once.
    var hasLookedAtEverything: Bool {
        readers.withLock { $0.allSatisfy(\.hasCaughtUp) }
            && pipeline.hasAnswers(
                gpu: gpu != nil, providers: providers.count)
    }
}
