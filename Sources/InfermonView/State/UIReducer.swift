import InfermonModel

/// The only thing that changes ``UIState``: an event in, effects out, no I/O.
public enum UIReducer {
    /// The intervals that keys step through.
    static let intervals: [TimeSpan] = [
        .milliseconds(100), .milliseconds(250), .milliseconds(500), .seconds(1), .seconds(2), .seconds(5),
        .seconds(10), .seconds(30), .seconds(60),
    ]

    /// Changes the state for an event.
    ///
    /// - Parameters:
    ///   - state: The state.
    ///   - event: What happened.
    /// - Returns: What the world is to do, in order.
    public static func reduce(_ state: inout UIState, _ event: UIEvent) -> [UIEffect] {
        switch event {
        case .resize(let size):
            state.size = size
            return []
        case .dashboard(let dashboard):
            state.latest = dashboard
            return []
        case .key(let key):
            if state.typing != nil { return type(&state, key) }
            let effects = KeyBindings.action(for: key).map { act(&state, $0) } ?? []
            // One Esc too many on the way back must not end what somebody watches.
            return key == .escape ? effects.filter { $0 != .quit } : effects
        }
    }

    private static func act(_ state: inout UIState, _ action: UIAction) -> [UIEffect] {
        switch action {
        case .quit: return [.quit]
        case .redraw: return [.redraw]
        case .back: return back(&state)
        case .help: state.showsHelp.toggle()
        case .pause: state.frozen = state.isPaused ? nil : state.latest
        case .slower: return stepInterval(&state, by: 1)
        case .faster: return stepInterval(&state, by: -1)
        case .nextTheme:
            state.themeIndex &+= 1
            return [.setTheme(state.themeIndex)]
        case .shorterSpan: return stepSpan(&state, by: -1)
        case .longerSpan: return stepSpan(&state, by: 1)
        case .show(let page):
            state.showsHelp = false
            state.page = state.page == page ? .overview : page
        case .toggle(let panel): toggle(&state, panel)
        case .zoom: if state.page == .overview { state.zoomed = state.zoomed == nil ? state.focused : nil }
        case .nextPanel: moveFocus(&state, by: 1)
        case .previousPanel: moveFocus(&state, by: -1)
        case .up: move(&state, by: -1)
        case .down: move(&state, by: 1)
        case .pageUp: move(&state, by: -max(1, state.size.height - 8))
        case .pageDown: move(&state, by: max(1, state.size.height - 8))
        case .first: move(&state, by: .min)
        case .last: move(&state, by: .max)
        case .sort:
            let orders = ScenarioOrder.allCases
            state.order = orders[(state.order.rawValue + 1) % orders.count]
        case .reverse: state.isReversed.toggle()
        case .filter:
            state.page = .logs
            state.showsHelp = false
            state.typing = state.filter
        case .open: open(&state)
        }
        return []
    }

    private static func back(_ state: inout UIState) -> [UIEffect] {
        if state.showsHelp {
            state.showsHelp = false
        } else if state.page != .overview {
            state.page = .overview
        } else if state.zoomed != nil {
            state.zoomed = nil
        } else {
            return [.quit]
        }
        return []
    }

    private static func type(_ state: inout UIState, _ key: Key) -> [UIEffect] {
        switch key {
        case .enter:
            state.filter = state.typing ?? ""
            state.typing = nil
        case .escape:
            state.typing = nil
            state.filter = ""
        case .backspace: _ = state.typing?.popLast()
        case .delete: state.typing = ""
        case .character(let character):
            if let typed = state.typing, typed.count < 200 { state.typing = typed + String(character) }
        case .control("c"): return [.quit]
        case .control("u"): state.typing = ""
        case .control("l"): return [.redraw]
        case .control, .function, .tab, .backtab, .up, .down, .left, .right, .home, .end, .pageUp, .pageDown, .click,
            .wheelUp, .wheelDown:
            break
        }
        state.selection[.logs] = nil
        return []
    }

    private static func stepInterval(_ state: inout UIState, by step: Int) -> [UIEffect] {
        let current = state.interval
        let next = step > 0 ? intervals.first { $0 > current } : intervals.last { $0 < current }
        guard let next else { return [] }
        state.interval = next
        return [.setInterval(next)]
    }

    private static func stepSpan(_ state: inout UIState, by step: Int) -> [UIEffect] {
        guard let next = GraphSpan(rawValue: state.span.rawValue + step) else { return [] }
        state.span = next
        return [.setSpan(next)]
    }

    private static func toggle(_ state: inout UIState, _ panel: PanelID) {
        guard state.page == .overview else { return }
        if state.hidden.remove(panel) == nil { state.hidden.insert(panel) }
        if state.hidden.contains(state.focused) { moveFocus(&state, by: 1) }
        if let zoomed = state.zoomed, state.hidden.contains(zoomed) { state.zoomed = nil }
    }

    private static func moveFocus(_ state: inout UIState, by step: Int) {
        let panels = PanelID.allCases
        for distance in 1...panels.count {
            let count = panels.count
            let index = (state.focused.rawValue - 1 + step * distance + count * panels.count) % count
            guard !state.hidden.contains(panels[index]) else { continue }
            state.focused = panels[index]
            if state.zoomed != nil { state.zoomed = state.focused }
            return
        }
    }

    private static func move(_ state: inout UIState, by step: Int) {
        guard let list = list(of: state) else { return }
        let last = max(0, count(of: list, in: state) - 1)
        guard let current = state.selection[list] else {
            state.selection[list] = step == .max ? last : 0
            return
        }
        let (sum, overflow) = current.addingReportingOverflow(step)
        state.selection[list] = overflow ? (step > 0 ? last : 0) : min(last, max(0, sum))
    }

    /// The list that arrow keys act on; `nil` where there is none.
    static func list(of state: UIState) -> UIList? {
        if state.showsHelp { return .help }
        switch state.page {
        case .overview:
            switch state.focused {
            case .scenarios, .latency, .throughput, .cost: return .scenarios
            case .gpu: return .gpus
            case .alerts: return .alerts
            }
        case .logs: return .logs
        case .cost: return .cost
        case .alerts: return .alerts
        case .sources: return .sources
        }
    }

    private static func count(of list: UIList, in state: UIState) -> Int {
        guard list != .help else { return KeyBindings.all.count + KeyBindings.groups.count }
        guard let dashboard = state.frozen ?? state.latest else { return 0 }
        let snapshot = dashboard.snapshot
        return switch list {
        case .scenarios: ScenarioRows.shown(snapshot).count
        case .gpus: snapshot.gpu.value?.gpus.count ?? 0
        case .alerts: dashboard.alerts.count
        case .logs: dashboard.events.count
        case .sources: snapshot.sources.count + snapshot.providers.count
        case .cost: snapshot.scenarios.count + (dashboard.costScreen.map { $0.options.count + $0.advice.count } ?? 0)
        case .help: 0
        }
    }

    private static func open(_ state: inout UIState) {
        guard state.page == .overview, !state.showsHelp, let row = state.selection[.scenarios],
            let dashboard = state.frozen ?? state.latest
        else { return }
        let rows = ScenarioRows.ordered(
            ScenarioRows.shown(dashboard.snapshot), by: state.order, reversed: state.isReversed)
        guard rows.indices.contains(row) else { return }
        state.filter = rows[row].scenario.id.rawValue
        state.page = .logs
        state.selection[.logs] = nil
    }
}
