import Foundation
import InfermonTestSupport
import Testing

@Suite struct ScreenTests {
    private func demo(_ program: Program, _ arguments: [String] = [], width: Int, height: Int) throws -> PseudoTerminal
    {
        try PseudoTerminal(
            Program.path, ["demo", "--history", "0", "--speed", "60"] + arguments, environment: program.environment(),
            width: width, height: height)
    }

    @Test(arguments: [(120, 40), (80, 24), (40, 12)])
    func `the demo shows three scenarios, and q gives the terminal back`(size: (Int, Int)) async throws {
        let program = try Program()
        let terminal = try demo(program, width: size.0, height: size.1)
        let before = try await terminal.modes()
        for name in ["chatbot", "content", "research"] { try await terminal.waitFor(name, within: .seconds(30)) }
        #expect(terminal.screen.isAlternate)
        terminal.type("q")
        #expect(try await terminal.waitForExit() == 0)
        #expect(!terminal.screen.isAlternate && terminal.screen.isCursorVisible && !terminal.screen.isMouseOn)
        #expect(terminal.screen.violations.isEmpty)
        #expect(try await terminal.modes() == before)
        let left = try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
        #expect(!left.contains { $0.hasPrefix("infermon-demo") })
    }

    @Test func `pages, help and a resize follow the keys`() async throws {
        let program = try Program()
        let terminal = try demo(program, width: 120, height: 40)
        try await terminal.waitFor("chatbot", within: .seconds(30))
        for (key, text) in [
            ("?", "keys"), ("?", "scenarios"), ("c", "budgets"), ("q", "latency"), ("o", "gateway.jsonl"),
        ] {
            terminal.type(key)
            try await terminal.waitFor(text)
        }
        terminal.resize(width: 80, height: 24)
        terminal.type("q")
        try await terminal.waitFor("throughput")
        terminal.signal(SIGTERM)
        #expect(try await terminal.waitForExit() == 128 + SIGTERM)
        #expect(!terminal.screen.isAlternate && terminal.screen.isCursorVisible)
    }

    /// A call of the driver hangs; the screen says so and goes on.
    @Test func `a hanging GPU driver holds up neither keys nor leaving`() async throws {
        let program = try Program()
        try program.folder.write("nvmlDeviceGetUtilizationRates call=2- sleep=60000\n", to: "fake-nvml.script")
        let config = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(program.folder.path("gw.jsonl")), start: start}]
              gpus: {nvml: auto}
            """, to: "config.yaml")
        try program.folder.write(logLine(1, at: Date().timeIntervalSince1970), to: "gw.jsonl")
        let library = program.folder.path("libnvidia-ml.so.1")
        try FileManager.default.copyItem(atPath: ProcessRun.built("libFakeNVML.so"), toPath: library)
        let terminal = try PseudoTerminal(
            Program.path, ["--config", config],
            environment: program.environment(["LD_LIBRARY_PATH": program.folder.path]),
            width: 120, height: 40)
        try await terminal.waitFor("stale", within: .seconds(30))
        terminal.type("?")
        try await terminal.waitFor("keys", within: .seconds(2))
        terminal.type("q")
        try await terminal.waitFor("scenarios", within: .seconds(2))
        terminal.type("q")
        // The driver's call takes a minute: leaving has waited for none.
        #expect(try await terminal.waitForExit(within: .seconds(2)) == 0)
    }

    /// A busy log is stored every few seconds; who leaves in between finds what was on the screen in the store.
    @Test(arguments: [false, true])
    func `what was seen is stored when one leaves`(isSignalled: Bool) async throws {
        let program = try Program()
        let log = try program.folder.write("", to: "gw.jsonl")
        let config = try program.folder.write(
            "sources: {gateway_logs: [{path: \(log), start: start}], gpus: {nvml: off}}\n", to: "config.yaml")
        let terminal = try PseudoTerminal(
            Program.path, ["--config", config], environment: program.environment(), width: 120, height: 40)
        try await write(3, to: log, showing: terminal)
        if isSignalled {
            terminal.signal(SIGTERM)
        } else {
            terminal.type("qq")
        }
        _ = try await terminal.waitForExit()
        let report = try await program.run("report", "--config", config, "--format", "csv", "--by", "scenario")
        #expect(report.output.contains("chatbot,3,"))
    }

    /// Nobody would read what is stored of a look at a log that the command line names.
    @Test func `a log named on the command line leaves nothing in any store`() async throws {
        let program = try Program()
        let log = try program.folder.write("", to: "gw.jsonl")
        let terminal = try PseudoTerminal(
            Program.path, ["--log", log], environment: program.environment(), width: 120, height: 40)
        try await write(2, to: log, showing: terminal)
        let scratch = try #require(try Self.scratchFolder(of: program))
        let config = try program.folder.write(
            "store: {path: \(program.folder.path(scratch))/infermon.sqlite}\n", to: "config.yaml")
        let report = try await program.run("report", "--config", config, "--format", "csv", "--by", "scenario")
        // The head of the table and no scenario: the store was found and holds nothing.
        #expect(report.exitCode == 3 && report.errors.isEmpty, "\(report.errors)")
        #expect(report.output.hasPrefix("scenario,") && !report.output.contains("chatbot"))
        terminal.type("qq")
        #expect(try await terminal.waitForExit() == 0)
        #expect(try Self.scratchFolder(of: program) == nil)
        #expect(!FileManager.default.fileExists(atPath: program.folder.path("state")))
    }

    @Test func `a key that asks for shorter intervals does not wait for the long one`() async throws {
        let program = try Program()
        let log = try program.folder.write("", to: "gw.jsonl")
        let terminal = try PseudoTerminal(
            Program.path, ["--log", log, "--interval", "1h"], environment: program.environment(), width: 120, height: 40
        )
        try await terminal.waitFor("throughput", within: .seconds(30))
        terminal.type("o")
        try program.folder.write(logLine(1, at: Date().timeIntervalSince1970), to: "gw.jsonl")
        // Again and again, since the first may come before the line was read.
        try await eventually("the request on the screen") {
            terminal.type("-")
            return terminal.screen.text.contains(" 1 request")
        }
        terminal.type("qq")
        #expect(try await terminal.waitForExit() == 0)
    }

    /// Writes requests to a log, each once the one before is on the page of sources.
    private func write(_ requests: Int, to log: String, showing terminal: PseudoTerminal) async throws {
        try await terminal.waitFor("throughput", within: .seconds(30))
        terminal.type("o")
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: log))
        for number in 1...requests {
            try file.write(contentsOf: Data(logLine(number, at: Date().timeIntervalSince1970).utf8))
            try await terminal.waitFor(" \(number) request", within: .seconds(30))
        }
    }

    private static func scratchFolder(of program: Program) throws -> String? {
        try FileManager.default.contentsOfDirectory(atPath: program.folder.path)
            .first { $0.hasPrefix("infermon-log-") }
    }
}
