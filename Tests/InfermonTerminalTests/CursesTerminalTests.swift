import Foundation
import InfermonTestSupport
import Testing

/// The real thing on a pseudo-terminal: what the terminal is left as, whatever ends the program.
@Suite struct CursesTerminalTests {
    private func probe(
        _ arguments: [String] = [], environment: [String: String] = [:], width: Int = 80, height: Int = 24
    ) throws -> PseudoTerminal {
        // Swift's own report of a crash takes seconds to write.
        let quiet = ["SWIFT_BACKTRACE": "enable=no"].merging(environment) { _, own in own }
        return try PseudoTerminal(
            ProcessRun.built("TerminalProbe"), arguments, environment: quiet, width: width, height: height)
    }

    private func expectRestored(_ terminal: PseudoTerminal, _ before: String) async throws {
        try await eventually("the main screen") { !terminal.screen.isAlternate }
        let screen = terminal.screen
        #expect(screen.isCursorVisible)
        #expect(!screen.isMouseOn)
        #expect(!screen.isKeypadOn)
        #expect(!screen.modes.contains(2004))
        #expect(screen.violations == [])
        #expect(try await terminal.modes() == before)
    }

    /// Starts the program, waits for its screen, does something, and compares the terminal with one that nothing used.
    private func leave(
        _ arguments: [String] = [], environment: [String: String] = [:],
        by action: (PseudoTerminal) async throws -> Void
    ) async throws -> (exitCode: Int32, terminal: PseudoTerminal) {
        let untouched = try PseudoTerminal("/bin/true", width: 100)
        try await untouched.waitForExit()
        let before = try await untouched.modes()
        let terminal = try probe(arguments, environment: environment, width: 100)
        try await terminal.waitFor("infermon")
        try await eventually("the alternate screen") {
            terminal.screen.isAlternate && terminal.screen.modes.contains(2004)
        }
        #expect(!terminal.screen.isCursorVisible)
        try await action(terminal)
        let code = try await terminal.waitForExit()
        try await expectRestored(terminal, before)
        return (code, terminal)
    }

    @Test(arguments: ["q", "\u{3}"])
    func `a key that leaves puts the terminal back`(key: String) async throws {
        let (code, terminal) = try await leave { $0.type(key) }
        #expect(code == 0)
        try await terminal.waitFor("left: quit")
    }

    @Test(arguments: [SIGTERM, SIGINT, SIGHUP, SIGQUIT])
    func `a signal that asks to leave puts the terminal back`(signal: Int32) async throws {
        let (code, terminal) = try await leave { $0.signal(signal) }
        #expect(code == 0)
        try await terminal.waitFor("left: signal(\(signal))")
    }

    @Test(arguments: [SIGSEGV, SIGABRT, SIGILL, SIGTRAP, SIGBUS, SIGFPE])
    func `a signal that kills puts the terminal back and still kills`(signal: Int32) async throws {
        let (code, _) = try await leave { $0.signal(signal) }
        #expect(code == 256 + signal)
    }

    @Test(arguments: ["trap", "trap-thread"])
    func `a trap of Swift puts the terminal back and its message is readable`(kind: String) async throws {
        let (code, terminal) = try await leave([kind]) { $0.type("+") }
        #expect(code == 256 + SIGILL || code == 256 + SIGTRAP)
        try await terminal.waitForOutput("Fatal error: Index out of range")
    }

    @Test func `exit() puts the terminal back`() async throws {
        let (code, _) = try await leave(["exit"]) { $0.type("+") }
        #expect(code == 7)
    }

    @Test func `what standard error said is printed when the screen is gone`() async throws {
        let (code, terminal) = try await leave(["say"]) { terminal in
            terminal.type("+")
            try await terminal.waitFor("500ms")
            #expect(!terminal.screen.text.contains("said while"))
            terminal.type("q")
        }
        #expect(code == 0)
        try await terminal.waitFor("said while the screen was up")
    }

    @Test func `a second request to leave ends a program that hangs`() async throws {
        let (code, _) = try await leave(["hang"]) { terminal in
            terminal.type("+")
            try await terminal.waitForOutput("hanging")
            // The first is noted and never taken; the second finds it so. Signals that come together are one, hence again.
            try await eventually("the end") {
                terminal.signal(SIGTERM)
                return terminal.exitCode != nil
            }
        }
        #expect(code == 256 + SIGTERM)
    }

    @Test func `a resize is followed at once, up and down`() async throws {
        let terminal = try probe()
        try await terminal.waitFor("infermon")
        for (width, height) in [(120, 40), (40, 12), (20, 5), (132, 50)] {
            let before = terminal.screen.byteCount
            terminal.resize(width: width, height: height)
            try await eventually("a drawing at \(width)x\(height)") { terminal.screen.byteCount > before }
        }
        try await terminal.waitFor("scenarios")
        terminal.type("q")
        #expect(try await terminal.waitForExit() == 0)
        #expect(terminal.screen.violations == [])
    }

    @Test func `a terminal without a size takes it from the environment, then 80 by 24`() async throws {
        let told = try probe(environment: ["COLUMNS": "60", "LINES": "14"], width: 0, height: 0)
        try await told.waitFor("infermon")
        let standard = try probe(width: 0, height: 0)
        try await standard.waitFor("infermon")
        try await eventually("24 rows") { standard.screen.text.split(separator: "\n").count > 20 }
        #expect(told.screen.text.split(separator: "\n").count <= 14)
    }

    @Test func `nothing is written while nothing changes`() async throws {
        let terminal = try probe()
        try await terminal.waitFor("infermon")
        try await eventually("the screen at rest") {
            let count = terminal.screen.byteCount
            try await ContinuousClock().sleep(for: .milliseconds(300))
            return terminal.screen.byteCount == count
        }
        let count = terminal.screen.byteCount
        try await ContinuousClock().sleep(for: .milliseconds(1200))
        #expect(terminal.screen.byteCount == count)
    }

    @Test(arguments: [
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], "direct", "38;2;"),
        (["TERM": "xterm-256color"], "indexed", "38;5;"),
        (["TERM": "tmux-256color", "COLORTERM": "truecolor"], "direct", "38;2;"),
        (["TERM": "linux"], "eight", "3"),
    ])
    func `colours reach the terminal in its own form`(
        variables: [String: String], depth: String, prefix: String
    ) async throws {
        let terminal = try probe(environment: variables)
        try await terminal.waitFor(depth)
        let styles = Set(terminal.screen.cells.joined().flatMap(\.style))
        #expect(styles.contains { $0.hasPrefix(prefix) })
        if prefix != "38;2;" { #expect(!styles.contains { $0.hasPrefix("38;2;") }) }
        if prefix == "3" { #expect(!styles.contains { $0.hasPrefix("38;") }) }
    }

    @Test(arguments: [(["NO_COLOR": "1"], [String]()), ([:], ["--no-color"])])
    func `without colours only attributes are written`(variables: [String: String], arguments: [String]) async throws {
        let terminal = try probe(
            arguments, environment: variables.merging(["COLORTERM": "truecolor"]) { own, _ in own })
        try await terminal.waitFor("infermon")
        try await terminal.waitFor("scenarios")
        let styles = Set(terminal.screen.cells.joined().flatMap(\.style))
        #expect(styles.isSubset(of: ["1", "2", "4", "7"]))
    }

    @Test(arguments: [["LC_ALL": "C"], ["TERM": "linux"]])
    func `outside UTF-8 and on the console only ASCII is written`(variables: [String: String]) async throws {
        let terminal = try probe(environment: variables)
        try await terminal.waitFor("scenarios")
        #expect(terminal.raw.allSatisfy { $0 < 0x80 })
    }

    @Test func `a terminal that cannot be drawn on is refused with a sentence`() async throws {
        let terminal = try probe(environment: ["TERM": "dumb"])
        #expect(try await terminal.waitForExit() == 3)
        try await terminal.waitFor("refused: The terminal 'dumb' cannot place its cursor.")
        #expect(!terminal.raw.contains(0x1B))
    }

    @Test func `a paste with control characters leaves nothing and quits nothing`() async throws {
        let terminal = try probe()
        try await terminal.waitFor("infermon")
        try await eventually("paste marks") { terminal.screen.modes.contains(2004) }
        terminal.type("\u{1B}[200~" + String(repeating: "q\u{3}\u{1B}[A\u{4}\n", count: 1000) + "\u{1B}[201~")
        terminal.type("?")
        try await terminal.waitFor("Shift-Tab")
        #expect(terminal.exitCode == nil)
        terminal.type("\u{3}")
        #expect(try await terminal.waitForExit() == 0)
    }

    @Test(arguments: [
        "\u{1B}[24;80R", "\u{1B}[?62;22c", "\u{1B}]11;rgb:ffff/ffff/ffff\u{1B}\\", "\u{1B}P>|tmux 3.3a\u{1B}\\",
    ])
    func `answers of the terminal are not run as keys`(answer: String) async throws {
        let terminal = try probe()
        try await terminal.waitFor("infermon")
        terminal.type(answer)
        terminal.type("?")
        try await terminal.waitFor("Shift-Tab")
        #expect(terminal.exitCode == nil)
    }

    @Test func `a page takes few writes, not one for each move of the cursor`() async throws {
        let terminal = try probe()
        try await terminal.waitFor("scenarios")
        let before = try writes(of: terminal.process)
        terminal.type("?")
        try await terminal.waitFor("Shift-Tab")
        terminal.type("?")
        try await eventually("the help to go") { !terminal.screen.text.contains("Shift-Tab") }
        let after = try writes(of: terminal.process)
        #expect(after.bytes - before.bytes > 1_000)
        #expect(after.calls - before.calls < 20)
    }

    /// What a process has written so far, as the kernel counts.
    private func writes(of process: Int32) throws -> (calls: Int, bytes: Int) {
        let text = try String(contentsOfFile: "/proc/\(process)/io", encoding: .utf8)
        func count(_ name: String) throws -> Int {
            let line = try #require(text.split(separator: "\n").first { $0.hasPrefix(name + ": ") })
            return try #require(Int(line.dropFirst(name.count + 2)))
        }
        return (try count("syscw"), try count("wchar"))
    }

    @Test func `keys of the terminal arrive in both cursor modes`() async throws {
        let terminal = try probe()
        try await terminal.waitFor("infermon")
        terminal.type("\u{1B}OP")
        try await terminal.waitFor("Shift-Tab")
        terminal.type("\u{1B}[11~")
        try await eventually("the help to go") { !terminal.screen.text.contains("Shift-Tab") }
    }

    @Test func `a flood of dashboards is drawn and ends`() async throws {
        let (code, terminal) = try await leave(["flood"]) { $0.type("+") }
        #expect(code == 0)
        try await terminal.waitFor("left: stopped")
    }

    @Test func `one request to leave ends a program that hangs, a second later`() async throws {
        let (code, _) = try await leave(["hang"]) { terminal in
            terminal.type("+")
            try await terminal.waitForOutput("hanging")
            terminal.signal(SIGTERM)
        }
        #expect(code == 256 + SIGTERM)
    }

    @Test func `Ctrl-Z gives the shell back, fg the screen`() async throws {
        let shell = try PseudoTerminal("/bin/bash", ["--norc", "-i"], environment: ["PS1": "prompt$ "])
        try await shell.waitFor("prompt$")
        shell.type(ProcessRun.built("TerminalProbe") + "\n")
        try await eventually("the screen") { shell.screen.isAlternate && shell.screen.text.contains("scenarios") }
        for _ in 0..<2 {
            shell.type("\u{1A}")
            try await eventually("the shell") { !shell.screen.isAlternate && shell.screen.text.contains("Stopped") }
            #expect(shell.screen.isCursorVisible)
            shell.resize(width: 100, height: 30)
            shell.type("fg\n")
            try await eventually("the screen again") {
                shell.screen.isAlternate && shell.screen.text.contains("scenarios")
            }
            try await eventually("no cursor") { !shell.screen.isCursorVisible && shell.screen.modes.contains(2004) }
        }
        shell.type("q")
        try await shell.waitFor("left: quit")
    }

    @Test(arguments: ["q", "SEGV"])
    func `tmux agrees on what is left of the screen`(way: String) async throws {
        guard TmuxSession.isInstalled else {
            Issue.record("tmux is not installed, and this test needs it")
            return
        }
        let session = try await TmuxSession("SWIFT_BACKTRACE=enable=no \(ProcessRun.built("TerminalProbe")); sleep 600")
        try await session.waitFor("scenarios")
        #expect(try await session.value("#{alternate_on} #{cursor_flag}") == "1 0")
        if way == "q" {
            try await session.type("q")
        } else {
            let shell = try await session.value("#{pane_pid}")
            _ = try await ProcessRun("/usr/bin/pkill", ["-" + way, "-P", shell])
        }
        try await eventually("the main screen with its cursor") {
            try await session.value("#{alternate_on} #{cursor_flag} #{mouse_any_flag}") == "0 1 0"
        }
        try await session.end()
    }
}
