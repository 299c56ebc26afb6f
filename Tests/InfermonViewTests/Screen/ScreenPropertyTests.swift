import InfermonModel
import InfermonView
import Testing

@Suite struct ScreenPropertyTests {
    /// Where the frames of the overview stand.
    private static let still = frames(render(HostileDashboard.filled(with: "x"), 120, 40))

    /// Frames stand where no text may: a text that left its box would have written over one.
    private static func frames(_ buffer: CellBuffer) -> [Int] {
        let roles: Set<StyleRole> = [
            .boxScenarios, .boxLatency, .boxThroughput, .boxCost, .boxGPU, .boxAlerts, .divider,
        ]
        return buffer.cells.indices.filter { index in
            roles.contains(buffer.cells[index].paint.role) && ["│", "╰", "╯"].contains(buffer.cells[index].text)
        }
    }

    private func expectPrintable(_ buffer: CellBuffer, _ note: String) {
        for cell in Set(buffer.cells) {
            let scalars = cell.scalars
            let isSound =
                scalars.count <= 3
                && scalars.allSatisfy { scalar in
                    let category = scalar.properties.generalCategory
                    return ![.control, .format, .privateUse, .unassigned, .surrogate].contains(category)
                        && !scalar.properties.isDefaultIgnorableCodePoint
                }
            if !isSound { Issue.record("\(note): a cell holds \(scalars.map(\.value))") }
        }
        let width = buffer.size.width
        for (index, cell) in buffer.cells.enumerated() where cell.extent == .wide {
            let isWhole = index % width + 1 < width && buffer.cells[index + 1].extent == .continuation
            if !isWhole { Issue.record("\(note): cell \(index) is half a cluster") }
        }
    }

    @Test(arguments: HostileStrings.all) func `hostile text fills no cell outside its box`(text: String) {
        let dashboard = HostileDashboard.filled(with: text)
        for page in Page.allCases {
            let (width, height) = page == .overview ? (120, 40) : (80, 24)
            let buffer = render(dashboard, width, height) { $0.page = page }
            expectPrintable(buffer, "\(page)")
            // Lists wrap hostile sentences over more rows, so only the frames of the overview stand still.
            if page == .overview { #expect(Self.frames(buffer) == Self.still) }
        }
    }

    @Test func `every size is drawn, with any data`() {
        let dashboards = [Sample.full, Sample.empty, Sample.bare, Sample.stale, HostileDashboard.extremes]
        for (width, height) in Self.sizes {
            let dashboard = dashboards[(width + height) % dashboards.count]
            let page =
                (width * height).isMultiple(of: 2)
                ? .overview : Page.allCases[(width / 3 + height) % Page.allCases.count]
            let buffer = render(dashboard, width, height) {
                $0.page = page
                $0.showsHelp = (width + height) % 11 == 0
                $0.selection = [.scenarios: height, .logs: width, .alerts: 99, .sources: height, .cost: width]
            }
            #expect(buffer.cells.count == width * height)
            let isBlank = buffer.cells.allSatisfy { $0.text == " " }
            #expect(!isBlank, "\(page) at \(width)x\(height)")
        }
    }

    /// Every small size, and the sizes around those at which the layout changes.
    private static let sizes: [(Int, Int)] =
        (1...40).flatMap { width in (1...12).filter { (width + $0) % 3 == 0 }.map { (width, $0) } }
        + [71, 72, 79, 80, 99, 109, 110, 120, 160, 161, 300].flatMap { width in
            [1, 3, 8, 15, 16, 17, 23, 24, 27, 31, 32, 40, 100].map { (width, $0) }
        }

    @Test(arguments: Page.allCases) func `numbers beyond reason are drawn too`(page: Page) {
        for (width, height) in [(120, 40), (80, 24), (40, 12), (20, 5), (9, 1), (200, 60)] {
            for glyphs in [GlyphSet.braille, .blocks, .ascii] {
                let buffer = render(HostileDashboard.extremes, width, height, glyphs: glyphs) { $0.page = page }
                expectPrintable(buffer, "\(page) \(width)x\(height)")
            }
        }
        for panel in PanelID.allCases {
            _ = render(HostileDashboard.extremes, 100, 30) { $0.zoomed = panel }
        }
    }

    @Test func `a screen without cells is one`() {
        #expect(render(Sample.full, 0, 0).cells.isEmpty)
        #expect(render(nil, 1, 1).cells.count == 1)
    }
}
