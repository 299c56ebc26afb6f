internal import Glibc

/// What the environment says of the terminal.
public struct TerminalEnvironment: Hashable, Sendable {
    /// `TERM`: the name of the terminal's description; `dumb` when it is not set.
    public var term: String
    /// `COLORTERM`: `truecolor` or `24bit` where the terminal has 24-bit colour.
    public var colorTerm: String
    /// `NO_COLOR`, whatever its value unless it is empty (no-color.org).
    public var refusesColor: Bool
    /// `COLUMNS`, for a terminal that does not know its size.
    public var columns: Int?
    /// `LINES`, likewise.
    public var lines: Int?
    /// Whether `LC_ALL`, `LC_CTYPE` or `LANG` says anything.
    public var hasLocale: Bool

    /// Creates an environment.
    ///
    /// - Parameter variable: The value of a variable; `nil` when it is not set.
    public init(_ variable: (String) -> String?) {
        term = variable("TERM").flatMap { $0.isEmpty ? nil : $0 } ?? "dumb"
        colorTerm = variable("COLORTERM") ?? ""
        refusesColor = variable("NO_COLOR").map { !$0.isEmpty } ?? false
        columns = Self.length(variable("COLUMNS"))
        lines = Self.length(variable("LINES"))
        hasLocale = ["LC_ALL", "LC_CTYPE", "LANG"].contains { !(variable($0) ?? "").isEmpty }
    }

    /// The process's environment.
    public static func current() -> TerminalEnvironment {
        TerminalEnvironment { name in getenv(name).map { String(cString: $0) } }
    }

    private static func length(_ text: String?) -> Int? {
        text.flatMap { Int($0) }.flatMap { (1...1000).contains($0) ? $0 : nil }
    }
}
