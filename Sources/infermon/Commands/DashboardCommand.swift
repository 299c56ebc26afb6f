import ArgumentParser
import Glibc
import InfermonAgents
import InfermonModel

/// The live screen.
struct DashboardCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dashboard", abstract: "Show the live screen (the default).",
        discussion: """
            Without --config, the configuration is $INFERMON_CONFIG, ~/.config/infermon/config.yaml or /etc/infermon/config.yaml.
            Where no screen can be drawn (a pipe, TERM=dumb, --plain) one look is printed, as "infermon once" does.
            """)

    @OptionGroup var options: GlobalOptions

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Watch this request log, without a configuration or instead of its logs.", valueName: "path|glob"))
    var log: [String] = []

    @Argument(help: .hidden)
    var unexpected: [String] = []

    func validate() throws {
        if let first = unexpected.first { throw ValidationError(UnexpectedArgument.advice(first)) }
    }

    @MainActor
    func run() async throws {
        var configuration = try ConfigurationChoice.required(options, logs: log)
        let store = try LogOnlyStore(&configuration, logs: log)
        defer { store.remove() }
        guard LiveScreen.isPossible(options) else {
            throw try await OneLook.print(configuration, format: .text)
        }
        let clock = SystemClock()
        let session = try LiveSession.opened(configuration, setting: .real(configuration, clock: clock))
        complain(session.notices)
        session.start()
        defer { session.stop() }
        let code = try LiveScreen.run(
            session.pipeline, configuration: configuration, options: options, now: { clock.now() })
        throw ExitCode(code)
    }
}

extension LiveSession {
    /// Opens a session, or ends the command with the reason.
    static func opened(_ configuration: Configuration, setting: Setting) throws -> LiveSession {
        do {
            return try LiveSession(configuration, setting: setting)
        } catch {
            throw failure(["infermon: \(error)"], code: 3)
        }
    }
}

extension LiveSession.Setting {
    /// This machine, as it is.
    static func real(_ configuration: Configuration, clock: SystemClock) -> LiveSession.Setting {
        LiveSession.Setting(
            now: { clock.now() }, uptime: { clock.uptime },
            gpu: configuration.gpu.mode == .off ? nil : GPUProbeOptions(configuration.gpu))
    }
}
