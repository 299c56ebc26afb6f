import Foundation
import InfermonTestSupport
import Testing

@Suite struct FocusTests {
    private static let header =
        "ProviderName,BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,Tags\n"

    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// A file that nobody is writing any more.
    private func settle(_ path: String) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: -60)], ofItemAtPath: path)
    }

    private static func row(_ dollars: String, daysAgo: Double = 0, provider: String = "Microsoft") -> String {
        let day = Date(timeIntervalSinceNow: -daysAgo * 86_400).formatted(.iso8601.year().month().day())
        return #"\#(provider),\#(dollars),USD,\#(day)T00:00:00Z,\#(day)T00:00:00Z,"{""scenario"":""chatbot""}"\#n"#
    }

    @Test func `a report exported as FOCUS reads back to the same sum`() async throws {
        let program = try Program()
        let export = try await program.run("report", Program.cases, "--format", "focus")
        #expect(export.exitCode == 0, "\(export.errors)")
        let path = try program.folder.write(export.output, to: "own.csv")
        let back = try await program.run("focus", path, "--format", "json")
        #expect(back.exitCode == 0, "\(back.errors)")
        let report = try await program.run("report", Program.cases, "--format", "csv")
        let total = try #require(report.output.split(separator: "\n").last).split(
            separator: ",", omittingEmptySubsequences: false)
        let header = try #require(report.output.split(separator: "\n").first).split(separator: ",")
        let column = try #require(header.firstIndex(of: "cost_gateway_usd"))
        #expect(back.output.contains("\"total_usd\":\(total[column]),"), "\(back.output)")
    }

    @Test func `an export is looked at without a configuration, packed or not`() async throws {
        let program = try Program()
        let text = Self.header + "AWS,\"$10,000.00 \",USD,5/1/25,5/2/25,\nAWS,7,JPY,5/1/25,5/2/25,\n"
        let path = try program.folder.write(text, to: "bill.csv")
        let plain = try await program.run("focus", path)
        #expect(plain.exitCode == 0)
        #expect(plain.output.contains("2025-05  bedrock"))
        #expect(plain.output.contains("7 JPY are left out: infermon counts US dollars only."))
        #expect(try await ProcessRun("/bin/gzip", [path]).exitCode == 0)
        #expect(try await program.run("focus", path + ".gz").output == plain.output)
        let none = try await program.run("focus", program.folder.path("none.csv"))
        #expect(none.exitCode == 3)
        #expect(none.errors.contains("none.csv: cannot be opened"))
    }

    @Test func `an export beside a live screen is a bill, and what it says anew replaces it`() async throws {
        let program = try Program()
        let bill = try program.folder.write(Self.header + Self.row("12.5") + Self.row("-2"), to: "bill.csv")
        try settle(bill)
        let configuration = try program.folder.write(
            """
            scenarios: {chatbot: {budget: $500/month}}
            sources:
              gpus: {nvml: off}
              cloud: [{provider: focus, name: azure, settings: {path: \(bill)}}]
            """, to: "c.yaml")
        func billed() async throws -> (provider: [String: Any], scenario: Double?) {
            let run = try await program.run("once", "--config", configuration, "--format", "json")
            let snapshot = try json(run.output)
            let provider = try #require((snapshot["providers"] as? [[String: Any]])?.first)
            let scenario = (snapshot["scenarios"] as? [[String: Any]])?.first
            return (provider, (scenario?["budget"] as? [String: Any])?["billed"] as? Double)
        }
        let first = try await billed()
        #expect(first.provider["id"] as? String == "azure")
        #expect(first.provider["billed_this_month"] as? Double == 10.5)
        #expect(first.scenario == 10.5)
        _ = try program.folder.write(Self.header + Self.row("20"), to: "bill.csv")
        try settle(bill)
        let second = try await billed()
        #expect(second.provider["billed_this_month"] as? Double == 20)
        #expect(second.scenario == 20)
        _ = try program.folder.write(Self.header + Self.row("30") + "Micro", to: "bill.csv")
        try settle(bill)
        let third = try await billed()
        #expect(third.provider["state"] as? String == "unavailable")
        #expect((third.provider["error"] as? String)?.contains("ends inside line 3") == true)
        #expect(third.scenario == 20, "what was known stays")
    }
}
