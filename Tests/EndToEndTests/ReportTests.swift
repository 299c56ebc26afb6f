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

    @Test(
        arguments: [
            (["--from", "2026-02-30"], 64, "invalid"),
            (["--from", "2026-11-24", "--to", "2026-11-23"], 64, "not before"),
            (["--from", "2026-11-23T04:19:24+01:00", "--to", "2026-11-23T03:19:25Z"], 0, ""),
            (["--from", "2026-11-22T22:19:24-05:00", "--to", "2026-11-23T03:19:25Z"], 0, ""),
            (["--from", "2026-11-23T03:19+15:00"], 64, "invalid"),
        ] as [([String], Int32, String)])
    func `dates are those there are, with any offset`(options: [String], code: Int32, error: String) async throws {
        let program = try Program()
        let run = try await ProcessRun(
            Program.path, ["report", Program.cases, "--format", "csv"] + options, environment: program.environment())
        #expect(run.exitCode == code, "\(run.errors)")
        #expect(run.errors.contains(error) || error.isEmpty)
        if code == 0 { #expect(run.output.contains("total,,2,2,"), "\(run.output)") }
    }

    @Test func `what no request says is null and empty, not 0`() async throws {
        let program = try Program()
        let lines = (0..<3).map {
            #"{"ts":\#(1_795_400_000 + $0),"id":"r\#($0)","model":"nobody-knows","status":200,"latency_ms":5}"# + "\n"
        }
        let log = try program.folder.write(lines.joined(), to: "app.jsonl")
        let json = try await program.run("report", log, "--format", "json", "--by", "model")
        for text in ["\"gateway\":null", "\"computed\":null", "\"input\":null", "\"unpriced_requests\":3"] {
            #expect(json.output.contains(text), "\(json.output)")
        }
        let csv = try await program.run("report", log, "--format", "csv", "--by", "model")
        #expect(csv.output.contains("total,3,3,3,1,0,3,5,5,5,,,,,,,3"), "\(csv.output)")
    }

    @Test func `a configuration's source is found by any path, and an archive is no log`() async throws {
        let program = try Program()
        let lines = (0..<5).map {
            #"{"ts":\#(1_795_400_000 + $0),"id":"r\#($0)","model":"m","status":200,"took":900}"# + "\n"
        }
        let log = try program.folder.write(lines.joined(), to: "app.jsonl")
        let configuration = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(log), format: json, map: {latency: {path: took, unit: ms}}}]
            """, to: "config.yaml")
        let other = program.folder.path(
            "../\(URL(fileURLWithPath: log).deletingLastPathComponent().lastPathComponent)/app.jsonl")
        let run = try await program.run("report", "--config", configuration, other, "--format", "csv")
        #expect(run.output.contains(",900,900,900,"), "\(run.output)")
        let archive = program.folder.path("logs.tar")
        let tar = try await ProcessRun("/bin/tar", ["-cf", archive, "-C", program.folder.path("."), "app.jsonl"])
        #expect(tar.exitCode == 0)
        let refused = try await program.run("report", archive)
        #expect(refused.exitCode == 3 && refused.errors.contains("is a tar file, not a log"))
    }

    @Test func `a log that no format knows, a doubtful unit and repeats are spoken of`() async throws {
        let program = try Program()
        let text = try program.folder.write("GET /health ok\nGET /health ok\n", to: "other.log")
        let unknown = try await program.run("report", text)
        #expect(unknown.exitCode == 3)
        #expect(unknown.errors.contains("no log format knows its lines") && unknown.errors.contains("--log-format"))
        let metrics = try program.folder.write(#"{"resourceMetrics":[]}"# + "\n", to: "metrics.jsonl")
        let ofMetrics = try await program.run("report", metrics)
        #expect(ofMetrics.exitCode == 3 && ofMetrics.errors.contains("requests are in traces"))
        #expect(ofMetrics.output.contains("otlp, 1 line, 0 records, 1 ignored"))
        let one = try program.folder.write(
            #"{"ts":1795400000,"id":"r","model":"m","latency_ms":900,"status":200}"# + "\n", to: "one.jsonl")
        let ofOne = try await program.run("report", one)
        #expect(ofOne.output.contains("1 line, 1 record\n") && ofOne.output.contains("(1 of 1)"))
        #expect(ofOne.output.contains("1 request has no price: it is unpriced, not free"))
        #expect(ofOne.output.contains("1 request does not say its tokens"))
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
