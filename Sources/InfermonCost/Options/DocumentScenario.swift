public import InfermonModel

/// What scenario-analysis.md says of one scenario; every figure is its claim.
public struct DocumentScenario: Hashable, Sendable {
    /// How traffic is served.
    public enum Approach: String, Hashable, Sendable {
        /// At a provider.
        case cloud
        /// On own GPUs.
        case local
        /// Part of it at a provider, the rest on own GPUs.
        case hybrid
    }

    /// The costs of a month at 1,000 requests, and of buying.
    public struct Comparison: Hashable, Sendable {
        /// All requests at a provider.
        public var cloud: Money
        /// All requests on own GPUs.
        public var local: Money
        /// Both.
        public var hybrid: Money
    }

    /// The scenario's name.
    public var id: ScenarioID
    /// The name for people.
    public var title: String
    /// Requests per hour that are expected.
    public var requestsPerHour: Double
    /// The monthly budget.
    public var budget: Money
    /// The ceiling on a request's cost.
    public var costCeiling: Money
    /// The ceiling on latency.
    public var latencyTarget: TimeSpan
    /// The least context that is required, in tokens; `nil` when nothing is said.
    public var requiredContext: Int64?
    /// Exchanges of a conversation, least and most; `nil` when nothing is said.
    public var exchanges: ClosedRange<Int>?
    /// The ids of its cloud options, the recommended or first one first.
    public var cloudOptions: [String]
    /// The id of its local option.
    public var localOption: String
    /// The ids of the recommended options: two for a hybrid.
    public var recommended: [String]
    /// Models sold today that could take the load; infermon's addition, not the document's.
    public var present: [String]
    /// The saving that the recommendation promises, 0…1; `nil` when none.
    public var promisedSaving: Double?
    /// The table "Monthly Costs (1000 requests/month)".
    public var monthlyTable: Comparison
    /// The table "Upfront Costs".
    public var upfrontTable: Comparison

    /// What is recommended, by kind.
    public var recommendedApproach: Approach {
        recommended.count > 1 ? .hybrid : recommended.first == localOption ? .local : .cloud
    }

    /// The document's scenarios.
    public static let all: [DocumentScenario] = [
        DocumentScenario(
            id: ScenarioID("chatbot"), title: "Chatbot", requestsPerHour: 1_000, budget: Money(dollars: 500),
            costCeiling: cents(1), latencyTarget: .seconds(2), exchanges: 10...20, cloudOptions: ["1A", "1C"],
            localOption: "1B", recommended: ["1A"],
            present: ["gpt-4o-mini", "gpt-6-luna", "claude-haiku-4-5", "claude-sonnet-5"],
            monthlyTable: Comparison(cloud: cents(30), local: cents(10), hybrid: cents(20)),
            upfrontTable: Comparison(cloud: .zero, local: Money(dollars: 10_000), hybrid: Money(dollars: 5_000))),
        DocumentScenario(
            id: ScenarioID("content-generation"), title: "Content", requestsPerHour: 100, budget: Money(dollars: 2_000),
            costCeiling: cents(20), latencyTarget: .seconds(10), cloudOptions: ["2A", "2C"], localOption: "2B",
            recommended: ["2A", "2B"], present: ["gpt-5.4", "claude-sonnet-5", "gemini-2.5-flash"], promisedSaving: 0.6,
            monthlyTable: Comparison(cloud: cents(450), local: cents(20), hybrid: cents(235)),
            upfrontTable: Comparison(cloud: .zero, local: Money(dollars: 15_000), hybrid: Money(dollars: 7_500))),
        DocumentScenario(
            id: ScenarioID("research-assistant"), title: "Research", requestsPerHour: 50, budget: Money(dollars: 5_000),
            costCeiling: cents(100), latencyTarget: .seconds(30), requiredContext: 100_000, cloudOptions: ["3A", "3B"],
            localOption: "3C", recommended: ["3A"], present: ["claude-sonnet-5", "gemini-2.5-flash"],
            monthlyTable: Comparison(cloud: cents(1_125), local: cents(80), hybrid: cents(603)),
            upfrontTable: Comparison(cloud: .zero, local: Money(dollars: 60_000), hybrid: Money(dollars: 30_000))),
    ]

    /// The document's scenario of a name; `content` and `research` are understood too.
    public static func named(_ id: ScenarioID) -> DocumentScenario? {
        let name = id.rawValue.lowercased()
        return all.first { $0.id.rawValue == name } ?? all.first { $0.title.lowercased() == name }
    }

    /// The document's rule of thumb for a volume of requests a day.
    public static func guideline(requestsPerDay: Double) -> Approach {
        requestsPerDay < 1_000 ? .cloud : requestsPerDay <= 10_000 ? .local : .hybrid
    }

    private static func cents(_ count: Int64) -> Money { Money(picodollars: Int128(count) * 10_000_000_000) }
}
