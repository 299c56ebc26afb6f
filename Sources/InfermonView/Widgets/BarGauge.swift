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
        let filled = share.map { min(Double(width), max(0, $0) * Double(width)) } ?? 0
        // Anything at all shows as one cell, so that little is told from nothing.
        let cells = filled > 0 ? max(1, Int(filled.rounded())) : 0
        for column in 0..<width {
            let position = (Double(column) + 0.5) / Double(width)
            if column < cells {
                canvas.put(glyphs.meterFilled, x: x + column, y: y, paint: Paint(role, at: position))
            } else {
                canvas.put(glyphs.meterEmpty, x: x + column, y: y, paint: Paint(.meterEmpty))
            }
        }
        if let today {
            canvas.put(glyphs.todayMark, x: x + column(of: today, width), y: y, paint: Paint(.today))
        }
        if let estimate, estimate.isFinite {
            let paint = Paint(estimate > 1 ? .critical : .estimate)
            canvas.put(glyphs.estimateMark, x: x + column(of: estimate, width), y: y, paint: paint)
        }
    }

    private func column(of share: Double, _ width: Int) -> Int {
        min(width - 1, max(0, Int(min(2, max(0, share)) * Double(width))))
    }
}
