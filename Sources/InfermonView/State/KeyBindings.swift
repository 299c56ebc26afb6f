/// The one table of keys: the reducer dispatches by it, the help and the footer are drawn from it.
public enum KeyBindings {
    /// Keys for one action.
    public struct Binding: Sendable {
        /// The keys, the one to show first.
        public let keys: [Key]
        /// What they do.
        public let action: UIAction
        /// The keys as the help shows them.
        public let label: String
        /// What they do, for the help.
        public let text: String
        /// One or two words for the footer; `nil` when the footer leaves it out.
        public let short: String?
        /// The pages whose footer shows it.
        public let pages: Set<Page>

        init(
            _ keys: [Key], _ action: UIAction, _ label: String, _ text: String, short: String? = nil,
            on pages: Set<Page> = Set(Page.allCases)
        ) {
            self.pages = pages
            self.keys = keys
            self.action = action
            self.label = label
            self.text = text
            self.short = short
        }
    }

    /// Bindings under a heading of the help.
    public struct Group: Sendable {
        /// The heading.
        public let title: String
        /// The bindings.
        public let bindings: [Binding]
    }

    /// All bindings, as the help shows them.
    public static let groups: [Group] = [
        Group(
            title: "Pages",
            bindings: [
                Binding([.character("l")], .show(.logs), "l", "requests as they end", short: "logs"),
                Binding([.character("c")], .show(.cost), "c", "money in full", short: "cost"),
                Binding([.character("a")], .show(.alerts), "a", "alerts in full", short: "alerts"),
                Binding([.character("o")], .show(.sources), "o", "sources and their health", short: "sources"),
                Binding(
                    [.character("?"), .function(1), .character("h")], .help, "? F1 h", "these keys", short: "help"),
                Binding([.character("q"), .escape], .back, "q Esc", "back; q at the top leaves", short: "quit"),
                Binding([.control("c")], .quit, "Ctrl-C", "leave"),
            ]),
        Group(
            title: "Boxes",
            bindings: PanelID.allCases.map { panel in
                Binding(
                    [.character(Character(String(panel.rawValue)))], .toggle(panel), "\(panel.rawValue)",
                    "\(panel.name) on or off")
            } + [
                Binding([.tab], .nextPanel, "Tab", "next box", short: "next", on: [.overview]),
                Binding([.backtab], .previousPanel, "Shift-Tab", "box before"),
                Binding(
                    [.character("z"), .character("e")], .zoom, "z e", "let the box fill the screen", short: "zoom",
                    on: [.overview]),
            ]),
        Group(
            title: "Rows",
            bindings: [
                Binding([.up, .character("k"), .wheelUp], .up, "k Up", "row above"),
                Binding(
                    [.down, .character("j"), .wheelDown], .down, "j Down", "row below", short: "row",
                    on: [.logs, .cost, .alerts, .sources]),
                Binding([.pageUp], .pageUp, "PgUp", "a screen up"),
                Binding([.pageDown], .pageDown, "PgDn", "a screen down"),
                Binding([.home, .character("g")], .first, "Home g", "first row"),
                Binding([.end, .character("G")], .last, "End G", "last row"),
                Binding([.enter], .open, "Enter", "requests of the selected scenario"),
                Binding(
                    [.character("s")], .sort, "s", "order scenarios by something else", short: "sort",
                    on: [.overview, .cost]),
                Binding([.character("r")], .reverse, "r", "reverse the order"),
                Binding(
                    [.character("/")], .filter, "/", "narrow the requests shown", short: "filter",
                    on: [.overview, .logs]),
            ]),
        Group(
            title: "Screen",
            bindings: [
                Binding([.character(" ")], .pause, "Space", "hold the screen still", short: "pause"),
                Binding([.character("["), .left], .shorterSpan, "[ Left", "shorter time in graphs"),
                Binding([.character("]"), .right], .longerSpan, "] Right", "longer time in graphs"),
                Binding([.character("-")], .faster, "-", "draw more often"),
                Binding([.character("+"), .character("=")], .slower, "+", "draw less often"),
                Binding([.character("t")], .nextTheme, "t", "next theme", short: "theme"),
                Binding([.control("l")], .redraw, "Ctrl-L", "draw everything anew"),
            ]),
    ]

    /// Every binding.
    public static let all: [Binding] = groups.flatMap(\.bindings)

    /// What a key does; `nil` for nothing.
    public static func action(for key: Key) -> UIAction? {
        all.first { $0.keys.contains(key) }?.action
    }
}

extension PanelID {
    /// The name in the help and in titles.
    public var name: String {
        switch self {
        case .scenarios: "scenarios"
        case .latency: "latency"
        case .throughput: "throughput"
        case .cost: "cost"
        case .gpu: "gpu"
        case .alerts: "alerts"
        }
    }
}
