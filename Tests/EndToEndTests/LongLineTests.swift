import Foundation
import Glibc
import InfermonTestSupport
import Testing

/// A line of 100 MiB costs time, not memory.
@Suite struct LongLineTests {
    private static let mebibyte = 1 << 20

    /// A log whose second line is `size` bytes long, of zeros that take no room on the disk.
    private func log(_ program: Program, size: Int) throws -> String {
        let now = Date().timeIntervalSince1970
        let path = try program.folder.write(logLine(1, at: now), to: "gw.jsonl")
        let start = logLine(1, at: now).utf8.count
        try #require(truncate(path, off_t(start + size)) == 0)
        try program.folder.append("\n" + logLine(2, scenario: "research", at: now + 1), to: "gw.jsonl")
        return path
    }

    /// The most memory that a process has had so far, in bytes; `nil` once it is gone.
    private func peak(_ process: Int32) -> Int? {
        // A process that has ended has no such file.
        guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") })
        else { return nil }
        return line.split(separator: " ").compactMap { Int($0) }.first.map { $0 << 10 }
    }

    private func peakOfReport(size: Int) async throws -> (bytes: Int, output: String) {
        let program = try Program()
        let path = try log(program, size: size)
        let report = try PseudoTerminal(
            Program.path, ["report", path, "--format", "json"], environment: program.environment())
        var most = 0
        try await eventually(within: .seconds(60), "the end of the report") {
            most = max(most, peak(report.process) ?? 0)
            return report.exitCode != nil
        }
        #expect(try await report.waitForExit() == 0)
        return (most, String(decoding: report.raw, as: UTF8.self))
    }

    @Test func `a report skips it, counts it and goes on behind it`() async throws {
        let usual = try await peakOfReport(size: 0)
        #expect(usual.output.contains("\"malformed\":0"))
        let long = try await peakOfReport(size: 100 * Self.mebibyte)
        #expect(
            long.output.contains("\"read\":3,") && long.output.contains("\"malformed\":1"), "\(long.output.suffix(300))"
        )
        #expect(long.output.contains("research"))
        // Lines of up to 16 MiB are read whole.
        #expect(long.bytes - usual.bytes < 64 * Self.mebibyte, "\(usual.bytes) \(long.bytes)")
    }

    private func peakOfTail(size: Int) async throws -> Int {
        let program = try Program()
        let path = try log(program, size: size)
        let config = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(path), start: start}]
              gpus: {nvml: off}
            """, to: "config.yaml")
        let tail = try PseudoTerminal(
            Program.path, ["tail", "--config", config], environment: program.environment())
        try await tail.waitForOutput("research", within: .seconds(60))
        return try #require(peak(tail.process))
    }

    @Test func `the live log skips it and goes on behind it`() async throws {
        let usual = try await peakOfTail(size: 0)
        let long = try await peakOfTail(size: 100 * Self.mebibyte)
        #expect(long - usual < 16 * Self.mebibyte, "\(usual) \(long)")
    }
}
