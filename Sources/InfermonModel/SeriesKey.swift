/// What requests are counted by.
///
/// An empty string means that the source does not say.
public struct SeriesKey: Hashable, Comparable, Sendable {
    /// What stands in a part of the key of those that there was no room for.
    public static let other = "(other)"

    /// The scenario of the first attempt.
    public var scenario: ScenarioID
    /// The model of the first attempt, provider prefix split off.
    public var model: String
    /// The provider, such as `openai`.
    public var provider: String
    /// The alias of the gateway key that was used.
    public var key: String
    /// The team that the key belongs to.
    public var team: String

    /// Creates a key.
    public init(scenario: ScenarioID, model: String = "", provider: String = "", key: String = "", team: String = "") {
        self.scenario = scenario
        self.model = model
        self.provider = provider
        self.key = key
        self.team = team
    }

    /// Hashes the parts that there are: most keys have two or three of the five.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(scenario)
        if !model.isEmpty { hasher.combine(model) }
        if !provider.isEmpty { hasher.combine(provider) }
        if !key.isEmpty { hasher.combine(key) }
        if !team.isEmpty { hasher.combine(team) }
    }

    /// Orders keys by scenario, model, provider, key and team.
    public static func < (left: SeriesKey, right: SeriesKey) -> Bool {
        if left.scenario != right.scenario { return left.scenario.rawValue < right.scenario.rawValue }
        if left.model != right.model { return left.model < right.model }
        if left.provider != right.provider { return left.provider < right.provider }
        if left.key != right.key { return left.key < right.key }
        return left.team < right.team
    }
}
