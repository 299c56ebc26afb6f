/// A commented configuration that comes with infermon.
public struct ExampleConfiguration: Hashable, Sendable {
    /// The name by which `infermon init` knows it.
    public let name: String
    /// What it is for, as a line of a list.
    public let summary: String
    /// The YAML text, ending in a line break.
    public let text: String

    /// All examples; the first is what `infermon init` writes when none is named.
    public static let all = [scenarios, minimal, jsonLog, ownGPUs, reference]

    /// The example of a name.
    ///
    /// - Returns: `nil` when there is none.
    public static func named(_ name: String) -> ExampleConfiguration? { all.first { $0.name == name } }
}
