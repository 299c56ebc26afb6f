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
        var taken: Set<Int> = []
        if let threshold, threshold > 0, threshold <= top {
            let row = Int.cell(at: 1 - threshold / top, of: rows)
            canvas.writeRight([Span(label(threshold), .threshold)], end: Self.axisWidth - 1, y: row)
            taken.insert(row)
        }
        for value in Self.ticks(to: top, count: max(1, rows / 2)) {
            let row = Int.cell(at: 1 - value / top, of: rows)
            guard taken.insert(row).inserted else { continue }
            canvas.writeRight([Span(label(value), .graphText)], end: Self.axisWidth - 1, y: row)
        }
        let area = Rect(x: Self.axisWidth, y: 0, width: canvas.width - Self.axisWidth - 1, height: rows)
        canvas.inside(area) { part in
            AreaGraph(values: values, top: top, tint: tint, threshold: threshold).draw(in: &part)
        }
    }

    /// Round values from 0 up to `top`, at most `count` steps of 1, 2 or 5 times a power of ten.
    static func ticks(to top: Double, count: Int) -> [Double] {
        guard top.isFinite, top > 1e-12, top < 1e18, count > 0 else { return [0] }
        let least = top / Double(count)
        let step: Double
        // Upward by multiplying and downward by dividing: both keep 1, 2, 5 and their powers exact.
        var unit = 1.0
        while unit * 10 <= least { unit *= 10 }
        if unit <= least {
            step = [1, 2, 5, 10].map { unit * $0 }.first { $0 >= least } ?? top
        } else {
            var divisor = 1.0
            while 1 / (divisor * 10) >= least { divisor *= 10 }
            step = [10, 5, 2, 1].map { 1 / (divisor * $0) }.first { $0 >= least } ?? 1 / divisor
        }
        return (0...count).map { Double($0) * step }.filter { $0 <= top }
    }
}
