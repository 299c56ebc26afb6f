import Foundation
import InfermonTestSupport
import Testing

/// A system whose watches are used up.
@Suite struct WatchlessTests {
    /// Runs a program as the administrator of a name space of its own, in which there are no watches to be had.
    private static func arguments(_ program: [String]) -> [String] {
        ["-r", "/bin/sh", "-c", #"echo 0 > /proc/sys/user/max_inotify_watches && exec "$@""#, "sh"] + program
    }

    private static func canRun() async throws -> Bool {
        try await ProcessRun("/usr/bin/unshare", arguments(["/bin/true"])).exitCode == 0
    }

    @Test(.enabled("a limit can be set in a name space of one's own") { try await canRun() })
    func `a log is followed through its rotation without any watch`() async throws {
        let program = try Program()
        let now = Date().timeIntervalSince1970
        let log = try program.folder.write("", to: "gw.jsonl")
        let config = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(log), start: start}]
              gpus: {nvml: off}
            """, to: "config.yaml")
        let tail = try PseudoTerminal(
            "/usr/bin/unshare", Self.arguments([Program.path, "tail", "--config", config]),
            environment: program.environment())
        try program.folder.append(logLine(1, scenario: "first", at: now), to: "gw.jsonl")
        try await tail.waitForOutput("first", within: .seconds(20))
        try program.folder.append(logLine(2, scenario: "second", at: now + 1), to: "gw.jsonl")
        try FileManager.default.moveItem(atPath: log, toPath: log + ".1")
        try program.folder.write(logLine(3, scenario: "third", at: now + 2), to: "gw.jsonl")
        for scenario in ["second", "third"] { try await tail.waitForOutput(scenario, within: .seconds(20)) }
        let folder = "/proc/\(tail.process)/fdinfo"
        for name in try FileManager.default.contentsOfDirectory(atPath: folder) {
            // A descriptor may be closed meanwhile.
            let info = try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
            #expect(info?.contains("inotify wd:") != true)
        }
    }
}
