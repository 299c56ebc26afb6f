/// A place in a text, counted in characters.
public struct TextMark: Hashable, Comparable, Sendable {
    /// The line, from 1.
    public let line: Int
    /// The column, from 1.
    public let column: Int

    /// Creates a mark; both numbers count from 1.
    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The first character.
    public static let start = TextMark(line: 1, column: 1)

    /// Orders marks as they are read.
    public static func < (left: TextMark, right: TextMark) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
