/// A key that prints as `<redacted>` wherever it ends up.
public struct Secret: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The key itself: for a header and nothing else.
    let text: String

    /// Wraps a key; blanks and line ends around it are dropped.
    public init(_ text: String) {
        self.text = text.trimmingBlanks()
    }

    /// Always `<redacted>`.
    public var description: String { "<redacted>" }
    /// Always `<redacted>`.
    public var debugDescription: String { "<redacted>" }
    /// A mirror without children, so that `dump` prints no key.
    public var customMirror: Mirror { Mirror(self, children: []) }
}
