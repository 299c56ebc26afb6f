import InfermonModel
import InfermonView
import Testing

@Suite struct ScreenGoldenTests {
    static let sizes = [(120, 40), (80, 24), (40, 12), (20, 5)]

    @Test(arguments: sizes) func `the overview`(width: Int, height: Int) throws {
        try Golden.expect(render(Sample.full, width, height), "overview-\(width)x\(height)")
        try Golden.expect(render(Sample.empty, width, height), "overview-empty-\(width)x\(height)")
        try Golden.expect(render(Sample.stale, width, height), "overview-stale-\(width)x\(height)")
    }

    @Test(arguments: sizes) func `the overview in ASCII and without colours`(width: Int, height: Int) throws {
        let buffer = render(Sample.full, width, height, theme: .monochrome, glyphs: .ascii)
        #expect(buffer.text.unicodeScalars.allSatisfy { $0.isASCII })
        try Golden.expect(buffer, "overview-ascii-\(width)x\(height)")
    }

    @Test func `the overview with block graphs`() throws {
        try Golden.expect(render(Sample.full, 120, 40, glyphs: .blocks), "overview-blocks-120x40")
    }

    @Test func `three columns on a wide screen`() throws {
        try Golden.expect(render(Sample.full, 200, 60), "overview-200x60")
    }

    @Test func `hostile names stay inside their boxes`() throws {
        let dashboard = HostileDashboard.filled(
            with: "a\u{1B}[2J漢\u{202E}b" + String(repeating: "e\u{301}\u{301}\u{301}", count: 9))
        try Golden.expect(render(dashboard, 120, 40), "overview-hostile-120x40")
    }

    @Test func `one line`() {
        #expect(render(Sample.full, 24, 2).rowText(0) == "infermon 2C 1W $63%     ")
        #expect(render(Sample.full, 12, 1).rowText(0) == "2C 1W $63%  ")
        #expect(render(Sample.empty, 24, 1).rowText(0).hasPrefix("infermon --"))
    }

    @Test func `a small screen says that a promise is broken before its alert fires`() throws {
        var dashboard = Sample.full
        var pending = try #require(dashboard.alerts.first)
        pending.state = .pending
        pending.firedAt = nil
        dashboard.alerts = [pending]
        dashboard.snapshot.total.state = .warning
        #expect(render(dashboard, 12, 1).rowText(0).hasPrefix("WARN "))
        let small = (0..<12).map { render(dashboard, 40, 12).rowText($0) }
        #expect(small[0].contains("WARN") && small.contains { $0.hasPrefix(" pend ") })
        #expect(!small.contains { $0.contains("nothing fires") })
        dashboard.snapshot.total.state = .ok
        #expect(render(dashboard, 12, 1).rowText(0).hasPrefix("1P "))
    }

    @Test(arguments: Page.allCases.filter { $0 != .overview }) func `a page`(page: Page) throws {
        for (width, height) in [(120, 40), (80, 24), (40, 12)] {
            try Golden.expect(
                render(Sample.full, width, height) { $0.page = page }, "\(page.rawValue)-\(width)x\(height)")
        }
        try Golden.expect(render(Sample.empty, 80, 24) { $0.page = page }, "\(page.rawValue)-empty-80x24")
    }

    @Test(arguments: PanelID.allCases) func `a box alone`(panel: PanelID) throws {
        let alone = { (state: inout UIState) in
            state.zoomed = panel
            state.focused = panel
        }
        try Golden.expect(render(Sample.full, 100, 24, alone), "\(panel)-100x24")
        try Golden.expect(render(Sample.stale, 72, 16, alone), "\(panel)-stale-72x16")
        try Golden.expect(render(Sample.bare, 72, 16, alone), "\(panel)-bare-72x16")
    }

    @Test func `the help`() throws {
        try Golden.expect(render(Sample.full, 120, 40) { $0.showsHelp = true }, "help-120x40")
        try Golden.expect(render(Sample.full, 40, 12) { $0.showsHelp = true }, "help-40x12")
    }

    @Test func `nothing read yet`() throws {
        try Golden.expect(render(nil, 80, 24), "waiting-80x24")
    }
}
