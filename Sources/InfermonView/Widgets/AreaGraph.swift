/// A filled graph of a series, newest at the right; nothing is drawn where nothing was measured.
///
/// Braille gives two samples a column and four steps a row. A measured value always shows at least one dot, so a gap differs from
/// zero. Where there are more values than samples the greatest of each group is taken: a spike is never averaged away.
struct AreaGraph {
    /// What decides the colour of a column.
    enum Tint {
        /// A gradient by height: the top of the graph is its end.
        case height(StyleRole)
        /// A gradient by the value of the column, given as a share of its limit.
        case value(StyleRole, limit: Double)
    }

    /// Whether the graph stands on its floor or hangs from its ceiling.
    enum Direction {
        /// Grows upward.
        case up
        /// Grows downward.
        case down
    }

    /// The values, oldest first.
    var values: [Double?]
    /// The value at the top; more is cut.
    var top: Double
    /// What decides the colours.
    var tint: Tint
    /// Which way it grows.
    var direction = Direction.up
    /// A value that a dashed line stands for; `nil` for none.
    var threshold: Double?

    /// Fills the canvas.
    func draw(in canvas: inout Canvas) {
        guard canvas.width > 0, canvas.height > 0, top > 0 else { return }
        drawThreshold(in: &canvas)
        let perColumn = canvas.glyphs.plot == .braille ? 2 : 1
        let samples = Self.resampled(values, to: canvas.width * perColumn)
        for column in 0..<canvas.width {
            drawColumn(column, Array(samples[(column * perColumn)..<((column + 1) * perColumn)]), in: &canvas)
        }
    }

    private func drawThreshold(in canvas: inout Canvas) {
        guard let threshold, threshold > 0, threshold <= top else { return }
        let row = Int.cell(at: 1 - threshold / top, of: canvas.height)
        for column in 0..<canvas.width {
            canvas.put(canvas.glyphs.threshold, x: column, y: row, paint: Paint(.threshold))
        }
    }

    private func drawColumn(_ column: Int, _ samples: [Double?], in canvas: inout Canvas) {
        let steps = 4 * canvas.height
        let blockSteps = 8 * canvas.height
        let isBlocks = canvas.glyphs.plot == .blocks
        let levels = samples.map { sample in
            sample.map { level(of: $0, steps: isBlocks ? blockSteps : steps) } ?? 0
        }
        guard let highest = levels.max(), highest > 0 else { return }
        for row in 0..<canvas.height {
            let fromFloor = direction == .up ? canvas.height - 1 - row : row
            guard let glyph = glyph(levels, fromFloor: fromFloor, canvas.glyphs) else { continue }
            let paint = paint(samples, fromFloor: fromFloor, height: canvas.height)
            canvas.put(glyph, x: column, y: row, paint: paint)
        }
    }

    private func level(of value: Double, steps: Int) -> Int {
        max(1, .cells(filled: value / top, of: steps))
    }

    private func paint(_ samples: [Double?], fromFloor: Int, height: Int) -> Paint {
        switch tint {
        case .height(let role):
            // One row has no height to colour by: its columns are coloured by their values.
            guard height > 1 else { return Paint(role, at: (samples.compactMap { $0 }.max() ?? 0) / top) }
            return Paint(role, at: (Double(fromFloor) + 0.5) / Double(height))
        case .value(let role, let limit):
            let value = samples.compactMap { $0 }.max() ?? 0
            return Paint(role, at: AreaGraph.alarm(value / limit))
        }
    }

    /// Where a share of a limit lies in a gradient: calm to three quarters, then rising, and at its end from the limit on.
    static func alarm(_ share: Double) -> Double {
        guard share.isFinite else { return 1 }
        if share >= 1 { return 1 }
        return share <= 0.75 ? max(0, share) * 0.2 : 0.15 + (share - 0.75) / 0.25 * 0.5
    }

    private func glyph(_ levels: [Int], fromFloor: Int, _ glyphs: GlyphSet) -> Unicode.Scalar? {
        switch glyphs.plot {
        case .braille:
            let dots = levels.map { min(4, max(0, $0 - fromFloor * 4)) }
            guard dots.contains(where: { $0 > 0 }) else { return nil }
            return Self.braille(left: dots[0], right: dots[dots.count - 1], direction)
        case .blocks:
            let eighths = min(8, max(0, levels[0] - fromFloor * 8))
            guard eighths > 0 else { return nil }
            // There are no eighths that hang from the top; a hanging column is drawn in half cells.
            if direction == .down { return eighths > 4 ? "█" : "▀" }
            return Unicode.Scalar(UInt32(0x2580 + eighths))
        case .ascii:
            let quarters = min(4, max(0, levels[0] - fromFloor * 4))
            return quarters == 0 ? nil : [".", ":", "|", "#"][quarters - 1]
        }
    }

    /// The braille pattern with `left` and `right` dots filled, of four each.
    private static func braille(left: Int, right: Int, _ direction: Direction) -> Unicode.Scalar? {
        let leftBits: [UInt32] = direction == .up ? [0x40, 0x04, 0x02, 0x01] : [0x01, 0x02, 0x04, 0x40]
        let rightBits: [UInt32] = direction == .up ? [0x80, 0x20, 0x10, 0x08] : [0x08, 0x10, 0x20, 0x80]
        let bits = leftBits.prefix(left).reduce(0, |) | rightBits.prefix(right).reduce(0, |)
        return Unicode.Scalar(0x2800 + bits)
    }

    /// The values brought to `count` samples: the greatest of each group, or each value held.
    static func resampled(_ values: [Double?], to count: Int) -> [Double?] {
        guard !values.isEmpty else { return Array(repeating: nil, count: count) }
        return (0..<count).map { index in
            let start = index * values.count / count
            let end = max(start + 1, (index + 1) * values.count / count)
            return values[start..<min(end, values.count)].compactMap { $0 }.max()
        }
    }
}
