import Foundation
import InfermonTestSupport
import Testing

@Suite struct KillTests {
    /// The whole program, killed at any moment while its log grows and rotates, ends with the log's own totals.
    @Test func `thirty kills lose and double nothing`() async throws {
        let program = try Program()
        let log = program.folder.path("gw.jsonl")
        let config = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(log), start: start}]
              gpus: {nvml: off}
            """, to: "config.yaml")
        try program.folder.write("", to: "gw.jsonl")
        let now = Date().timeIntervalSince1970
        var written = 0
        for round in 0..<30 {
            let tail = try PseudoTerminal(
                Program.path, ["tail", "--config", config], environment: program.environment())
            for part in 0..<4 {
                let lines = (0..<50).map { logLine(written + $0, at: now + Double(written + $0) / 1_000) }
                try program.folder.append(lines.joined(), to: "gw.jsonl")
                written += 50
                if part == round % 4, round % 3 == 0 {
                    try FileManager.default.moveItem(atPath: log, toPath: program.folder.path("gw.jsonl.\(round)"))
                    try program.folder.write("", to: "gw.jsonl")
                }
            }
            if round.isMultiple(of: 2) {
                try await tail.waitForOutput("chatbot", within: .seconds(20))
            }
            tail.signal(SIGKILL)
            _ = try await tail.waitForExit(within: .seconds(10))
        }
        let once = try await program.run("once", "--config", config, "--format", "json")
        #expect(once.output.contains("\"requests\":\(written),"), "\(written) lines: \(once.output.prefix(400))")
        let cents = Decimal(written) * Decimal(125) / 1_000_000
        #expect(once.output.contains("\"gateway\":\(cents),"))
    }
}
