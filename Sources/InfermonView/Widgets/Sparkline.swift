/// A series in one row, with a dim floor where nothing was measured.
struct Sparkline {
    /// The values, oldest first.
    var values: [Double?]
    /// The value at the top; `nil` for the greatest one.
    var top: Double?
    /// What decides the colours.
    var tint: AreaGraph.Tint

    /// Draws the row from a column on.
    func draw(x: Int, y: Int, width: Int, in canvas: inout Canvas) {
        guard width > 0 else { return }
        for column in 0..<width { canvas.put(canvas.glyphs.gap, x: x + column, y: y, paint: Paint(.meterEmpty)) }
        let greatest = values.compactMap { $0 }.max() ?? 0
        let graph = AreaGraph(values: values, top: top ?? max(greatest * 1.1, 1e-9), tint: tint)
        canvas.inside(Rect(x: x, y: y, width: width, height: 1)) { graph.draw(in: &$0) }
    }
}
