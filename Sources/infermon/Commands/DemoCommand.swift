import ArgumentParser
import Glibc
import InfermonAgents
import InfermonConfig
import InfermonModel

/// The live screen on a played day of three scenarios, through the real agents.
struct DemoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "demo", abstract: "Show the live screen on played traffic; nothing to set up.",
        discussion: """
            Plays a chatbot, a content generation service and a research assistant: a gateway's log is written, a provider's usage
            API is served on loopback, and GPUs are played through the same child process and pipe as real ones. Within a minute
            content generation on GPT-4 is seen heading over its budget and slowing down, one GPU is throttled and one is lost.
            Everything lies in a temporary folder that is removed at the end.
            """)

    @OptionGroup var options: GlobalOptions

    @Option(help: ArgumentHelp("How many times as fast as real time runs, 1 to 600.", valueName: "number"))
    var speed: Int64 = 20

    @Option(help: ArgumentHelp("The same seed plays the same day.", valueName: "number"))
    var seed: UInt64 = 1

    @Option(help: ArgumentHelp("Days of traffic before the demo begins, 0 to 8.", valueName: "number"))
    var history: Int64 = 8

    func validate() throws {
        guard (1...600).contains(speed) else { throw ValidationError("--speed is between 1 and 600.") }
        guard (0...8).contains(history) else { throw ValidationError("--history is between 0 and 8.") }
    }

    @MainActor
    func run() async throws {
        let theme = ThemeChoice(options.theme)
        guard theme.problems.isEmpty else { throw failure(theme.problems.map { "infermon demo: \($0)" }) }
        let folder = try ScratchFolder(for: "demo")
        defer { folder.remove() }
        let real = SystemClock()
        // The ninth day of a month at three in the morning: late enough to see where the month is heading.
        let start = Timestamp(seconds: CivilDateTime(year: 2026, month: 11, day: 9, hour: 3).secondsSince1970)
        let clock = DemoClock(start: start, speed: speed, real: real)
        let ledger = DemoLedger(provider: "openai", clock: clock)
        let begin = start - .days(history) - .hours(3)
        let writer = DemoWriter(
            path: folder.path + "/gateway.jsonl",
            traffic: DemoTraffic(seed: seed, from: begin, degradedFrom: start + .minutes(4)), ledger: ledger,
            clock: clock)
        let key = "demo-\(hexadecimal(SystemRandomNumberGenerator.one))"
        let api = try await DemoUsageAPI(ledger: ledger, key: key)
        setenv("INFERMON_DEMO_KEY", key, 1)
        let configuration = try Self.configuration(options, folder: folder, api: api)
        complain(["infermon demo: writing \(history) days of played traffic to \(folder.path)"])
        let interrupt = LeaveSignal()
        try writer.writeHistory(from: begin, until: start, unless: { interrupt.hasCome })
        if interrupt.hasCome { throw ExitCode(130) }
        interrupt.end()
        let played = PlayedGPUs(
            start: start, realStart: real.now(), speed: speed, load: [0.62, 0.7, 0.66, 0.78, 0.83, 0.74, 0.69],
            step: .minutes(3), lostAfter: .minutes(6), hotAfter: .minutes(3))
        let session = try LiveSession.opened(
            configuration,
            setting: LiveSession.Setting(
                now: { clock.now() }, uptime: { real.uptime * speed },
                gpu: GPUProbeOptions(GPUSource(interval: .seconds(1)), played: played), isDemo: true, speed: speed))
        writer.start()
        session.start()
        defer {
            session.stop()
            writer.stop()
        }
        let code =
            LiveScreen.isPossible(options)
            ? try LiveScreen.run(session.pipeline, configuration: configuration, options: options, now: { clock.now() })
            : try await Self.printOnce(session)
        await api.stop()
        throw ExitCode(code)
    }

    /// The three scenarios as `infermon init` writes them, reading the demo's own sources.
    private static func configuration(
        _ options: GlobalOptions, folder: ScratchFolder, api: DemoUsageAPI
    ) throws -> Configuration {
        guard let example = ExampleConfiguration.named("scenarios"),
            var configuration = ConfigurationLoader(vocabulary: ConfigurationChoice.vocabulary).load(text: example.text)
                .configuration
        else { throw failure(["infermon demo: the built-in example does not load."], code: 70) }
        configuration.zone = .utc
        configuration.gatewayLogs = [
            GatewayLogSource(path: folder.path + "/gateway.jsonl", format: "litellm", start: .start)
        ]
        configuration.providers = [
            ProviderSource(provider: "openai", credential: .environment("INFERMON_DEMO_KEY"), baseURL: api.baseURL)
        ]
        // Four boards bought together, of which content generation's drafts use a part.
        configuration.hardware = HardwareCost(
            tariffs: [
                HardwareCost.Tariff(
                    weekdays: Set(1...5), fromHour: 7, toHour: 21, perKilowattHour: Money(picodollars: 210_000_000_000)),
                HardwareCost.Tariff(perKilowattHour: Money(picodollars: 140_000_000_000)),
            ], powerUsageEffectiveness: 1.4, hostWatts: 500, purchase: Money(dollars: 60_000),
            resale: Money(dollars: 12_000),
            fixedPerMonth: Money(dollars: 300), models: ["llama-*"])
        configuration.storePath = folder.path + "/state/infermon.sqlite"
        configuration.interval = options.interval?.span ?? Configuration.standardInterval
        configuration.theme = options.theme
        return configuration
    }

    private static func printOnce(_ session: LiveSession) async throws -> Int32 {
        let clock = SystemClock()
        let deadline = clock.monotonic() + .seconds(20)
        while !session.hasLookedAtEverything, clock.monotonic() < deadline {
            try await Task.sleep(for: .milliseconds(20))
        }
        let dashboard = session.pipeline.dashboard()
        OneLook.write(dashboard, format: .text)
        return OneLook.code(for: dashboard)
    }
}

extension SystemRandomNumberGenerator {
    /// One random number.
    fileprivate static var one: UInt64 {
        var generator = SystemRandomNumberGenerator()
        return generator.next()
    }
}
