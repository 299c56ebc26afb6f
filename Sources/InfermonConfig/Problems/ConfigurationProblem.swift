/// Something that is wrong with a configuration, and where.
public struct ConfigurationProblem: Hashable, Sendable, CustomStringConvertible {
    /// Whether infermon starts in spite of it.
    public enum Severity: String, Hashable, Sendable {
        /// Nothing starts.
        case error
        /// Everything starts; `infermon check` shows it.
        case warning
    }

    /// Whether infermon starts in spite of it.
    public let severity: Severity
    /// The file's path; `nil` for a text without a file.
    public let file: String?
    /// The place in the text; `nil` when the text could not be read at all.
    public let mark: TextMark?
    /// What was found, what was expected and the nearest known name, as a sentence without control characters or secrets.
    public let message: String

    /// Creates a problem.
    public init(severity: Severity = .error, file: String?, mark: TextMark?, message: String) {
        self.severity = severity
        self.file = file
        self.mark = mark
        self.message = message
    }

    /// `FILE:LINE:COLUMN: message`; a warning says so before its message.
    public var description: String {
        let place = mark.map { ":\($0.line):\($0.column)" } ?? ""
        let prefix = severity == .warning ? "warning: " : ""
        return "\(OutsideText.cleaned(file ?? "configuration", limit: 4_096))\(place): \(prefix)\(message)"
    }
}
