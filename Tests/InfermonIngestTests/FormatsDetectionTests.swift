import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

@Suite struct FormatsDetectionTests {
    private func lines(_ path: String, count: Int = .max) throws -> String {
        let text = String(decoding: try Fixture.bytes(path), as: UTF8.self)
        return text.split(separator: "\n").prefix(count).map { "\($0)\n" }.joined()
    }

    private func report(_ text: String) async throws -> (result: ReportResult, file: ReportFile) {
        let folder = try ScratchFolder()
        let path = try folder.write(text.utf8, to: "x.log")
        let result = await LogReport().read([path], at: .epoch)
        return (result, try #require(result.files.first))
    }

    @Test func `an empty file has no format and no lines`() async throws {
        let (result, file) = try await report("")
        #expect(file.format.isEmpty)
        #expect(file.lines == LineCounts())
        #expect(file.problem == nil)
        #expect(result.totals == Rollup())
    }

    @Test func `text of no known kind is counted and has no format`() async throws {
        let (result, file) = try await report(String(repeating: "what is this\n", count: 40))
        #expect(file.format.isEmpty)
        #expect(file.lines == LineCounts(read: 40, ignored: 40))
        #expect(result.totals.requests == 0)
    }

    @Test(arguments: [
        "litellm/cases.jsonl", "envoy/access.jsonl", "nginx/access.jsonl", "caddy/access.jsonl", "combined/access.log",
    ])
    func `plain text, colours and tracebacks in between are passed over`(path: String) throws {
        let noise =
            "INFO:     Started server process [1]\n\u{1B}[32m 200 OK\u{1B}[0m\nTraceback (most recent call last):\n"
            + "  File \"/app/x.py\", line 7, in f\n\n"
        let plain = Decoded(try lines(path))
        var mixed = noise
        for line in try lines(path).split(separator: "\n") { mixed += "\(line)\n" + noise }
        let decoded = Decoded(mixed)
        #expect(decoded.format == plain.format)
        #expect(decoded.records == plain.records)
        #expect(decoded.counts.malformed == 0)
    }

    @Test(arguments: [
        ("litellm/cases.jsonl", "envoy/access.jsonl"), ("litellm/cases.jsonl", "otlp/traces.jsonl"),
        ("caddy/access.jsonl", "nginx/access.jsonl"), ("envoy/access.jsonl", "litellm/cases.jsonl"),
        ("combined/access.log", "envoy_text/access.log"), ("nginx/access.jsonl", "combined/access.log"),
    ])
    func `a file whose make changes in the middle is read on after twenty lines`(first: String, second: String) throws {
        let before = String(repeating: try lines(first), count: 5)
        let after = String(repeating: try lines(second), count: 7)
        let decoded = Decoded(before + after)
        #expect(decoded.format == second.prefix { $0 != "/" })
        let expected = Decoded(before).counts.requests + Decoded(after).counts.requests
        #expect(decoded.counts.requests >= expected - 20)
        #expect(decoded.counts.requests <= expected)
    }

    @Test func `payloads in the midst of a process log are found`() throws {
        let process = try lines("litellm_process_log/proxy-stderr.jsonl", count: 30)
        let payloads = try lines("litellm/cases.jsonl")
        #expect(Decoded(process + payloads).counts.requests == 39)
        // Read as they come, the process log alone is seen first.
        let portions = (process + payloads).split(separator: "\n").map { Array("\($0)\n".utf8) }
        let decoded = Decoded(portions)
        #expect(decoded.format == "litellm")
        #expect(decoded.counts.requests >= 19)
    }

    @Test(arguments: ["litellm_process_log", "binary"])
    func `what holds no requests is recognised and refused with advice`(id: String) async throws {
        for path in Fixture.logs(of: id) {
            let result = await LogReport().read([Fixture.url(path).path], at: .epoch)
            #expect(result.files.map(\.format) == [id])
            #expect(result.totals.requests == 0)
            #expect(result.lines.malformed == 0)
        }
        let advice = try #require(LogFormatRegistry.format(id)?.advice)
        #expect(advice.contains(id == "binary" ? "format: json" : "callback"))
    }

    @Test func `metrics alone are recognised as OpenTelemetry's and hold no requests`() throws {
        let decoded = Decoded(try lines("otlp/metrics.jsonl"))
        #expect(decoded.format == "otlp")
        #expect(decoded.counts == LineCounts(read: 4, ignored: 4))
        let logs = Decoded(#"{"resourceLogs":[{"scopeLogs":[{"logRecords":[{"body":{"stringValue":"hi"}}]}]}]}"# + "\n")
        #expect(logs.format == "otlp")
        #expect(logs.counts == LineCounts(read: 1, ignored: 1))
    }

    @Test func `a byte-order mark, CRLF and NULs of a truncation hide nothing`() throws {
        let text = try lines("nginx/access.jsonl")
        let plain = Decoded(text)
        let crlf = "\u{FEFF}" + text.split(separator: "\n").map { "\($0)\r\n" }.joined()
        #expect(Decoded(crlf).records == plain.records)
        #expect(Decoded(String(repeating: "\0", count: 4_096) + text).records == plain.records)
    }

    @Test(arguments: [false, true])
    func `a file with one payload is read, indented or not`(isIndented: Bool) async throws {
        var line = String(try lines("litellm/cases.jsonl", count: 1).dropLast())
        if isIndented {
            line = line.replacing(", \"", with: ",\n    \"").replacing("{\"", with: "{\n    \"").replacing(
                "}", with: "\n}")
            #expect(line.split(separator: "\n").count > 50)
        }
        let (result, file) = try await report(line)
        #expect(file.format == "litellm")
        #expect(file.lines == LineCounts(read: 1, requests: 1))
        #expect(result.totals.gatewayCost.decimal == "0.0000805")
        #expect(result.totals.tokens.output == 50)
    }

    @Test func `indented payloads one after the other, and an array of them, are read`() async throws {
        let payloads = try lines("litellm/cases.jsonl", count: 4).split(separator: "\n").map {
            $0.replacing(", \"", with: ",\n  \"").replacing("{\"", with: "{\n  \"")
        }
        for text in [payloads.joined(separator: "\n") + "\n", "[\n" + payloads.joined(separator: ",\n") + "\n]\n"] {
            let (result, file) = try await report(text)
            #expect(file.format == "litellm")
            #expect(result.totals.requests == 4)
        }
    }

    @Test func `an indented file that is cut short is a broken line, not a crash`() async throws {
        let (result, file) = try await report("{\n  \"startTime\": 1,\n  \"x\": \"y\n\n{\"a\":")
        #expect(result.totals.requests == 0)
        #expect(file.lines.read > 0)
    }

    @Test func `an answer of Cloudflare's is read like the logs in it`() throws {
        let log = try lines("cloudflare/cloudflare-ai-gateway.jsonl", count: 1).dropLast()
        let other = log.replacing("\"id\":\"", with: "\"id\":\"2")
        let bare = Decoded("[\(log),\(other)]\n")
        #expect(bare.records.count == 2)
        for text in [
            #"{"result":[\#(log),\#(other)],"success":true,"errors":[],"messages":[],"result_info":{"count":2}}"#,
            #"{"errors":[],"messages":[],"result": [ \#(log) , \#(other) ],"success":true}"#,
        ] {
            let decoded = Decoded(text + "\n")
            #expect(decoded.format == "cloudflare")
            #expect(decoded.records == bare.records)
            #expect(decoded.counts == bare.counts)
        }
        let empty = Decoded(#"{"result":[],"success":true,"errors":[],"messages":[]}"# + "\n", format: "cloudflare")
        #expect(empty.counts == LineCounts(read: 1, ignored: 1))
    }

    @Test func `a log whose every line is broken JSON is named, and so is what is wrong`() async throws {
        let broken = try lines("nginx/access.jsonl").split(separator: "\n").map {
            $0.dropLast() + #","http_referer":"an "unescaped" quote"}"#
        }
        let (result, file) = try await report(broken.joined(separator: "\n") + "\n")
        #expect(file.format == "nginx")
        #expect(file.lines.malformed == broken.count)
        #expect(result.defects.first?.description.contains("a byte where JSON allows none") == true)
        // Nobody knows its keys.
        let (other, unknown) = try await report(String(repeating: "{\"a\":1,\"b\":\"c\" \"d\"}\n", count: 30))
        #expect(unknown.format.isEmpty)
        #expect(unknown.lines.malformed == 30)
        #expect(other.defects.count == 5)
    }

    @Test func `the first make in the registry that knows a line has it`() {
        let envoy = #"{"start_time":"2026-11-23T03:33:18.896Z","duration":5,"response_flags":"-","response_code":200,"#
        #expect(Decoded(envoy + #""method":"POST"}"# + "\n").format == "envoy")
        #expect(Decoded(envoy + #""ai_log":"-"}"# + "\n").format == "higress")
    }
}
