/// A line that could not be understood.
public struct LineDefect: Hashable, Sendable {
    /// The number of the line in its file, from 1.
    public var line: Int64
    /// The rest of the sentence "FILE:LINE: …".
    public var reason: String

    /// Creates a defect.
    public init(line: Int64, reason: String) {
        self.line = line
        self.reason = reason
    }
}
