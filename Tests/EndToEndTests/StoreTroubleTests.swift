import Foundation
import Glibc
import InfermonTestSupport
import Testing

/// The live screen over a store that cannot be written for a while.
@Suite struct StoreTroubleTests {
    /// What keeps the store from being written, without any right that a test may lack.
    enum Trouble {
        /// The system's limit on the size of files, which is lifted and set again while the program runs.
        case fileSizeLimit
        /// A file system of 2 MiB of its own that something else fills.
        case fullDisk
    }

    /// The live screen, and the trouble around its store.
    private struct Bench {
        let program: Program
        let trouble: Trouble
        let config: String
        let screen: PseudoTerminal
        private let started = Date().timeIntervalSince1970
        private var written = 0

        init(_ trouble: Trouble) throws {
            self.trouble = trouble
            program = try Program()
            let folder = program.folder
            try folder.write("", to: "gw.jsonl")
            try folder.write("", to: "small/.keep")
            config = try folder.write(
                """
                sources:
                  gateway_logs: [{path: \(folder.path("gw.jsonl")), start: start}]
                  gpus: {nvml: off}
                store: {path: \(folder.path("small/infermon.sqlite"))}
                """, to: "config.yaml")
            switch trouble {
            case .fileSizeLimit:
                screen = try PseudoTerminal(
                    Program.path, ["--config", config], environment: program.environment(), width: 120, height: 40)
            case .fullDisk:
                let script = #"mount -t tmpfs -o size=2m none "$1" && shift && exec "$@""#
                screen = try PseudoTerminal(
                    "/usr/bin/unshare",
                    ["-rm", "/bin/sh", "-c", script, "sh", folder.path("small"), Program.path, "--config", config],
                    environment: program.environment(["PATH": "/usr/bin:/bin:/usr/sbin:/sbin"]), width: 120, height: 40)
            }
        }

        /// Appends requests to the log.
        mutating func append(_ count: Int) throws {
            let lines = (written..<(written + count)).map { logLine($0, at: started + Double($0) / 1_000) }
            try program.folder.append(lines.joined(), to: "gw.jsonl")
            written += count
        }

        func begin() async throws {
            switch trouble {
            case .fileSizeLimit: try await limit("4096")
            case .fullDisk:
                // The file system is in a name space of the program's own.
                let filler = open(disk("filler"), O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
                try #require(filler >= 0)
                defer { close(filler) }
                let bytes = [UInt8](repeating: 1, count: 4_096)
                while write(filler, bytes, bytes.count) > 0 {}
            }
        }

        func end() async throws {
            switch trouble {
            case .fileSizeLimit: try await limit("unlimited")
            case .fullDisk: try #require(unlink(disk("filler")) == 0)
            }
        }

        private func limit(_ size: String) async throws {
            let run = try await ProcessRun("/usr/bin/prlimit", ["--pid", "\(screen.process)", "--fsize=\(size):"])
            #expect(run.exitCode == 0, "\(run.errors)")
        }

        private func disk(_ name: String) -> String {
            "/proc/\(screen.process)/root\(program.folder.path("small"))/\(name)"
        }

        /// The requests that the store holds, as another process reads it.
        func stored() async throws -> Int {
            let report = [Program.path, "report", "--config", config, "--format", "json"]
            let inside = ["/usr/bin/nsenter", "-t", "\(screen.process)", "-U", "-m", "--preserve-credentials"]
            let command = trouble == .fullDisk ? inside + report : report
            let run = try await ProcessRun(
                command[0], Array(command.dropFirst()), environment: program.environment())
            // Until the first commit there is no report.
            let json = try? JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
            return (json?["totals"] as? [String: Any])?["requests"] as? Int ?? 0
        }

        func waitForStored(_ count: Int) async throws {
            try await eventually(within: .seconds(30), "\(count) requests in the store:\n\(screen.screen.text)") {
                try await stored() == count
            }
        }
    }

    /// Whether a file system of one's own can be mounted.
    private static func canMount() async throws -> Bool {
        let run = try await ProcessRun(
            "/usr/bin/unshare", ["-rm", "/bin/sh", "-c", "mount -t tmpfs -o size=64k none /mnt"])
        return run.exitCode == 0
    }

    @Test func `what the system refuses to write is shown, waits, and is stored in full later`() async throws {
        try await overcome(.fileSizeLimit)
    }

    @Test(.enabled("a file system can be mounted in a name space of one's own") { try await canMount() })
    func `what has no room on the disk is shown, waits, and is stored in full later`() async throws {
        try await overcome(.fullDisk)
    }

    private func overcome(_ trouble: Trouble) async throws {
        var bench = try Bench(trouble)
        try bench.append(100)
        try await bench.screen.waitFor("chatbot", within: .seconds(30))
        try await bench.waitForStored(100)
        try await bench.begin()
        try bench.append(100)
        try await bench.screen.waitFor("store down", within: .seconds(30))
        // The screen is alive, and says why.
        bench.screen.type("o")
        try await bench.screen.waitFor(trouble == .fullDisk ? "is full" : "cannot be written")
        bench.screen.type("q")
        try await bench.screen.waitFor("throughput")
        #expect(try await bench.stored() == 100)
        try await bench.end()
        try bench.append(1)
        try await bench.waitForStored(201)
        try await eventually(within: .seconds(30), "a store that is well") {
            !bench.screen.screen.text.contains("store down")
        }
        guard trouble == .fileSizeLimit else {
            bench.screen.type("q")
            #expect(try await bench.screen.waitForExit() == 0)
            return
        }
        // Killed while it waits: the position is that of what is stored.
        try await bench.begin()
        try bench.append(50)
        try await bench.screen.waitFor("store down", within: .seconds(30))
        bench.screen.signal(SIGKILL)
        _ = try await bench.screen.waitForExit()
        let once = try await bench.program.run("once", "--config", bench.config, "--format", "json")
        #expect(once.output.contains("\"requests\":251,"), "\(once.output.prefix(400)) \(once.errors)")
    }

    /// A folder that may not be written keeps out the administrator too, once that right is given up.
    @Test(arguments: [false, true])
    func `a folder that may not be written is told with what to do`(hasStore: Bool) async throws {
        let program = try Program()
        let log = try program.folder.write(logLine(1, at: Date().timeIntervalSince1970), to: "gw.jsonl")
        let config = try program.folder.write(
            """
            sources:
              gateway_logs: [{path: \(log), start: start}]
              gpus: {nvml: off}
            store: {path: \(program.folder.path("closed/infermon.sqlite"))}
            """, to: "config.yaml")
        try program.folder.write("", to: "closed/.keep")
        if hasStore { _ = try await program.run("once", "--config", config) }
        chmod(program.folder.path("closed"), 0o500)
        defer { chmod(program.folder.path("closed"), 0o700) }
        let before = try FileManager.default.contentsOfDirectory(atPath: program.folder.path("closed")).sorted()
        let plain = [Program.path, "once", "--config", config]
        let command =
            geteuid() == 0
            ? ["/usr/bin/setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all"] + plain : plain
        let run = try await ProcessRun(command[0], Array(command.dropFirst()), environment: program.environment())
        // A store that is there with all of its files needs no new ones.
        if !hasStore || run.exitCode == 3 {
            #expect(run.exitCode == 3, "\(run.output) \(run.errors)")
            #expect(run.errors.contains("closed/infermon.sqlite cannot be"))
            #expect(run.errors.contains("Make its folder writable or name another with store.path."))
        }
        let after = try FileManager.default.contentsOfDirectory(atPath: program.folder.path("closed")).sorted()
        #expect(after == before)
        chmod(program.folder.path("closed"), 0o700)
        let again = try await program.run("once", "--config", config, "--format", "json")
        #expect(again.output.contains("\"requests\":1,"))
    }
}
