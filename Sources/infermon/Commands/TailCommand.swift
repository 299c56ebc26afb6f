import ArgumentParser
import Glibc
import InfermonModel
import InfermonView

/// One line per request as it happens.
struct TailCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tail", abstract: "Print one line per request as it happens.",
        discussion:
            "Lines are only ever appended; the output can go through a pipe. Prompts and answers are never printed.")

    @OptionGroup var options: GlobalOptions

    @Option(
        name: .long, parsing: .singleValue,
        help: ArgumentHelp(
            "Read this request log, without a configuration or instead of its logs.", valueName: "path|glob"))
    var log: [String] = []

    @Option(name: .long, parsing: .singleValue, help: ArgumentHelp("Only requests of this scenario.", valueName: "id"))
    var scenario: [String] = []

    @Flag(help: "Add each request's money, the month so far and its share of the budget.")
    var cost = false

    @Option(help: "How to print it.")
    var format = TextOrJSON.text

    func run() async throws {
        signal(SIGPIPE, SIG_IGN)
        var configuration = try ConfigurationChoice.required(options, logs: log)
        let store = try LogOnlyStore(&configuration, logs: log)
        defer { store.remove() }
        try checkScenarios(configuration)
        let clock = SystemClock()
        let session = try LiveSession.opened(configuration, setting: .real(configuration, clock: clock))
        complain(session.notices)
        let printer = TailPrinter(
            scenarios: Set(scenario), showsCost: cost, format: format, zone: configuration.zone)
        session.pipeline.onEvents { printer.print($0, $1) }
        session.start()
        defer { session.stop() }
        session.pipeline.run { _ in }
        var told: Set<String> = []
        while !printer.isClosed {
            try await Task.sleep(for: .milliseconds(200))
            let logs = session.pipeline.dashboard().snapshot.sources.filter { $0.kind == .gatewayLog }
            let problems = logs.compactMap(\.problem)
            complain(problems.filter { told.insert($0).inserted }.map { "infermon tail: \($0)" })
        }
    }

    private func checkScenarios(_ configuration: Configuration) throws {
        let known = configuration.scenarios.map(\.id.rawValue)
        guard !known.isEmpty else { return }
        let special = [ScenarioID.unattributed.rawValue, ScenarioID.unauthenticated.rawValue]
        for name in scenario where !known.contains(name) && !special.contains(name) {
            throw failure([
                "infermon tail: there is no scenario called \(String(reflecting: name)); there are "
                    + (known + special).joined(separator: ", ") + "."
            ])
        }
    }
}
