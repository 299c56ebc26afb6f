/// A value against its limit, in one row: the filled part coloured by position, marks for today and for an estimate.
struct BarGauge {
    /// The value as a share of the limit; `nil` when it is not known.
    var share: Double?
    /// The gradient of the filled part.
    var role: StyleRole
    /// Where today stands in the period, 0…1.
    var today: Double?
    /// The estimate as a share of the limit; over 1 it stands at the end in the colour of a broken promise.
    var estimate: Double?

    /// Draws the gauge from a column of a row on.
    func draw(x: Int, y: Int, width: Int, in canvas: inout Canvas) {
        guard width > 0 else { return }
        let glyphs = canvas.glyphs
        let cells = Int.cells(filled: share ?? 0, of: width)
        for column in 0..<width {
            let position = (Double(column) + 0.5) / Double(width)
            if column < cells {
                canvas.put(glyphs.meterFilled, x: x + column, y: y, paint: Paint(role, at: position))
            } else {
                canvas.put(glyphs.meterEmpty, x: x + column, y: y, paint: Paint(.meterEmpty))
            }
        }
        if let today {
            canvas.put(glyphs.todayMark, x: x + .cell(at: today, of: width), y: y, paint: Paint(.today))
        }
        if let estimate, estimate.isFinite {
            let paint = Paint(estimate > 1 ? .critical : .estimate)
            canvas.put(glyphs.estimateMark, x: x + .cell(at: estimate, of: width), y: y, paint: paint)
        }
    }
}
