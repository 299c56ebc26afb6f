import Foundation
import InfermonTestSupport
import Testing

/// Prompts, replies, tracebacks and secrets of every format are in nothing that the program writes.
@Suite struct CanaryTests {
    /// Every format's line in a log of its own and what it becomes when it is broken in another, and a configuration with all of them.
    ///
    /// Each log takes one of the watches that the system has few of, and others need some too.
    private func world(_ program: Program) throws -> (config: String, logs: [String]) {
        var logs: [String] = []
        var sources: [String] = []
        for (format, line) in CanaryLines.lines {
            let variants = CanaryLines.variants(of: line).map { $0 + "\n" }
            for (index, text) in [variants[0], variants.dropFirst().joined()].enumerated() {
                let path = try program.folder.write(text, to: "logs/\(format)-\(index).log")
                logs.append(path)
                let name = index == 0 || format == "binary" ? "auto" : format
                sources.append("    - {path: \(path), format: \(name), start: start}")
            }
        }
        let config = try program.folder.write(
            """
            sources:
              gateway_logs:
            \(sources.joined(separator: "\n"))
              gpus: {nvml: off}
            """, to: "config.yaml")
        return (config, logs)
    }

    private func expectNone(in text: String, _ what: String) {
        #expect(!text.contains(CanaryLines.canary), "\(what)")
    }

    /// Every file that the program keeps, byte by byte.
    private func expectNoneKept(by program: Program) throws {
        let state = program.folder.path("state/infermon")
        let names = try FileManager.default.contentsOfDirectory(atPath: state)
        #expect(names.contains("infermon.sqlite"))
        for name in names {
            let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(state)/\(name)"))
            #expect(bytes.range(of: Data(CanaryLines.canary.utf8)) == nil, "\(name)")
        }
    }

    @Test func `reports, checks and one look, with their complaints`() async throws {
        let program = try Program()
        let (config, logs) = try world(program)
        for arguments in [
            ["check", "--config", config], ["once", "--config", config, "--format", "json", "--wait", "30s"],
            ["once", "--config", config], ["report"] + logs,
            ["report", "--format", "json", "--by", "scenario,model,provider,key,team,outcome"] + logs,
            ["report", "--format", "csv", "--by", "key,team"] + logs,
            ["report", "--config", config, "--by", "key,team,model,provider"],
        ] {
            let run = try await ProcessRun(Program.path, arguments, environment: program.environment())
            #expect(!run.output.isEmpty, "\(arguments.prefix(3)) \(run.errors)")
            expectNone(in: run.output + run.errors, arguments.prefix(3).joined(separator: " "))
        }
        try expectNoneKept(by: program)
    }

    @Test(arguments: ["text", "json"])
    func `requests as they happen`(format: String) async throws {
        let program = try Program()
        let (config, _) = try world(program)
        let tail = try PseudoTerminal(
            Program.path, ["tail", "--config", config, "--format", format, "--cost"],
            environment: program.environment(), width: 200, height: 50)
        // One for each format that holds requests; its broken variants may give more.
        let count = CanaryLines.lines.count - 2
        try await eventually(within: .seconds(60), "\(count) requests") {
            tail.raw.count { $0 == 10 } >= count
        }
        tail.signal(SIGTERM)
        try await tail.waitForExit()
        expectNone(in: String(decoding: tail.raw, as: UTF8.self), "tail")
        try expectNoneKept(by: program)
    }

    @Test func `every page of the screen`() async throws {
        let program = try Program()
        let (config, _) = try world(program)
        let screen = try PseudoTerminal(
            Program.path, ["--config", config], environment: program.environment(), width: 200, height: 60)
        try await screen.waitFor("unattributed", within: .seconds(60))
        for (key, text) in [("l", "newest first"), ("q", "latency"), ("o", "DETAIL"), ("q", "latency")] {
            screen.type(key)
            try await screen.waitFor(text)
        }
        for key in ["c", "q", "a", "q"] { screen.type(key) }
        try await screen.waitFor("latency")
        screen.type("q")
        #expect(try await screen.waitForExit() == 0)
        expectNone(in: String(decoding: screen.raw, as: UTF8.self), "screen")
        try expectNoneKept(by: program)
    }
}
