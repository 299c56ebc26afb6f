/// Why there is no screen to draw on.
public enum TerminalError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither the standard streams nor `/dev/tty` are a terminal.
    case notATerminal
    /// The terminal of this TERM cannot place its cursor, as `dumb` cannot; plain text is what it can show.
    case plain(term: String)
    /// No description of the terminal, nor of a common one, is installed.
    case unknownTerminal(term: String)
    /// ncurses could not take the terminal.
    case notOpened(term: String)
    /// The system refused a descriptor.
    case system(call: String, code: Int32)

    /// A sentence for the user.
    public var description: String {
        switch self {
        case .notATerminal:
            "There is no terminal to draw on. Run infermon in a terminal, or use `infermon once` for text."
        case .plain(let term):
            "The terminal '\(term)' cannot place its cursor. Use `infermon once` for text, or set TERM to what the terminal is."
        case .unknownTerminal(let term):
            "No description of the terminal '\(term)' was found. Install the package ncurses-base, or set TERM."
        case .notOpened(let term):
            "ncurses could not open the terminal '\(term)'. Use `infermon once` for text."
        case .system(let call, let code):
            "The system refused \(call) (error \(code)). Close other programs and try again."
        }
    }
}
