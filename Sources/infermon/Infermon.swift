import ArgumentParser

/// The command line.
@main
struct Infermon: AsyncParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "infermon",
        abstract: "The htop of LLM inference.",
        discussion: """
            Shows latency, throughput, errors, money against the monthly budget, GPUs and alerts, live and per scenario.
            Without a configuration, try "infermon demo", or "infermon report FILE..." on a gateway's request log.
            """,
        version: version,
        subcommands: [
            DashboardCommand.self, DemoCommand.self, OnceCommand.self, TailCommand.self, ReportCommand.self,
            CheckCommand.self,
            InitCommand.self, PricesCommand.self, WhatIfCommand.self, FocusCommand.self, GPUProbeCommand.self,
        ],
        defaultSubcommand: DashboardCommand.self)
}
