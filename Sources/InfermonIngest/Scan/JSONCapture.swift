public import InfermonRollup

/// A member that `*` wanted, or an element that `[]` wanted.
public struct JSONCapture: Sendable {
    /// The slot of the path.
    public let slot: Int
    /// The member's name; empty for elements.
    public let name: LogText
    /// The value.
    public let value: JSONValue
}
