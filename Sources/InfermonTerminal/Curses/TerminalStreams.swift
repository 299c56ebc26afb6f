internal import CPosix
internal import Glibc
internal import InfermonView

/// The descriptors and streams of the terminal: standard input and output where they are one, else `/dev/tty`.
struct TerminalStreams {
    /// The terminal's keys.
    let input: Int32
    /// The terminal's screen.
    let output: Int32
    /// The same as streams of C, which ncurses wants.
    let inputStream: UnsafeMutablePointer<FILE>
    let outputStream: UnsafeMutablePointer<FILE>
    /// The terminal's modes as they were found.
    let modes: termios?

    /// Opens the terminal.
    ///
    /// - Throws: ``TerminalError/notATerminal``, ``TerminalError/system(call:code:)``.
    init() throws(TerminalError) {
        let input = try Self.terminal(STDIN_FILENO, flags: O_RDONLY)
        let output: Int32
        do {
            output = try Self.terminal(STDOUT_FILENO, flags: O_WRONLY)
        } catch {
            _ = Glibc.close(input)
            throw error
        }
        guard let inputStream = fdopen(input, "r"), let outputStream = fdopen(output, "w") else {
            let code = errno
            _ = Glibc.close(input)
            _ = Glibc.close(output)
            throw .system(call: "fdopen", code: code)
        }
        (self.input, self.output) = (input, output)
        (self.inputStream, self.outputStream) = (inputStream, outputStream)
        var modes = termios()
        self.modes = tcgetattr(output, &modes) == 0 ? modes : nil
    }

    /// Closes the streams, not the program's own descriptors.
    func close() {
        fclose(inputStream)
        fclose(outputStream)
    }

    /// The size of the terminal; one that reports 0×0 has no geometry, so the environment and then 80×24 hold.
    func size(_ environment: TerminalEnvironment) -> Size {
        var columns: Int32 = 0
        var rows: Int32 = 0
        if im_window_size(output, &columns, &rows) { return Size(width: Int(columns), height: Int(rows)) }
        return Size(width: environment.columns ?? 80, height: environment.lines ?? 24)
    }

    /// Whether the other side of the terminal is gone.
    var isHungUp: Bool { im_is_hung_up(input) }

    /// Whether a frame can be written without waiting for a reader.
    var isWritable: Bool { im_wait_writable(output, 0) }

    /// Writes past ncurses, what it has to say first.
    func write(_ text: String) {
        fflush(outputStream)
        fputs(text, outputStream)
        fflush(outputStream)
    }

    private static func terminal(_ descriptor: Int32, flags: Int32) throws(TerminalError) -> Int32 {
        let found =
            isatty(descriptor) == 1
            ? fcntl(descriptor, F_DUPFD_CLOEXEC, 3) : open("/dev/tty", flags | O_CLOEXEC | O_NOCTTY)
        guard found >= 0 else { throw .notATerminal }
        return found
    }
}
