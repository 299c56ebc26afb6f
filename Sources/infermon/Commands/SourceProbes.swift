import Glibc
import InfermonAgents
import InfermonConfig
import InfermonIngest
import InfermonModel
import InfermonStore
import InfermonView

/// Asks every source of a configuration once and says what it found.
struct SourceProbes {
    private let configuration: Configuration
    private let clock = SystemClock()

    init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Asks one source after the other; each has seconds to answer.
    func run() async -> [ProbeResult] {
        var results: [ProbeResult] = []
        for source in configuration.gatewayLogs { results.append(await log(source)) }
        if configuration.gpu.mode == .auto { results.append(await gpus()) }
        for source in configuration.providers { results.append(await provider(source)) }
        results.append(store().besideSources)
        for problem in ThemeChoice(configuration.theme).problems {
            results.append(ProbeResult(subject: "theme", state: .warning, finding: problem).besideSources)
        }
        for problem in PriceBook(configuration).problems {
            results.append(ProbeResult(subject: "prices", state: .failed, finding: problem).besideSources)
        }
        return results
    }

    private func log(_ source: GatewayLogSource) async -> ProbeResult {
        let subject = "gateway log \(source.path)"
        let paths = FileTailer.files(matching: source.path)
        guard !paths.isEmpty else {
            return ProbeResult(
                subject: subject, state: .warning, finding: "no file is there yet",
                advice: "It is read as soon as it appears. If it should be there, check the path."
            ).withoutData
        }
        var options = LogReport.Options()
        options.format = source.format
        options.lines = LogFormatOptions(zone: source.zone, map: source.map)
        let probe = LogProbe.read(paths[paths.count - 1], options: options)
        let files = paths.count == 1 ? "1 file" : "\(paths.count) files"
        if let problem = probe.problem {
            return ProbeResult(subject: subject, state: .failed, finding: problem, advice: nil)
        }
        if let advice = LogFormatRegistry.format(probe.format)?.advice {
            return ProbeResult(subject: subject, state: .failed, finding: advice)
        }
        let counts = probe.lines
        guard counts.requests > 0 else {
            return ProbeResult(
                subject: subject, state: counts.read == 0 ? .ok : .warning,
                finding: counts.read == 0
                    ? "\(files), no lines yet"
                    : "\(files), none of the first \(NumberFormat.counted(counts.read, "line")) is a request"
                        + malformed(probe),
                advice: counts.read == 0
                    ? nil
                    : LogFormatRegistry.format(probe.format)?.adviceWithoutRequests
                        ?? "Name the format with format:, or map its fields with map: (see infermon init json-log)."
            ).withoutData
        }
        return ProbeResult(
            subject: subject, state: counts.malformed > 0 || probe.unitDoubt != nil ? .warning : .ok,
            finding:
                "\(files), format \(probe.format), \(NumberFormat.counted(counts.requests, "request")) in the first "
                + NumberFormat.counted(counts.read, "line")
                + malformed(probe),
            advice: probe.unitDoubt)
    }

    private func malformed(_ probe: LogProbe) -> String {
        guard probe.lines.malformed > 0 else { return "" }
        let format = probe.lines.requests == 0 && !probe.format.isEmpty ? ", format \(probe.format)" : ""
        return format + ", \(probe.lines.malformed) malformed (\(probe.defects.first ?? ""))"
    }

    private func gpus() async -> ProbeResult {
        let readings = AsyncReading()
        let agent = GPUAgent(options: GPUProbeOptions(configuration.gpu), clock: { clock.now() }) { readings.put($0) }
        agent.start()
        defer { agent.stop() }
        let reading = await readings.first(within: .seconds(8))
        guard let observation = reading?.value else {
            return ProbeResult(
                subject: "gpus", state: .warning,
                finding: reading?.reason ?? "the GPU driver has not answered for 8 seconds"
            ).withoutData
        }
        if let problem = observation.problem {
            return ProbeResult(subject: "gpus", state: .warning, finding: problem).withoutData
        }
        let names = Set(observation.gpus.map(\.name)).sorted().joined(separator: ", ")
        return ProbeResult(
            subject: "gpus", state: .ok,
            finding: "\(observation.gpus.count) (\(names)), driver \(observation.driverVersion ?? "unknown")")
    }

    private func provider(_ source: ProviderSource) async -> ProbeResult {
        let subject = "provider \(source.id)"
        if source.provider == FocusAgent.provider { return await focus(source, subject: subject) }
        guard let provider = CloudProviderRegistry.provider(source.provider) else {
            return ProbeResult(subject: subject, state: .failed, finding: "not known")
        }
        do {
            let library = try CurlLibrary()
            let credential = CredentialSource(source.credential, variables: provider.keyVariables)
            var agent = CloudUsageAgent(
                provider: provider, source: source, credential: credential, transport: CurlTransport(library: library),
                clock: PollClock(now: { clock.now() }), seed: 1)
            guard let update = await agent.step() else {
                return ProbeResult(subject: subject, state: .warning, finding: "nothing was asked")
            }
            if let problem = update.problem { return ProbeResult(subject: subject, state: .failed, finding: problem) }
            let billed = update.status.billedThisMonth.value.map { "$\($0.decimal) billed this month" }
            let price =
                update.status.costPerPoll > .zero ? "; each poll costs $\(update.status.costPerPoll.decimal)" : ""
            return ProbeResult(subject: subject, state: .ok, finding: (billed ?? "answers") + price)
        } catch {
            return ProbeResult(subject: subject, state: .failed, finding: "\(error)")
        }
    }

    private func focus(_ source: ProviderSource, subject: String) async -> ProbeResult {
        var agent = FocusAgent(source, in: configuration, clock: PollClock(now: { clock.now() }))
        var update = agent.look()
        if update.report == nil, update.problem == nil {
            // Written a moment ago: once more when it has been left alone. A sleep that is cut short makes it look sooner.
            try? await Task.sleep(for: .microseconds(FocusAgent.quiet.microseconds))
            update = agent.look()
        }
        if let problem = update.problem { return ProbeResult(subject: subject, state: .failed, finding: problem) }
        guard update.report != nil else {
            return ProbeResult(subject: subject, state: .warning, finding: "its files are being written").withoutData
        }
        if let reason = update.status.billedThisMonth.reason, update.status.billedThisMonth.value == nil {
            return ProbeResult(subject: subject, state: .warning, finding: reason).withoutData
        }
        let billed = update.status.billedThisMonth.value.map { "$\($0.decimal) billed this month" } ?? "no costs"
        let notes = update.status.notes.map { "; \($0)" }.joined()
        return ProbeResult(subject: subject, state: notes.isEmpty ? .ok : .warning, finding: billed + notes)
    }

    private func store() -> ProbeResult {
        let path = configuration.storePath ?? LiveSession.standardStorePath
        do {
            let store = try Store(reading: path, now: clock.now())
            return ProbeResult(subject: "store", state: .ok, finding: "\(store.path) can be read")
        } catch {
            if case .missing = error {
                return ProbeResult(subject: "store", state: .ok, finding: "\(path) is made when the live screen starts")
            }
            return ProbeResult(subject: "store", state: .failed, finding: "\(error)")
        }
    }
}
