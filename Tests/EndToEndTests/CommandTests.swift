import Foundation
import InfermonTestSupport
import Testing

@Suite struct CommandTests {
    @Test func `without a configuration it says what to do`() async throws {
        let program = try Program()
        let run = try await program.run()
        #expect(run.exitCode == 64)
        for hint in ["infermon demo", "infermon init", "infermon --log"] { #expect(run.errors.contains(hint)) }
    }

    @Test func `what is no command is said to be a file, or near to one`() async throws {
        let program = try Program()
        let log = try program.folder.write("x\n", to: "access.jsonl")
        for (argument, hints) in [
            (log, ["infermon report \(log)", "infermon --log \(log)"]), ("reprot", ["did you mean \"report\"?"]),
            ("nonsense", ["no command and no file", "whatif"]), ("--ascii report", ["infermon report\" first"]),
        ] {
            let run = try await ProcessRun(
                Program.path, argument.split(separator: " ").map(String.init), environment: program.environment())
            #expect(run.exitCode == 64)
            for hint in hints { #expect(run.errors.contains(hint), "\(run.errors)") }
        }
    }

    @Test func `every problem of a configuration is told at once, and nothing starts`() async throws {
        let program = try Program()
        let path = try program.folder.write(
            """
            scenarios:
              chatbot:
                objektives: {latency_p95: 2s}
                budget: $500/weak
            sources:
              gateway_logs: [{path: /tmp/x.jsonl, fromat: auto}]
            """, to: "config.yaml")
        for command in [["once", "--config", path], ["--config", path], ["tail", "--config", path]] {
            let run = try await ProcessRun(Program.path, command, environment: program.environment())
            #expect(run.exitCode == 64)
            #expect(run.errors.contains("config.yaml:3:5:") && run.errors.contains("objectives"))
            #expect(run.errors.contains("config.yaml:4:13:"))
            #expect(run.errors.contains("config.yaml:6:39:") && run.errors.contains("format"))
            #expect(run.output.isEmpty)
        }
        #expect(!FileManager.default.fileExists(atPath: program.folder.path("state")))
    }

    @Test func `the example that init prints passes check`() async throws {
        let program = try Program()
        let example = try await program.run("init")
        #expect(example.exitCode == 0)
        let path = try program.folder.write(example.output, to: "config.yaml")
        let check = try await program.run("check", "--config", path)
        #expect(check.output.contains("configuration \(path)"))
        #expect(!check.output.contains("error"))
        #expect(check.exitCode == 0, "\(check.output)")
        #expect(check.output.contains("gpus"))
    }

    @Test func `once prints the contract and exits by what fires`() async throws {
        let program = try Program()
        let now = Date().timeIntervalSince1970
        let log = try program.folder.write(
            (0..<50).map { logLine($0, at: now - 50 + Double($0), cost: "12.5") }.joined(), to: "gw.jsonl")
        let path = try program.folder.write(
            """
            scenarios:
              chatbot:
                objectives: {latency_p95: 2s}
                budget: $500/month
            sources:
              gateway_logs: [{path: \(log), start: start}]
              gpus: {nvml: off}
            """, to: "config.yaml")
        let run = try await program.run("once", "--config", path, "--format", "json")
        let document = try #require(try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any])
        #expect(document["schema"] as? String == "infermon.snapshot/1")
        let scenario = try #require((document["scenarios"] as? [[String: Any]])?.first)
        #expect(scenario["id"] as? String == "chatbot")
        let windows = try #require(scenario["windows"] as? [String: [String: Any]])
        #expect(windows["1h"]?["requests"] as? Int == 50)
        #expect((scenario["budget"] as? [String: Any])?["spent"] as? Double == 625)
        #expect(run.exitCode == 2, "the budget is gone: \(run.output)")
        let again = try await program.run("once", "--config", path, "--format", "json")
        #expect(again.output.contains("\"spent\":625,"), "a second start counts nothing twice")
    }

    @Test func `prices says which row applies`() async throws {
        let program = try Program()
        let known = try await program.run("prices", "gpt-4o-mini")
        #expect(known.exitCode == 0 && known.output.contains("0.15"))
        let unknown = try await program.run("prices", "gpt-nine")
        #expect(unknown.exitCode == 3)
    }

    @Test func `the document's claims are recomputed`() async throws {
        let program = try Program()
        let run = try await program.run("whatif", "--claims")
        #expect(run.exitCode == 0)
        #expect(run.output.contains("0.045") && run.output.contains("0.075"))
    }

    @Test func `a demo with a theme that there is not says so`() async throws {
        let program = try Program()
        let run = try await program.run("demo", "--theme", "nosuch")
        #expect(run.exitCode == 64)
        #expect(run.errors.contains("there is no theme called \"nosuch\""), "\(run.errors)")
    }

    @Test(arguments: ["text", "csv"])
    func `a report of more groups than there is room for says so`(format: String) async throws {
        let program = try Program()
        let lines = (0..<10_050).map { number in
            #"{"ts":"2026-11-20T00:00:00Z","model":"m\#(number)","status":200,"latency_ms":5,"input_tokens":1}"# + "\n"
        }
        let log = try program.folder.write(lines.joined(), to: "gw.jsonl")
        let run = try await program.run("report", log, "--format", format)
        #expect(run.exitCode == 0)
        let said = format == "text" ? run.output : run.errors
        #expect(said.contains("50 requests are of groups beyond the first 10,000"), "\(said.suffix(400))")
    }

    @Test func `what-if says how many requests of a log an option's context would hold`() async throws {
        let program = try Program()
        let lines = (0..<4).map { number in
            logLine(number, at: 1_795_404_000 + Double(number))
                .replacingOccurrences(of: "\"input_tokens\":100", with: "\"input_tokens\":\(number * 1_000 + 100)")
        }
        let log = try program.folder.write(lines.joined(), to: "gw.jsonl")
        let config = try program.folder.write(
            """
            scenarios:
              chatbot: {match: {model: "*"}, options: [small]}
            options:
              small: {model: gpt-4o-mini, place: cloud, context: 1500}
            """, to: "config.yaml")
        let run = try await program.run("whatif", "--config", config, log, "--format", "json")
        #expect(run.exitCode == 0)
        #expect(run.output.contains("\"context_fit_ratio\":0.5,"), "\(run.output)")
    }

    @Test func `help and version print and leave`() async throws {
        let program = try Program()
        let help = try await program.run("--help")
        #expect(help.exitCode == 0)
        for command in ["demo", "once", "tail", "report", "check", "init"] { #expect(help.output.contains(command)) }
        #expect(!help.output.contains("gpu-probe"))
        let version = try await program.run("--version")
        #expect(version.exitCode == 0 && !version.output.isEmpty)
    }

    @Test(arguments: ["100ms", "250ms", "2", "1.5s", "1m", "1h", "3600s"])
    func `an interval is a number and its unit`(interval: String) async throws {
        let run = try await Program().run("prices", "gpt-4o", "--interval", interval)
        #expect(run.exitCode == 0, "\(run.errors)")
    }

    @Test(arguments: ["99ms", "2h", "1x", "ms", "-1s", "1e3", "99999999999999999999h"])
    func `an interval that is none, or too short or long, is refused`(interval: String) async throws {
        let run = try await Program().run("prices", "gpt-4o", "--interval=\(interval)")
        #expect(run.exitCode == 64 && run.errors.contains("--interval"), "\(run.exitCode) \(run.errors)")
    }
}
