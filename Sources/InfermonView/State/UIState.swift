public import InfermonModel

/// The boxes of the overview, in the order of their keys.
public enum PanelID: Int, CaseIterable, Hashable, Sendable {
    /// One row per scenario.
    case scenarios = 1
    /// Latency against its objective.
    case latency
    /// Requests and tokens.
    case throughput
    /// Money against budgets.
    case cost
    /// GPUs.
    case gpu
    /// Alerts.
    case alerts
}

/// What fills the screen.
public enum Page: String, CaseIterable, Hashable, Sendable {
    /// The boxes.
    case overview
    /// The newest requests.
    case logs
    /// Money in full.
    case cost
    /// Alerts in full.
    case alerts
    /// The health of every source.
    case sources
}

/// The stretch of time that graphs show.
public enum GraphSpan: Int, CaseIterable, Hashable, Sendable {
    /// A quarter of an hour.
    case quarterHour
    /// An hour.
    case hour
    /// Six hours.
    case sixHours
    /// A day.
    case day

    /// The length.
    public var span: TimeSpan {
        switch self {
        case .quarterHour: .minutes(15)
        case .hour: .hours(1)
        case .sixHours: .hours(6)
        case .day: .hours(24)
        }
    }

    /// The name on the screen.
    public var name: String {
        switch self {
        case .quarterHour: "15m"
        case .hour: "1h"
        case .sixHours: "6h"
        case .day: "24h"
        }
    }
}

/// What the scenarios are ordered by.
public enum ScenarioOrder: Int, CaseIterable, Hashable, Sendable {
    /// As configured.
    case configured
    /// Worst state first.
    case state
    /// Greatest share of the latency objective first.
    case latency
    /// Most requests first.
    case requests
    /// Most spent in the month first.
    case spent

    /// The name on the screen.
    public var name: String {
        switch self {
        case .configured: "as set"
        case .state: "state"
        case .latency: "latency"
        case .requests: "req/h"
        case .spent: "spent"
        }
    }
}

/// What the user has chosen; changed by ``UIReducer`` alone.
public struct UIState: Hashable, Sendable {
    /// What fills the screen.
    public var page = Page.overview
    /// Whether the keys are shown over it.
    public var showsHelp = false
    /// The box that arrow keys act on.
    public var focused = PanelID.scenarios
    /// Boxes that are switched off.
    public var hidden: Set<PanelID> = []
    /// The box that fills the overview; `nil` for all of them.
    public var zoomed: PanelID?
    /// The selected row of each list, from 0; `nil` until a row was chosen.
    public var selection: [UIList: Int] = [:]
    /// How the scenarios are ordered.
    public var order = ScenarioOrder.configured
    /// Whether that order is reversed.
    public var isReversed = false
    /// The dashboard that is held while paused.
    public var frozen: Dashboard?
    /// The newest dashboard; shown unless paused.
    public var latest: Dashboard?
    /// The stretch of time that graphs show.
    public var span = GraphSpan.hour
    /// The least time between two drawings of news.
    public var interval: TimeSpan
    /// How many times the theme was changed: an index into the themes, to be taken modulo their count.
    public var themeIndex: Int
    /// What the log page is narrowed to; empty for everything.
    public var filter = ""
    /// What is being typed as a filter; `nil` when nothing is.
    public var typing: String?
    /// The size of the screen.
    public var size: Size

    /// Creates the state at the start.
    ///
    /// - Parameters:
    ///   - size: The size of the screen.
    ///   - interval: The least time between two drawings of news.
    ///   - themeIndex: The index of the theme to begin with.
    public init(
        size: Size = Size(width: 80, height: 24), interval: TimeSpan = Configuration.standardInterval,
        themeIndex: Int = 0
    ) {
        self.size = size
        self.interval = interval
        self.themeIndex = themeIndex
    }

    /// Whether the screen stands still.
    public var isPaused: Bool { frozen != nil }
}

/// A list with a selected row.
public enum UIList: Hashable, Sendable {
    /// The scenarios.
    case scenarios
    /// The GPUs.
    case gpus
    /// The alerts.
    case alerts
    /// The newest requests, newest first.
    case logs
    /// The sources.
    case sources
    /// The lines of the cost page.
    case cost
    /// The lines of the help.
    case help
}
