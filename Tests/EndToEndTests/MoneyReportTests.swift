import Foundation
import InfermonTestSupport
import Testing

/// Reports of money through the binary: months side by side, cost exports, bills beside logs.
@Suite struct MoneyReportTests {
    private let october = 1_790_942_400.0  // 2026-10-02T12:00:00Z
    private let november = 1_793_620_800.0  // 2026-11-02T12:00:00Z

    private func json(_ run: ProcessRun) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
    }

    @Test func `a month is compared with the one before it, and the drivers are named`() async throws {
        let program = try Program()
        let lines =
            (0..<10).map { logLine($0, at: october + Double($0), cost: "0.5") }
            + (0..<20).map { logLine(100 + $0, at: november + Double($0), cost: "0.5") }
            + [logLine(200, scenario: "content", at: november, cost: "3")]
        let log = try program.folder.write(lines.joined(), to: "gw.jsonl")
        let run = try await program.run("report", log, "--month", "2026-11", "--format", "json")
        #expect(run.exitCode == 0, "\(run.errors)")
        let comparison = try #require(try json(run)["comparison"] as? [String: Any])
        #expect(comparison["cost_before"] as? Double == 5)
        #expect(comparison["cost_after"] as? Double == 13)
        let drivers = try #require(comparison["drivers"] as? [String: [[String: Any]]])
        let scenarios = try #require(drivers["scenario"])
        #expect(scenarios.map { $0["key"] as? String } == ["chatbot", "content"])
        #expect(scenarios.map { $0["volume"] as? Double } == [5, 3])
        let text = try await program.run("report", log, "--month", "2026-11")
        #expect(text.output.contains("cost $5: +$8 (+160%)"), "\(text.output)")
        #expect(text.output.contains("scenario content  +$3: new"))
        let markdown = try await program.run("report", log, "--month", "2026-11", "--format", "markdown")
        #expect(markdown.output.contains("| scenario | chatbot | $5 | $10 | +$5 | +$5 | +$0 | +$0 |"))
        let none = try await program.run("report", log, "--month", "2026-10")
        #expect(none.output.contains("nothing is known of 2026-09-01T00:00:00Z"))
    }

    @Test func `our ledger as a cost export comes back as a bill beside the log`() async throws {
        let program = try Program()
        let now = Date().timeIntervalSince1970
        let log = try program.folder.write(
            (0..<40).map { logLine($0, at: now - Double($0) / 1_000, cost: "0.25") }.joined(), to: "gw.jsonl")
        let export = try await program.run("report", log, "--format", "focus")
        #expect(export.exitCode == 0 && export.output.hasPrefix("BilledCost,"))
        let path = try program.folder.write(export.output, to: "costs.csv")
        let compressed = try await program.run("report", log, "--format", "focus", "--by", "model")
        #expect(compressed.output == export.output, "an export has groups of its own")
        let config = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(log), start: start}]
              gpus: {nvml: off}
              cloud:
                - {provider: focus, name: ours, settings: {path: \(path)}}
                - {provider: focus, name: absent, settings: {path: /nonexistent/*.csv}}
            """, to: "config.yaml")
        let once = try await program.run("once", "--config", config, "--format", "json")
        let providers = try #require(try json(once)["providers"] as? [[String: Any]])
        let ours = try #require(providers.first { $0["id"] as? String == "ours" })
        #expect(ours["billed_this_month"] as? Double == 10, "\(once.output)")
        let absent = try #require(providers.first { $0["id"] as? String == "absent" })
        #expect((absent["error"] as? String)?.contains("No file matches /nonexistent/*.csv") == true)

        let report = try await program.run("report", "--config", config, "--format", "json")
        let reconciliation = try #require(try json(report)["reconciliation"] as? [String: Any])
        let rows = try #require(reconciliation["rows"] as? [[String: Any]])
        #expect(rows.compactMap { $0["billed"] as? Double }.reduce(0, +) == 10)
        #expect(rows.compactMap { $0["gateway"] as? Double }.reduce(0, +) == 10)
        let text = try await program.run("report", "--config", config)
        #expect(text.output.contains("bills beside logs") && text.output.contains("provisional"))
        let check = try await program.run("check", "--config", config)
        #expect(check.output.contains("provider ours: $10 billed this month"))
        #expect(check.output.contains("provider absent: No file matches"))
    }

    @Test func `own hardware is counted from the first look on`() async throws {
        let program = try Program()
        let log = try program.folder.write(logLine(1, at: Date().timeIntervalSince1970), to: "gw.jsonl")
        let config = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(log), start: start}]
              gpus: {nvml: off}
            hardware: {tariffs: $0.15/kWh, purchase: $7300, months: 10, models: [gpt-4o-mini]}
            """, to: "config.yaml")
        let run = try await program.run("once", "--config", config, "--format", "json")
        let hardware = try #require(try json(run)["own_hardware"] as? [String: Any])
        let month = try #require(hardware["month_hours"] as? Double)
        let written = try #require(hardware["amortisation"] as? Double)
        // $730 a month, an hour of it for each of the month's real hours.
        #expect(written > 0 && abs(written / month - 730 / 744) < 0.15)
        #expect(hardware["estimated"] as? Bool == true && hardware["watched_hours"] as? Double == 0)
        let shares = try #require(hardware["scenarios"] as? [[String: Any]])
        #expect(shares.map { $0["id"] as? String } == ["chatbot"])
    }
}
