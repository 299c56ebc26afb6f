/// Everything a panel may ask a theme for: what a cell means, never a colour.
public enum StyleRole: UInt8, CaseIterable, Hashable, Sendable {
    /// Plain text.
    case text
    /// Units, labels, what matters less.
    case dim
    /// A live value.
    case value
    /// A box's title, a table's head.
    case title
    /// A key that can be pressed.
    case hotkey
    /// Text on a graph: axes, marks.
    case graphText
    /// The unfilled part of a gauge or graph.
    case meterEmpty
    /// The frame of the scenarios box.
    case boxScenarios
    /// The frame of the latency box.
    case boxLatency
    /// The frame of the throughput box.
    case boxThroughput
    /// The frame of the cost boxes.
    case boxCost
    /// The frame of the GPU box.
    case boxGPU
    /// The frame of the alert boxes.
    case boxAlerts
    /// The frame of other boxes, and lines between parts.
    case divider
    /// A promise kept, a source read.
    case ok
    /// A promise at risk, a warning.
    case warning
    /// A promise broken, a critical alert.
    case critical
    /// A reading older than it should be.
    case stale
    /// A remark.
    case notice
    /// The word of a critical state, as a block.
    case criticalBadge
    /// The word of a paused or played screen, as a block.
    case banner
    /// The line of a target in a graph.
    case threshold
    /// The mark of today on a budget.
    case today
    /// The mark of a month's estimate on a budget.
    case estimate
    /// A gradient: latency and load against their limit.
    case load
    /// A gradient: money against its budget.
    case budget
    /// A gradient: temperature against its limit.
    case temperature
    /// A gradient: prompt tokens.
    case input
    /// A gradient: generated tokens.
    case output
    /// A gradient: requests.
    case requests
    /// A gradient: memory in use.
    case memory

    /// Whether the role has a colour for each level 0…100.
    public var isGradient: Bool { rawValue >= StyleRole.load.rawValue }

    /// The letter in a dump of a screen's roles, one per role.
    public var letter: Character {
        switch self {
        case .text: "."
        case .dim: "d"
        case .value: "v"
        case .title: "t"
        case .hotkey: "h"
        case .graphText: "g"
        case .meterEmpty: "m"
        case .boxScenarios: "S"
        case .boxLatency: "L"
        case .boxThroughput: "T"
        case .boxCost: "C"
        case .boxGPU: "G"
        case .boxAlerts: "A"
        case .divider: "|"
        case .ok: "o"
        case .warning: "w"
        case .critical: "c"
        case .stale: "s"
        case .notice: "n"
        case .criticalBadge: "X"
        case .banner: "B"
        case .threshold: "-"
        case .today: "!"
        case .estimate: "e"
        case .load: "1"
        case .budget: "2"
        case .temperature: "3"
        case .input: "4"
        case .output: "5"
        case .requests: "6"
        case .memory: "7"
        }
    }
}
