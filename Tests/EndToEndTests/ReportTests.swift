import Foundation
import InfermonTestSupport
import Testing

@Suite struct ReportTests {
    private func json(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    @Test func `a real gateway's log is reported as its oracle says`() async throws {
        let program = try Program()
        let run = try await program.run("report", Program.cases, "--format", "json")
        #expect(run.exitCode == 0, "\(run.errors)")
        let report = try json(run.output)
        let oracle = try json(String(contentsOfFile: Program.oracle, encoding: .utf8))
        #expect(report["schema"] as? String == "infermon.report/1")
        let totals = try #require(report["totals"] as? [String: Any])
        for key in ["requests", "attempts", "cache_hits"] { #expect(totals[key] as? Int == oracle[key] as? Int) }
        #expect((totals["outcomes"] as? [String: Int])?["ok"] == oracle["ok"] as? Int)
        let latency = try #require(totals["latency_ms"] as? [String: Double])
        for (name, value) in try #require(oracle["latency_ms_no_hits"] as? [String: Double]) {
            #expect(abs((latency[name] ?? .nan) - value) < 1e-3)
        }
        let first = try #require(totals["ttft_ms"] as? [String: Double])
        for (name, value) in try #require(oracle["ttft_ms"] as? [String: Double]) {
            #expect(abs((first[name] ?? .nan) - value) < 1e-3)
        }
        let tokens = try #require(totals["tokens"] as? [String: Int])
        #expect(tokens["input"] == oracle["input_tokens"] as? Int)
        #expect(tokens["output"] == oracle["output_tokens"] as? Int)
        let cost = try #require(oracle["gateway_cost_usd"] as? String)
        #expect(run.output.contains("\"gateway\":\(cost),"))
    }

    @Test func `a compressed log is the same log`() async throws {
        let program = try Program()
        let plain = try await program.run("report", Program.cases, "--format", "csv")
        let copy = program.folder.path("cases.jsonl")
        try FileManager.default.copyItem(atPath: Program.cases, toPath: copy)
        let gzip = try await ProcessRun("/bin/gzip", [copy])
        #expect(gzip.exitCode == 0)
        let packed = try await program.run("report", copy + ".gz", "--format", "csv")
        #expect(packed.output == plain.output)
        #expect(plain.output.split(separator: "\n").count > 10)
    }

    @Test func `a log without any configuration maps its well-known names`() async throws {
        let program = try Program()
        let lines = (0..<500).map {
            logLine($0, scenario: $0 % 5 == 0 ? "research" : "chatbot", at: 1_795_400_000 + Double($0))
        }
        let path = try program.folder.write(lines.joined() + "not json\n", to: "access.jsonl")
        let run = try await program.run("report", path, "--format", "json", "--by", "scenario")
        #expect(run.output.contains("\"requests\":400,"))
        #expect(run.output.contains("\"requests\":100,"))
        #expect(run.output.contains("\"gateway\":0.0625,"))
    }

    @Test func `a log that no format knows, a doubtful unit and repeats are spoken of`() async throws {
        let program = try Program()
        let text = try program.folder.write("GET /health ok\nGET /health ok\n", to: "other.log")
        let unknown = try await program.run("report", text)
        #expect(unknown.exitCode == 3)
        #expect(unknown.errors.contains("no log format knows its lines") && unknown.errors.contains("--log-format"))
        let lines = (0..<60).map { #"{"ts":\#(1_795_400_000 + $0),"id":"r\#($0)","model":"m","took":900}"# + "\n" }
        let log = try program.folder.write((lines + lines.suffix(7)).joined(), to: "app.jsonl")
        let configuration = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(log), format: json, map: {latency: {path: took, unit: us}}}]
            """, to: "config.yaml")
        let doubtful = try await program.run("report", "--config", configuration, log)
        #expect(doubtful.exitCode == 0)
        #expect(doubtful.errors.contains("under 5 ms; check the unit of"), "\(doubtful.errors)")
        #expect(doubtful.output.contains("7 lines repeat earlier ones"), "\(doubtful.output)")
    }

    @Test func `malformed lines are named on standard error and counted`() async throws {
        let program = try Program()
        let path = try program.folder.write(
            logLine(1, at: 1_795_400_000) + "{\"ts\":\"2026-11-23T03:00:00Z\",\"model\": \n"
                + logLine(2, at: 1_795_400_002),
            to: "access.jsonl")
        let run = try await program.run("report", path, "--format", "json", "--log-format", "json")
        #expect(run.errors.contains("\(path):2: "))
        #expect(run.output.contains("\"malformed\":1"))
        #expect(run.exitCode == 0)
    }

    @Test func `a file that is not there is a sentence and exit code 3`() async throws {
        let program = try Program()
        let run = try await program.run("report", program.folder.path("missing.jsonl"))
        #expect(run.exitCode == 3)
        #expect(run.errors.contains("missing.jsonl: cannot be opened"))
    }

    @Test(arguments: ["--by scenari", "--format yaml", "--from yesterday", "--log-format nope"])
    func `a wrong argument ends with 64`(arguments: String) async throws {
        let program = try Program()
        let run = try await ProcessRun(
            Program.path, ["report", Program.cases] + arguments.split(separator: " ").map(String.init),
            environment: program.environment())
        #expect(run.exitCode == 64)
        #expect(run.output.isEmpty)
    }
}
