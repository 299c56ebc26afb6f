import ArgumentParser
import Glibc
import InfermonAgents
import InfermonConfig
import InfermonCost
import InfermonIngest
import InfermonModel

/// Validates the configuration and asks every source once.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check", abstract: "Check the configuration, then ask every source once.",
        discussion: """
            Every problem is told at once, with its file, line and column. Exits with 64 when the configuration has an error, with 1
            when a source cannot be read, else with 0.
            """)

    @OptionGroup var options: GlobalOptions

    func run() async throws {
        let choice = ConfigurationChoice(options)
        var report = CheckReport(location: choice.location, problems: choice.loaded?.problems ?? [])
        if let configuration = choice.loaded?.configuration {
            report.probes = await SourceProbes(configuration).run()
            report.probes += CostLint(
                prices: PriceBook(configuration).sheet, options: configuration.options, now: SystemClock().now()
            ).findings(configuration.scenarios).filter {
                // The configuration's own problems name it with its line.
                $0.kind != .looseCeiling
            }.map {
                ProbeResult(subject: "money", state: .warning, finding: $0.sentence).besideSources
            }
        }
        print(report.lines.joined(separator: "\n"))
        fflush(nil)
        if choice.loaded == nil { throw ExitCode(64) }
        throw ExitCode(report.exitCode)
    }
}
