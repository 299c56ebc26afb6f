import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

@Suite struct ReportFilesTests {
    /// Lines with retries across the whole file, repeats, noise and a change of make.
    private static func log(lines: Int, from first: Int = 0) -> String {
        var text = ""
        for index in first..<(first + lines) {
            let end = 1_795_404_000 + Double(index) * 0.01
            let status = index % 7 == 0 ? 503 : 200
            // Every seventh request is a failure that the line 60 later follows, mostly in another block.
            let group = index % 7 == 0 ? "g\(index)" : index >= 60 && (index - 60) % 7 == 0 ? "g\(index - 60)" : ""
            text +=
                #"{"ts":\#(end),"request_id":"r\#(index)","trace_id":"\#(group)","model":"m\#(index % 3)","#
                + #""scenario":"s\#(index % 5)","latency_ms":\#(index % 1_000 + 1).25,"status":\#(status),"#
                + #""input_tokens":\#(index % 500),"output_tokens":\#(index % 90),"cost_usd":0.000\#(index % 9_973)}"#
                + "\n"
            if index % 113 == 0 { text += text.split(separator: "\n").last.map { "\($0)\n" } ?? "" }
            if index % 97 == 0 { text += "noise \(index)\n{broken\n" }
        }
        return text
    }

    private func report(
        _ paths: [String], keys: [ReportKey] = [.scenario, .model],
        _ change: (inout LogReport.Options) -> Void = { _ in }
    ) async -> ReportResult {
        var options = LogReport.Options()
        options.keys = keys
        change(&options)
        return await LogReport(options).read(paths, at: .epoch)
    }

    @Test(arguments: [2, 3, 5])
    func `all cores give the result of one thread, to the last digit`(lanes: Int) async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(Self.log(lines: 6_000).utf8, to: "a.jsonl")
        let keys: [ReportKey] = [.scenario, .model, .outcome, .hour]
        let one = await report([path], keys: keys) { $0.lanes = 1 }
        let many = await report([path], keys: keys) {
            $0.lanes = lanes
            $0.parallelSize = 0
            $0.blockSize = 4_096
        }
        let isSame = many == one
        #expect(isSame)
        #expect(one.totals.attempts > one.totals.requests)
        #expect(one.repeats > 0)
        #expect(one.lines.malformed > 0)
    }

    @Test func `a file that changes its make is read on, on all cores too`() async throws {
        let folder = try ScratchFolder()
        let payloads = String(decoding: try Fixture.bytes("litellm/cases.jsonl"), as: UTF8.self)
        let junk = String(repeating: "{broken\n", count: 25)
        let path = try folder.write((Self.log(lines: 600) + junk + payloads).utf8, to: "a.jsonl")
        let one = await report([path]) {
            $0.lanes = 1
            $0.blockSize = 16_384
        }
        let many = await report([path]) {
            $0.parallelSize = 0
            $0.blockSize = 16_384
        }
        let isSame = many == one
        #expect(isSame)
        #expect(one.files[0].format == "litellm")
    }

    @Test func `runs of broken lines do not keep the rest from all cores, nor change a figure`() async throws {
        let folder = try ScratchFolder()
        let junk = String(repeating: "Traceback (most recent call last):\n", count: 45)
        let text = (0..<8).map { Self.log(lines: 700, from: 700 * $0) + junk }.joined()
        let path = try folder.write(text.utf8, to: "a.jsonl")
        let one = await report([path]) { $0.lanes = 1 }
        let many = await report([path]) {
            $0.parallelSize = 0
            $0.blockSize = 4_096
        }
        let isSame = many == one
        #expect(isSame)
        #expect(one.lines.ignored >= 8 * 45)
    }

    @Test func `a compressed file gives what the plain one does`() async throws {
        let folder = try ScratchFolder()
        let plain = try folder.write(Self.log(lines: 2_000).utf8, to: "a.jsonl")
        let expected = await report([plain])
        for tool in ["gzip", "zstd"] {
            let program = ["/usr/bin/", "/bin/"].map { $0 + tool }.first(where: FileManager.default.isExecutableFile)
            guard let program else { continue }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: program)
            process.arguments = ["-q", "-k", plain]
            try process.run()
            process.waitUntilExit()
            let packed = await report([plain + (tool == "gzip" ? ".gz" : ".zst")])
            #expect(packed.totals == expected.totals)
            #expect(packed.lines == expected.lines)
        }
    }

    @Test func `members of a gzip file are read one after the other, a cut one to its end`() async throws {
        let folder = try ScratchFolder()
        var packed: [UInt8] = []
        for part in 0..<2 {
            let plain = try folder.write(Self.log(lines: 300, from: part * 300).utf8, to: "p\(part)")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
            process.arguments = [plain]
            try process.run()
            process.waitUntilExit()
            packed += Array(try Data(contentsOf: URL(fileURLWithPath: plain + ".gz")))
        }
        let whole = await report([try folder.write(packed, to: "whole.gz")])
        let plain = await report([try folder.write(Self.log(lines: 600).utf8, to: "plain")])
        #expect(whole.totals == plain.totals)
        let cut = await report([try folder.write(packed.dropLast(200), to: "cut.gz")])
        #expect(cut.lines.requests > 300)
        #expect(cut.files[0].problem?.description.contains("ends in the middle of its gzip data") == true)
        // Cut where a row of the log ends, nothing but the archive itself says so.
        let half = Array(packed.prefix(packed.count - 8))
        let endless = await report([try folder.write(half, to: "endless.gz")])
        #expect(endless.totals == plain.totals)
        #expect(endless.files[0].problem != nil)
    }

    @Test func `a large archive that is cut short counts all that came before`() async throws {
        let folder = try ScratchFolder()
        // Over a megabyte packed, so that blocks are parsed on all cores.
        var seed: UInt64 = 1
        let lines = Self.log(lines: 12_000).split(separator: "\n").map { line -> String in
            let noise = (0..<14).map { _ -> String in
                seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                return String(seed, radix: 36)
            }
            return line.dropLast() + ",\"noise\":\"\(noise.joined())\"}\n"
        }.joined()
        let plain = try folder.write(Array(lines.utf8), to: "big")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/gzip")
        process.arguments = ["-k", plain]
        try process.run()
        process.waitUntilExit()
        let packed = Array(try Data(contentsOf: URL(fileURLWithPath: plain + ".gz")))
        try #require(packed.count > 1 << 20)
        // Without the trailer all of the data are there.
        let cut = await report([try folder.write(Array(packed.dropLast(8)), to: "cut.gz")])
        #expect(cut.files[0].problem != nil)
        #expect(cut.lines == (await report([plain])).lines)
        #expect(cut.lines.requests > 6_000)
    }

    @Test func `whole lines between two that are over the limit are read`() async throws {
        let folder = try ScratchFolder()
        let long = [UInt8](repeating: 0x78, count: 20 << 20) + [10]
        let parts = [Self.log(lines: 3), Self.log(lines: 300, from: 3), Self.log(lines: 3, from: 303)].map {
            Array($0.utf8)
        }
        let without = await report([try folder.write(Array(parts.joined()), to: "short.jsonl")])
        let with = await report([try folder.write(Array(parts.joined(separator: long)), to: "long.jsonl")])
        #expect(with.lines.requests == without.lines.requests)
        #expect(with.lines.read == without.lines.read + 2)
        #expect(without.lines.requests > 300)
    }

    @Test func `a file that is not there is named, the others are read`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(Self.log(lines: 10).utf8, to: "a.jsonl")
        let result = await report(["/nowhere/x", path])
        #expect(result.files[0].problem?.description.contains("/nowhere/x") == true)
        #expect(result.files[1].problem == nil)
        #expect(result.totals.requests > 0)
    }

    @Test func `a line over the limit is skipped and counted`() async throws {
        let folder = try ScratchFolder()
        let long = Array(repeating: UInt8(ascii: "x"), count: (16 << 20) + 5_000) + [10]
        let path = try folder.write(
            Array(Self.log(lines: 3).utf8) + long + Array(Self.log(lines: 3, from: 3).utf8), to: "a.jsonl")
        let result = await report([path])
        #expect(result.lines.read == 10)
        #expect(result.lines.malformed == 2)
        #expect(result.lines.requests == 7)
    }

    @Test func `bounds of time leave out what ended outside`() async throws {
        let folder = try ScratchFolder()
        let lines = (0..<10).map { #"{"ts":\#(1_795_404_000 + $0 * 3_600),"model":"m","latency_ms":1}"# }
        let path = try folder.write((lines.joined(separator: "\n")).utf8, to: "a.jsonl")
        let result = await report([path], keys: [.hour]) {
            $0.from = Timestamp(seconds: 1_795_404_000 + 3_600)
            $0.to = Timestamp(seconds: 1_795_404_000 + 4 * 3_600)
        }
        #expect(result.totals.requests == 3)
        #expect(result.groups.compactMap(\.start).map(\.seconds) == [1, 2, 3].map { 1_795_402_800 + $0 * 3_600 })
    }

    @Test func `the first broken lines are named with their numbers`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(
            Array(#"{"ts":1795404000,"model":"m","latency_ms":1}"#.utf8) + Array("\n{x\n".utf8), to: "a.jsonl")
        let result = await report([path])
        #expect(result.defects.map(\.description) == ["\(path):2: a byte where JSON allows none"])
    }

    /// The first bytes of a file of six bytes packed by xz 5.4.1, bzip2 1.0.8, lz4 1.9.4 and zip 3.0.
    private static let packed: [(name: String, bytes: [UInt8])] = [
        ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00, 0x00, 0x04, 0xE6, 0xD6, 0xB4, 0x46, 0x02, 0x00, 0x21, 0x01]),
        ("bzip2", [0x42, 0x5A, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0xC1, 0xC0, 0x80, 0xE2, 0x00, 0x00]),
        ("lz4", [0x04, 0x22, 0x4D, 0x18, 0x64, 0x40, 0xA7, 0x06, 0x00, 0x00, 0x80, 0x68, 0x65, 0x6C, 0x6C, 0x6F]),
        ("zip", [0x50, 0x4B, 0x03, 0x04, 0x0A, 0x00, 0x00, 0x00, 0x00, 0x00, 0x05, 0x9E, 0x7A, 0x5D, 0x20, 0x30]),
    ]

    @Test(arguments: packed.map(\.name))
    func `a file packed otherwise than by gzip or zstd is named for what it is`(_ name: String) async throws {
        let folder = try ScratchFolder()
        let bytes = try #require(Self.packed.first { $0.name == name }).bytes
        let result = await report([try folder.write(bytes, to: "a.log")])
        let problem = try #require(result.files[0].problem).description
        #expect(problem.contains("is a \(name) file, not a log. Unpack it with "))
        #expect(result.totals.requests == 0)
        // The letters alone are text.
        let text = await report([try folder.write("BZh1 PK\n".utf8, to: "b.log")])
        #expect(text.files[0].problem == nil)
    }

    @Test func `an OpenTelemetry log without spans says where requests are`() async throws {
        let folder = try ScratchFolder()
        let path = try folder.write(#"{"resourceMetrics":[{"scopeMetrics":[]}]}"#.utf8 + [10], to: "m.jsonl")
        let file = await report([path]).files[0]
        #expect(file.format == "otlp" && file.lines.ignored == 1 && file.lines.requests == 0)
        let advice = LogFormatRegistry.format(file.format)?.adviceWithoutRequests
        #expect(advice?.contains("requests are in traces") == true)
        #expect(LogFormatRegistry.format("nginx")?.adviceWithoutRequests == nil)
    }
}
