import InfermonTestSupport
import Foundation
import Glibc
import InfermonModel
import InfermonStore
import Testing

/// A reader killed at random moments while its log grows and rotates: the totals equal the log's.
@Suite struct StoreKillTests {
    static let kills = ProcessInfo.processInfo.environment["INFERMON_KILL_RUNS"].flatMap { Int($0) } ?? 30

    private static var probe: URL {
        // The test bundle lies beside the package's executables.
        let executable = URL(
            fileURLWithPath: CommandLine.arguments.first { $0.hasSuffix(".xctest") } ?? CommandLine.arguments[0])
        return executable.deletingLastPathComponent().appendingPathComponent("infermon-tail-probe")
    }

    private func start(_ folder: StoreFolder) throws -> Process {
        let process = Process()
        process.executableURL = Self.probe
        process.arguments = [folder.path + "/app.log", folder.store, folder.path + "/stop"]
        try process.run()
        return process
    }

    @Test(arguments: [false, true])
    func `totals are exact after kill -9 while the log grows and rotates`(copies: Bool) throws {
        let folder = StoreFolder()
        try FileManager.default.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        var writer = RotatingWriter(folder.path, copies: copies)
        var random = SplitMix(state: copies ? 7 : 8)
        for _ in 0..<(Self.kills / 2) {
            let process = try start(folder)
            let end = Date() + Double.random(in: 0.01...0.15, using: &random)
            while Date() < end {
                writer.write(lines: 40)
                pace(milliseconds: 2)
            }
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
            if Bool.random(using: &random) { writer.write(lines: 500) }
        }
        try Data().write(to: URL(fileURLWithPath: folder.path + "/stop"))
        let last = try start(folder)
        last.waitUntilExit()
        #expect(last.terminationStatus == 0)
        let store = try Store(path: folder.store, now: Timestamp(seconds: 1))
        #expect(try store.isIntact())
        var total = Rollup()
        try store.forEachRow(.hour, from: .epoch, to: Timestamp(seconds: 2_000_000_000)) { total.merge($0.rollup) }
        #expect(total.requests == writer.lines)
        #expect(total.tokens.output == writer.outputTokens)
        #expect(total.gatewayCost == writer.cost)
    }
}

/// Writes request lines, and rotates every 1,000 of them by renaming or by copying and cutting.
private struct RotatingWriter {
    private let path: String
    private let copies: Bool
    private var inFile = 0
    private(set) var lines: Int64 = 0
    private(set) var outputTokens: Int64 = 0
    private(set) var cost = Money.zero

    init(_ folder: String, copies: Bool) {
        path = folder + "/app.log"
        self.copies = copies
        write("")
    }

    mutating func write(lines count: Int) {
        var text = ""
        for _ in 0..<count {
            let tokens = lines % 977
            let second = 1_700_000_000 + lines / 50
            text += #"{"ts":\#(second).5,"model":"m-\#(lines % 5)","status":200,"latency_ms":\#(lines % 3_000).25,"#
            text += #""input_tokens":10,"output_tokens":\#(tokens),"cost_usd":0.00\#(100 + lines % 900)}"# + "\n"
            outputTokens += tokens
            cost += Money(picodollars: Int128(100 + lines % 900) * 10_000_000)
            lines += 1
        }
        write(text)
        inFile += count
        if inFile >= 1_000 { rotate() }
    }

    private func write(_ text: String) {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        precondition(descriptor >= 0)
        defer { close(descriptor) }
        precondition(Glibc.write(descriptor, text, text.utf8.count) == text.utf8.count)
    }

    private mutating func rotate() {
        inFile = 0
        for index in stride(from: 200, to: 0, by: -1) { rename("\(path).\(index)", "\(path).\(index + 1)") }
        if copies {
            let content = FileManager.default.contents(atPath: path)
            let isCopied = FileManager.default.createFile(atPath: path + ".1", contents: content)
            precondition(isCopied)
            truncate(path, 0)
        } else {
            rename(path, path + ".1")
            write("")
        }
    }
}
