import FoundationEssentials
import Glibc
import InfermonAgents
import InfermonModel
import InfermonRollup
import InfermonStore

extension LiveSession {
    /// Where state is kept when the configuration does not say: the XDG state folder.
    static var standardStorePath: String {
        let environment = ProcessInfo.processInfo.environment
        if let state = environment["XDG_STATE_HOME"], state.hasPrefix("/") {
            return state + "/infermon/infermon.sqlite"
        }
        if let home = environment["HOME"], !home.isEmpty { return home + "/.local/state/infermon/infermon.sqlite" }
        return "/var/lib/infermon/infermon.sqlite"
    }

    static var hostName: String {
        var name = [CChar](repeating: 0, count: 256)
        guard gethostname(&name, name.count - 1) == 0 else { return "localhost" }
        let text = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        return String(text.prefix { $0 != "." })
    }

    /// When this store began to observe; remembered at its first opening.
    static func observedSince(_ store: Store, now: Timestamp) throws(StoreError) -> Timestamp {
        let key = "observed_since"
        if let bytes = try store.value(key), let known = Int64(String(decoding: bytes, as: UTF8.self)) {
            return min(now, Timestamp(microseconds: known))
        }
        if store.isWriter { try store.setValue(Array("\(now.microseconds)".utf8), for: key) }
        return now
    }

    /// Fills the windows from the store, an hour by the minute, a month by the quarter, spend by the hour, and says how far each
    /// log was read at that moment.
    static func restore(
        _ readings: inout LiveReadings, from store: Store, configuration: Configuration, now: Timestamp
    ) throws -> [SourceID: Checkpoint] {
        let month = BillingMonth(containing: now, in: configuration.zone)
        let begin: [RollupSpan: Timestamp] = [
            .minute: now - .minutes(61), .quarter: min(month.start, now - .hours(25)),
            .hour: now - .hours(Int64(ScenarioWindows.spendHours)),
        ]
        var traffic = readings.traffic
        let sources = configuration.gatewayLogs.map { SourceID($0.path) }
        let checkpoints = try store.load(rowsFrom: begin, to: now + .days(1), sources: sources) { span, row in
            traffic.restore([row], span: span, now: now)
        }
        readings.traffic = traffic
        return checkpoints
    }

    static func agents(
        for configuration: Configuration, setting: Setting, store: Store, notices: inout [String]
    ) -> [(source: ProviderSource, agent: any BillAgent)] {
        var library: CurlLibrary?
        // Files are read without it.
        if configuration.providers.contains(where: { $0.provider != FocusAgent.provider }) {
            do {
                library = try CurlLibrary()
            } catch {
                notices.append("\(error)")
            }
        }
        let speed = setting.speed
        let clock = PollClock(now: setting.now) { span in
            try await Task.sleep(for: .microseconds(max(10_000, span.microseconds / speed)))
        }
        var generator = SystemRandomNumberGenerator()
        return configuration.providers.compactMap { source in
            if source.provider == FocusAgent.provider {
                return (source, FocusAgent(source, in: configuration, clock: clock))
            }
            guard let library, let provider = CloudProviderRegistry.provider(source.provider) else { return nil }
            var agent = CloudUsageAgent(
                provider: provider, source: source,
                credential: CredentialSource(source.credential, variables: provider.keyVariables),
                transport: CurlTransport(library: library), clock: clock, seed: generator.next())
            if agent.isPaid {
                do {
                    try resume(&agent, of: source, from: store, now: setting.now())
                } catch {
                    notices.append("\(error)")
                }
            }
            return (source, agent)
        }
    }

    /// The key under which the store has when a provider whose answers cost money last gave one.
    private static func readKey(_ account: String) -> String { "provider_read_at:\(account)" }

    private static func resume(
        _ agent: inout CloudUsageAgent, of source: ProviderSource, from store: Store, now: Timestamp
    ) throws {
        guard let bytes = try store.value(readKey(source.id)),
            let readAt = Int64(String(decoding: bytes, as: UTF8.self))
        else { return }
        let costs = try store.providerUsage(from: now - .days(65), to: now + .days(2)).costs
        agent.resume(with: costs.filter { $0.account == source.id }, readAt: Timestamp(microseconds: readAt))
    }

    /// Stores a provider's answer and shows its state.
    static func deliver(
        _ update: CloudUsageAgent.Update, of source: ProviderSource, to pipeline: LivePipeline, store: Store?,
        accounts: Set<String>, now: Timestamp
    ) {
        let interval =
            source.interval ?? CloudProviderRegistry.provider(source.provider)?.feeds.first?.interval
            ?? FocusAgent.standardInterval
        if let report = update.report, let store, store.isWriter {
            do {
                try store.replace(with: report, of: update.status.id)
                let readAt = update.status.billedThisMonth.readAt
                if report.parts.contains(.costs), update.status.costPerPoll > .zero, let readAt {
                    try store.setValue(Array("\(readAt.microseconds)".utf8), for: readKey(source.id))
                }
                pipeline.accept(bills: try bills(of: store, accounts: accounts, at: now))
                pipeline.accept(problem: nil, of: .provider(update.status.id))
            } catch {
                pipeline.accept(problem: "\(error)", of: .provider(update.status.id))
            }
        }
        pipeline.accept(update.status)
        let reading = update.status.billedThisMonth
        pipeline.accept(
            SourceStatus(
                id: SourceID(update.status.id), kind: .provider,
                detail: source.provider == FocusAgent.provider ? "cost export" : "usage and costs",
                state: reading.state,
                lastReadAt: reading.readAt, interval: interval, problem: update.problem ?? reading.reason))
    }

    /// The accounts whose figures are bills: those that are asked today, but for gateways, which count what others bill.
    static func billingAccounts(of configuration: Configuration) -> Set<String> {
        Set(
            configuration.providers.filter { CloudProviderRegistry.provider($0.provider)?.isGateway != true }.map(\.id))
    }

    /// What those accounts billed in the days around the month that holds `instant`.
    ///
    /// An account that was renamed or taken out of the configuration would be counted beside its successor.
    static func bills(
        of store: Store, accounts: Set<String>, at instant: Timestamp
    ) throws -> [ProviderUsage] {
        try store.providerUsage(from: instant - .days(33), to: instant + .days(2)).costs
            .filter { accounts.contains($0.account) }
    }

    static func status(of reading: Reading<GPUObservation>) -> SourceStatus {
        SourceStatus(
            id: SourceID("gpu"), kind: .gpu, detail: reading.value?.driverVersion.map { "driver \($0)" } ?? "",
            state: reading.state, lastReadAt: reading.readAt, problem: reading.value?.problem ?? reading.reason)
    }
}
