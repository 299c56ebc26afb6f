/// The name by which rules, alerts and the store know a scenario, such as `chatbot`.
public struct ScenarioID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name as configured.
    public let rawValue: String

    /// Creates an identifier.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// Requests that no rule claims: always shown, never dropped.
    public static let unattributed = ScenarioID("unattributed")
    /// Requests refused for their key, which therefore carry nothing to attribute them by.
    public static let unauthenticated = ScenarioID("unauthenticated")
    /// Keys beyond the limit of distinct ones, with exact totals.
    public static let other = ScenarioID("(other)")

    /// All scenarios together.
    public static let all = ScenarioID("all")
    /// One provider's account, which no configured scenario can be called: the name has a space.
    public static func account(_ name: String) -> ScenarioID { ScenarioID("provider \(name)") }

    /// The name.
    public var description: String { rawValue }

    /// Orders identifiers by name.
    public static func < (left: ScenarioID, right: ScenarioID) -> Bool { left.rawValue < right.rawValue }
}

/// The name of a source of observations, such as the path of a log or `openai`.
public struct SourceID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The name, unique on this machine.
    public let rawValue: String

    /// Creates an identifier.
    public init(_ rawValue: String) {
        self.rawValue = rawValue
    }

    /// The name.
    public var description: String { rawValue }

    /// Orders identifiers by name.
    public static func < (left: SourceID, right: SourceID) -> Bool { left.rawValue < right.rawValue }
}
