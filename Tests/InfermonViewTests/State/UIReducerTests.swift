import InfermonModel
import InfermonView
import Testing

@Suite struct UIReducerTests {
    /// The state after keys, and the effects of the last one.
    private func press(_ keys: [Key], _ prepare: (inout UIState) -> Void = { _ in }) -> (UIState, [UIEffect]) {
        var state = UIState(size: Size(width: 120, height: 40))
        _ = UIReducer.reduce(&state, .dashboard(Sample.full))
        prepare(&state)
        var effects: [UIEffect] = []
        for key in keys { effects = UIReducer.reduce(&state, .key(key)) }
        return (state, effects)
    }

    @Test(
        arguments: [
            ([.character("q")], true), ([.escape], false), ([.character("l"), .escape, .escape], false),
            ([.control("c")], true),
            ([.character("l"), .character("q")], false),
            ([.character("l"), .control("c")], true), ([.character("?"), .character("q")], false),
            ([.character("z"), .character("q")], false), ([.character("z"), .character("q"), .character("q")], true),
        ] as [([Key], Bool)]) func `q goes back and leaves at the top`(keys: [Key], leaves: Bool)
    {
        #expect(press(keys).1 == (leaves ? [.quit] : []))
    }

    @Test(arguments: [("l", .logs), ("c", .cost), ("a", .alerts), ("o", .sources)] as [(Character, Page)])
    func `a letter shows its page and hides it again`(letter: Character, page: Page) {
        #expect(press([.character(letter)]).0.page == page)
        #expect(press([.character(letter), .character(letter)]).0.page == .overview)
    }

    @Test func `space holds the screen still until it is pressed again`() {
        var (state, _) = press([.character(" ")])
        #expect(state.frozen == Sample.full)
        _ = UIReducer.reduce(&state, .dashboard(Sample.empty))
        #expect(state.frozen == Sample.full)
        #expect(state.latest == Sample.empty)
        _ = UIReducer.reduce(&state, .key(.character(" ")))
        #expect(!state.isPaused)
    }

    @Test func `the interval steps up and down and stops at its ends`() {
        let (slower, effects) = press([.character("+")])
        #expect(slower.interval == .milliseconds(500))
        #expect(effects == [.setInterval(.milliseconds(500))])
        #expect(press([.character("-")]).0.interval == .milliseconds(100))
        let (slowest, none) = press(Array(repeating: .character("+"), count: 20))
        #expect(slowest.interval == .seconds(60))
        #expect(none.isEmpty)
    }

    @Test func `numbers switch boxes and the focus leaves a hidden one`() {
        let (state, _) = press([.character("1")])
        #expect(state.hidden == [.scenarios])
        #expect(state.focused == .latency)
        #expect(press([.character("1"), .character("1")]).0.hidden.isEmpty)
    }

    @Test func `tab goes round the boxes that are shown`() {
        #expect(press([.tab]).0.focused == .latency)
        #expect(press([.backtab]).0.focused == .alerts)
        #expect(press([.character("2"), .tab]).0.focused == .throughput)
        #expect(press(Array(repeating: .tab, count: 6)).0.focused == .scenarios)
    }

    @Test func `with every box off nothing is focused anew and nothing traps`() {
        let keys = (1...6).map { Key.character(Character("\($0)")) }
        let (state, _) = press(keys + [.tab, .backtab, .character("z"), .down])
        #expect(state.hidden.count == 6)
    }

    @Test func `zoom takes the focused box and follows the focus`() {
        #expect(press([.tab, .character("z")]).0.zoomed == .latency)
        #expect(press([.tab, .character("z"), .tab]).0.zoomed == .throughput)
        #expect(press([.character("z"), .character("z")]).0.zoomed == nil)
    }

    @Test func `rows are selected within the list`() {
        #expect(press([.down]).0.selection[.scenarios] == 0)
        #expect(press([.down, .down, .down, .down, .down]).0.selection[.scenarios] == 2)
        #expect(press([.up]).0.selection[.scenarios] == 0)
        #expect(press([.character("G")]).0.selection[.scenarios] == 2)
        #expect(press([.character("G"), .character("g")]).0.selection[.scenarios] == 0)
        #expect(press([.character("l"), .end]).0.selection[.logs] == SampleEvents.all.count - 1)
    }

    @Test func `enter opens the requests of the selected scenario`() {
        let (state, _) = press([.down, .down, .enter])
        #expect(state.page == .logs)
        #expect(state.filter == "content-generation")
    }

    @Test func `a filter is typed, kept with enter and cleared with escape`() {
        let typed: [Key] = [.character("/"), .character("q"), .character("x"), .backspace]
        let (typing, effects) = press(typed)
        #expect(typing.typing == "q")
        #expect(typing.page == .logs)
        #expect(effects.isEmpty)
        #expect(press(typed + [.enter]).0.filter == "q")
        #expect(press(typed + [.escape]).0.filter == "")
    }

    @Test func `the theme, the time in graphs and a new drawing are asked of the world`() {
        #expect(press([.character("t")]).1 == [.setTheme(1)])
        #expect(press([.character("]")]).1 == [.setSpan(.sixHours)])
        #expect(press([.left, .left]).1 == [])
        #expect(press([.control("l")]).1 == [.redraw])
    }

    @Test func `a key that means nothing does nothing`() {
        #expect(press([.character("Q"), .function(9), .click(x: 3, y: 4), .delete]).0 == press([]).0)
    }
}
