public import InfermonModel

/// A figure of the document or of its recomputation.
public enum ClaimValue: Hashable, Sendable {
    /// An amount.
    case money(Money)
    /// A share, 1 for the whole.
    case ratio(Double)
    /// Months.
    case months(Double)
    /// Requests a day.
    case requestsPerDay(Double)
    /// Seconds.
    case seconds(Double)
    /// Tokens.
    case tokens(Int64)
    /// Words, where the claim is no number; `never` for a purchase that is not paid back.
    case words(String)

    /// The figure for people.
    public var text: String {
        switch self {
        case .money(let money): MoneyText.dollars(money)
        case .ratio(let ratio): NumberText.percent(ratio, 1)
        case .months(let months): NumberText.short(months) + " months"
        case .requestsPerDay(let requests): NumberText.short(requests) + "/day"
        case .seconds(let seconds): NumberText.short(seconds) + " s"
        case .tokens(let tokens): NumberText.fixed(Double(tokens), 0) + " tokens"
        case .words(let words): words
        }
    }

    /// The figure as a number, in dollars, ratios, months, requests a day, seconds or tokens; `nil` for words.
    public var number: Double? {
        switch self {
        case .money(let money): money.dollars
        case .ratio(let value), .months(let value), .requestsPerDay(let value), .seconds(let value): value
        case .tokens(let tokens): Double(tokens)
        case .words: nil
        }
    }
}

/// One figure of the document against its recomputation.
public struct ClaimLine: Hashable, Sendable {
    /// What the figure is about.
    public enum Topic: String, CaseIterable, Hashable, Sendable {
        /// The cost of one request.
        case request = "Cost per request"
        /// A month at the expected load against the budget.
        case budget = "Budget at the expected load"
        /// The document's table at 1,000 requests a month.
        case table = "Monthly costs at 1,000 requests"
        /// Savings, purchases and rules of thumb.
        case rules = "Savings, purchases and rules"
        /// When hardware is paid back.
        case breakEven = "Break-even of own hardware"
        /// What hardware and models cannot do.
        case limits = "Physics, context and retirement"
        /// The same loads on models that are sold today.
        case today = "The same loads today"

        /// The name in JSON.
        public var id: String {
            switch self {
            case .request: "request"
            case .budget: "budget"
            case .table: "table"
            case .rules: "rules"
            case .breakEven: "break_even"
            case .limits: "limits"
            case .today: "today"
            }
        }
    }

    /// What became of the claim.
    public enum Verdict: String, Hashable, Sendable {
        /// Right, to within rounding.
        case consistent
        /// Right once, at a price that holds no more.
        case stale
        /// Possible, with what it leaves out named.
        case plausible
        /// Wrong.
        case wrong
        /// At odds with another figure of the same document.
        case contradiction
        /// Not in the document, which should have said it.
        case unstated = "not stated"
    }

    /// What the figure is about.
    public var topic: Topic
    /// The figure's name, such as `2A GPT-4, 500 + 1,000 tokens`.
    public var subject: String
    /// The document's figure; `nil` where it has none.
    public var claimed: ClaimValue?
    /// The figure as recomputed; `nil` where nothing can be computed.
    public var recomputed: ClaimValue?
    /// What became of the claim.
    public var verdict: Verdict
    /// Why, as a phrase.
    public var reason: String

    /// Recomputed against claimed, as a change of the claim: -0.4 for a claim 40 % too low.
    public var error: Double? {
        guard let claimed = claimed?.number, let recomputed = recomputed?.number, recomputed != 0 else { return nil }
        return claimed / recomputed - 1
    }
}
