/// An area graph with a value axis at its left and a line for a threshold.
struct LineChart {
    /// The columns that the axis takes.
    static let axisWidth = 9

    /// The values, oldest first.
    var values: [Double?]
    /// The value at the top.
    var top: Double
    /// What decides the colours.
    var tint: AreaGraph.Tint
    /// The value of the dashed line.
    var threshold: Double?
    /// How a value is written on the axis.
    var label: (Double) -> String

    /// Fills the canvas.
    func draw(in canvas: inout Canvas) {
        guard canvas.height > 0, canvas.width > Self.axisWidth + 2, top > 0 else { return }
        let rows = canvas.height
        let every = rows >= 9 ? 2 : rows >= 4 ? rows - 1 : max(1, rows)
        for row in stride(from: 0, to: rows, by: max(1, every)) {
            let value = top * (1 - (Double(row) + 0.5) / Double(rows))
            let text = row == rows - 1 ? label(0) : label(value)
            canvas.writeRight([Span(text, .graphText)], end: Self.axisWidth - 1, y: row)
        }
        let area = Rect(x: Self.axisWidth, y: 0, width: canvas.width - Self.axisWidth - 1, height: rows)
        canvas.inside(area) { part in
            AreaGraph(values: values, top: top, tint: tint, threshold: threshold).draw(in: &part)
        }
    }
}
