import ArgumentParser
import Glibc

/// Prints lines to standard error, for people.
func complain(_ lines: [String]) {
    let text = lines.map { $0 + "\n" }.joined()
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
        let written = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
        guard written > 0 else { return }
        bytes = bytes.dropFirst(written)
    }
}

/// Prints lines and gives the code that ends the command: 64 for what can be mended in configuration or arguments.
func failure(_ lines: [String], code: Int32 = 64) -> ExitCode {
    complain(lines)
    return ExitCode(code)
}
