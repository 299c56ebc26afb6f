import Testing

@testable import InfermonView

@Suite struct WidgetTests {
    private func text(_ width: Int, _ height: Int = 1, glyphs: GlyphSet = .braille, _ draw: (inout Canvas) -> Void)
        -> String
    {
        var canvas = Canvas(size: Size(width: width, height: height), glyphs: glyphs)
        draw(&canvas)
        return canvas.buffer.text
    }

    @Test(
        arguments: [
            (0.0, nil, nil, ".........."), (0.001, nil, nil, "#........."), (0.5, nil, nil, "#####....."),
            (2.0, nil, nil, "##########"), (0.6, 0.75, 0.8, "######.|>."), (0.8, 0.75, 1.12, "#######|.>"),
            (nil, 0, nil, "|........."),
        ] as [(Double?, Double?, Double?, String)])
    func `a gauge shows its value, today and the estimate`(
        share: Double?, today: Double?, estimate: Double?, row: String
    ) {
        let drawn = text(10, glyphs: .ascii) {
            BarGauge(share: share, role: .budget, today: today, estimate: estimate).draw(x: 0, y: 0, width: 10, in: &$0)
        }
        #expect(drawn == row + "\n")
    }

    @Test func `an estimate over the limit is painted as a broken promise`() {
        var canvas = Canvas(size: Size(width: 10, height: 1), glyphs: .braille)
        BarGauge(share: 0.8, role: .budget, today: nil, estimate: 1.01).draw(x: 0, y: 0, width: 10, in: &canvas)
        #expect(canvas[9, 0].paint.role == .critical)
        BarGauge(share: 0.8, role: .budget, today: nil, estimate: 0.99).draw(x: 0, y: 0, width: 10, in: &canvas)
        #expect(canvas[9, 0].paint.role == .estimate)
    }

    @Test func `a gap differs from zero`() {
        let drawn = text(4) { AreaGraph(values: [0, nil, 4, nil], top: 4, tint: .height(.load)).draw(in: &$0) }
        #expect(drawn == "⣀ ⣿\n")
    }

    @Test func `a graph hangs from its ceiling`() {
        let values: [Double?] = [1, 1, 2, 2]
        let drawn = text(2, 2) {
            AreaGraph(values: values, top: 2, tint: .height(.load), direction: .down).draw(in: &$0)
        }
        #expect(drawn == "⣿⣿\n ⣿\n")
    }

    @Test func `the greatest of several values is kept`() {
        #expect(AreaGraph.resampled([1, 9, 1, 1, nil, 2], to: 3) == [9, 1, 2])
        #expect(AreaGraph.resampled([1, 2], to: 4) == [1, 1, 2, 2])
        #expect(AreaGraph.resampled([], to: 2) == [nil, nil])
    }

    @Test func `the alarm rises to the limit and stays`() {
        #expect(AreaGraph.alarm(0.5) < 0.2)
        #expect(AreaGraph.alarm(0.95) > 0.5)
        #expect(AreaGraph.alarm(1) == 1)
        #expect(AreaGraph.alarm(.infinity) == 1)
    }

    @Test func `columns are dropped and never squeezed`() {
        let table = DataTable(
            columns: [
                .init(title: "NAME", width: 4, alignment: .left), .init(title: "LATER", width: 5, priority: 2),
                .init(title: "FIRST", width: 5, priority: 1), .init(title: "KEPT", width: 4),
            ], rows: [[[Span("a")], [Span("b")], [Span("c")], [Span("d")]]])
        #expect(text(23, 2) { table.draw(in: &$0) } == " NAME LATER FIRST KEPT\n a        b     c    d\n")
        #expect(text(17, 2) { table.draw(in: &$0) } == " NAME FIRST KEPT\n a        c    d\n")
        #expect(text(11, 2) { table.draw(in: &$0) } == " NAME KEPT\n a       d\n")
    }

    @Test(arguments: [(10, nil, 4, 0..<4), (10, 9, 4, 6..<10), (10, 5, 4, 2..<6), (3, 2, 4, 0..<3), (5, 2, 0, 0..<0)])
    func `the selected row is among those that are seen`(total: Int, selected: Int?, height: Int, rows: Range<Int>) {
        #expect(DataTable.visible(total: total, selected: selected, height: height) == rows)
    }

    @Test(arguments: [(3, nil, ""), (4, nil, "1-3 of 4"), (9, 8, "7-9 of 9"), (0, nil, "")] as [(Int, Int?, String)])
    func `a box with rows out of sight says which are seen`(total: Int, selected: Int?, note: String) {
        let badge = DataTable.badge(total: total, selected: selected, boxHeight: 6)
        #expect(badge.map(\.text).joined() == note)
        #expect(DataTable.note(0..<0, of: 2) == "0 of 2")
    }

    @Test(arguments: [
        (8_100.0, 6, [0, 2_000, 4_000, 6_000, 8_000]), (12.0, 5, [0, 5, 10]), (0.9, 4, [0, 0.5]), (.nan, 4, [0]),
    ])
    func `an axis has round values`(top: Double, count: Int, values: [Double]) {
        #expect(LineChart.ticks(to: top, count: count) == values)
    }

    @Test func `a box says its name, its key and its remark`() {
        let drawn = text(24, 3) { canvas in
            _ = Border(role: .boxGPU, title: "gpu", number: 5, badge: [Span("2 hosts")]).draw(
                Rect(x: 0, y: 0, width: 24, height: 3), in: &canvas)
        }
        #expect(drawn == "╭─┐⁵gpu┌─────┐2 hosts┌─╮\n│                      │\n╰──────────────────────╯\n")
    }
}
