/// A use of LLMs that promises were made for: which requests belong to it, what they must keep to, what they may cost.
public struct Scenario: Hashable, Sendable {
    /// The name in rules, alerts and the store.
    public var id: ScenarioID
    /// The name for people; the id when the configuration gives none.
    public var title: String
    /// Which requests belong; any rule suffices.
    public var rules: [MatchRule]
    /// What was promised.
    public var objectives: [Objective]
    /// What it may cost a month.
    public var budget: Budget?
    /// Names of catalogue options that could serve it, for the what-if.
    public var options: [String]

    /// Creates a scenario.
    public init(
        id: ScenarioID, title: String, rules: [MatchRule] = [], objectives: [Objective] = [], budget: Budget? = nil,
        options: [String] = []
    ) {
        self.id = id
        self.title = title
        self.rules = rules
        self.objectives = objectives
        self.budget = budget
        self.options = options
    }
}

/// What a rule looks at.
public enum MatchSelector: Hashable, Sendable {
    /// A tag of the request.
    case tag
    /// A request header that the gateway logged; the name is lower-case.
    case header(String)
    /// A metadata value by its key.
    case meta(String)
    /// The alias of the gateway key.
    case key
    /// The team of the key.
    case team
    /// The path or the route's name.
    case route
    /// The model or model group asked for.
    case model
    /// The end user.
    case endUser
    /// The user agent.
    case userAgent
    /// The host asked.
    case host
    /// The name of the log source.
    case source
}

/// A text that a field is compared with.
public enum MatchPattern: Hashable, Sendable {
    /// The field is this text.
    case exact(String)
    /// `*` stands for any bytes, `?` for one.
    case glob(String)
    /// The field begins with this text.
    case prefix(String)
    /// A POSIX extended regular expression, on the first 256 bytes.
    case regex(String)
}

/// Conditions that must all hold; within one condition any pattern suffices.
public struct MatchRule: Hashable, Sendable {
    /// One field and the patterns that it may match.
    public struct Condition: Hashable, Sendable {
        /// The field.
        public var selector: MatchSelector
        /// The patterns, any of which suffices.
        public var patterns: [MatchPattern]

        /// Creates a condition.
        public init(selector: MatchSelector, patterns: [MatchPattern]) {
            self.selector = selector
            self.patterns = patterns
        }
    }

    /// The conditions, all of which must hold.
    public var conditions: [Condition]

    /// Creates a rule.
    public init(conditions: [Condition]) {
        self.conditions = conditions
    }
}
