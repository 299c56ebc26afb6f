import CPosix
import Foundation

/// A program on a terminal of its own, whose screen a test can read.
///
/// The reader is a thread that feeds ``TerminalScreen``, so that the program never waits for the test.
public final class PseudoTerminal: Sendable {
    private struct Contents {
        var screen: TerminalScreen
        var raw: [UInt8] = []
        var exitCode: Int32?
        /// Zero bytes that the test wrote behind the program's last, and how many of them have arrived.
        var marks = (written: 0, read: 0)
    }

    private let master: Int32
    /// Kept open: the system resets a terminal's modes when its last user closes it, and tests look at them afterwards.
    private let slave: Int32
    private let slavePath: String
    /// The program's process number.
    public let process: Int32
    private let contents: Locked<Contents>

    /// Starts a program on a new terminal.
    ///
    /// - Parameters:
    ///   - program: The path of the program.
    ///   - arguments: Its arguments.
    ///   - environment: Its environment, beside `TERM`, `LANG` and `PATH`, which it can replace.
    ///   - width: Columns; 0 for a terminal that does not know its size.
    ///   - height: Rows; likewise.
    /// - Throws: What the system says.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String] = [:], width: Int = 80,
        height: Int = 24
    ) throws {
        var master: Int32 = -1
        var name = [CChar](repeating: 0, count: 128)
        try Self.check(im_open_pseudo_terminal(&master, &name, name.count, Int32(width), Int32(height)))
        let path = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)

        let world = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TZ": "UTC"]
            .merging(environment) { _, own in own }
        let argv = ([program] + arguments).map { strdup($0) } + [nil]
        let envp = world.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var process: Int32 = 0
        let failure = im_spawn_on_terminal(&process, program, argv, envp, path)
        let slave = failure == 0 ? open(path, O_RDWR | O_NOCTTY | O_CLOEXEC) : -1
        if slave < 0 { close(master) }
        try Self.check(slave < 0 && failure == 0 ? errno : failure)

        self.master = master
        self.process = process
        self.slave = slave
        slavePath = path
        contents = Locked(
            Contents(screen: TerminalScreen(width: width == 0 ? 80 : width, height: height == 0 ? 24 : height)))
        read()
    }

    deinit {
        if exitCode == nil {
            kill(process, SIGKILL)
            _ = im_wait_exit(process, true)
        }
        // Without a user of the other side the reader's read() ends.
        close(slave)
        close(master)
    }

    /// The screen as it is now.
    public var screen: TerminalScreen { contents.withLock { $0.screen } }

    /// Every byte that the program wrote.
    public var raw: [UInt8] { contents.withLock { $0.raw } }

    /// The exit code, 256 and a signal's number, or `nil` while the program runs.
    public var exitCode: Int32? {
        contents.withLock { contents in
            if contents.exitCode == nil {
                let code = im_wait_exit(process, false)
                if code >= 0 { contents.exitCode = code }
            }
            return contents.exitCode
        }
    }

    /// Types text or sequences.
    public func type(_ text: String) { type(Array(text.utf8)) }

    /// Types bytes.
    public func type(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
            guard written > 0 else { return }
            rest = rest.dropFirst(written)
        }
    }

    /// Sends a signal to the program.
    public func signal(_ number: Int32) { kill(process, number) }

    /// Gives the terminal another size.
    public func resize(width: Int, height: Int) {
        contents.withLock { $0.screen.resize(width: width, height: height) }
        _ = im_set_window_size(master, Int32(width), Int32(height))
    }

    /// The modes of the terminal, such as whether it echoes, as `stty -a` prints them.
    public func modes() async throws -> String {
        try await ProcessRun("/usr/bin/stty", ["-F", slavePath, "-a"]).output
    }

    /// Waits until the screen shows a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The longest to wait.
    /// - Throws: ``NeverHappened`` with the screen as it then is.
    public func waitFor(_ text: String, within limit: Duration = .seconds(10)) async throws {
        try await eventually(within: limit, "'\(text)' on the screen:\n\(screen.text)") { screen.text.contains(text) }
    }

    /// Waits until the program has written a text, whatever became of it on the screen.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The longest to wait.
    /// - Throws: ``NeverHappened``.
    public func waitForOutput(_ text: String, within limit: Duration = .seconds(10)) async throws {
        try await eventually(within: limit, "'\(text)' in the output") {
            String(decoding: raw, as: UTF8.self).contains(text)
        }
    }

    /// Waits for the program's end, and until all that it wrote is on the screen.
    ///
    /// - Parameter limit: The longest to wait.
    /// - Throws: ``NeverHappened``.
    /// - Returns: The exit code, or 256 and a signal's number.
    @discardableResult
    public func waitForExit(within limit: Duration = .seconds(10)) async throws -> Int32 {
        try await eventually(within: limit, "the end of the program") { exitCode != nil }
        contents.withLock { $0.marks.written += 1 }
        let mark: [UInt8] = [0]
        try Self.check(write(slave, mark, 1) == 1 ? 0 : errno)
        try await eventually("the last that the program wrote") {
            contents.withLock { $0.marks.read == $0.marks.written }
        }
        return exitCode ?? -1
    }

    private func read() {
        let contents = contents
        // A copy of its own, so that the thread may outlive this object without reading another's descriptor.
        let reader = dup(master)
        Thread.detachNewThread {
            var bytes = [UInt8](repeating: 0, count: 65536)
            while true {
                let count = Foundation.read(reader, &bytes, bytes.count)
                if count < 0, errno == EINTR { continue }
                guard count > 0 else { break }
                let all = bytes[..<count]
                contents.withLock {
                    let part = $0.marks.written > 0 ? all.filter { $0 != 0 }[...] : all
                    $0.marks.read += all.count - part.count
                    $0.raw.append(contentsOf: part)
                    $0.screen.feed(part)
                }
            }
            close(reader)
        }
    }

    private static func check(_ failure: Int32) throws {
        if failure != 0 { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
    }
}
