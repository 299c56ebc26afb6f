/// A rectangle of a buffer to draw into: nothing drawn through it lands outside.
public struct Canvas {
    /// The buffer that is drawn into.
    public private(set) var buffer: CellBuffer
    /// The rectangle, in the buffer's coordinates.
    public private(set) var bounds: Rect
    /// The characters that may be used.
    public let glyphs: GlyphSet

    /// Creates a canvas over a new buffer of `size`.
    public init(size: Size, glyphs: GlyphSet) {
        buffer = CellBuffer(size: size)
        bounds = Rect(size)
        self.glyphs = glyphs
    }

    /// Columns of the canvas.
    public var width: Int { bounds.width }
    /// Rows of the canvas.
    public var height: Int { bounds.height }

    /// Draws into a part of the canvas, whose coordinates start at its own top left.
    public mutating func inside(_ part: Rect, _ draw: (inout Canvas) -> Void) {
        let outer = bounds
        bounds = outer.intersection(
            Rect(x: outer.x + part.x, y: outer.y + part.y, width: part.width, height: part.height))
        // A part that begins left of or above the canvas would shift what is drawn in it; none does, as panels cut by rows and
        // columns of their own rectangle.
        if !bounds.isEmpty { draw(&self) }
        bounds = outer
    }

    /// Writes text from a column of a row on, cleaned and cut at the canvas' edge or after `limit` columns.
    ///
    /// - Returns: The column after the last one written.
    @discardableResult
    public mutating func write(_ text: String, x: Int, y: Int, paint: Paint, limit: Int = .max) -> Int {
        guard y >= 0, y < height, limit > 0 else { return x }
        var column = x
        let end = min(width, limit > width - x ? width : x + limit)
        SafeText.clusters(of: text, repertoire: glyphs.repertoire) { cluster in
            let next = column + cluster.width
            guard next <= end else { return false }
            if column >= 0 { buffer.set(cluster.cell(paint), x: bounds.x + column, y: bounds.y + y) }
            column = next
            return true
        }
        return column
    }

    /// Writes spans one after the other; see ``write(_:x:y:paint:limit:)``.
    @discardableResult
    public mutating func write(_ spans: [Span], x: Int, y: Int, limit: Int = .max) -> Int {
        var column = x
        let end = limit > width - x ? width : x + limit
        for span in spans {
            column = write(span.text, x: column, y: y, paint: span.paint, limit: end - column)
        }
        return column
    }

    /// Writes spans within `limit` columns; what does not fit ends in an ellipsis.
    @discardableResult
    public mutating func writeCut(_ spans: [Span], x: Int, y: Int, limit: Int) -> Int {
        var column = x
        for span in spans {
            let text = TextFit.cut(span.text, to: x + limit - column, repertoire: glyphs.repertoire)
            column = write(text, x: column, y: y, paint: span.paint, limit: x + limit - column)
            if text != span.text { break }
        }
        return column
    }

    /// Writes the groups of spans that fit within `limit` columns, with two blanks between them; the first that does not ends it.
    @discardableResult
    public mutating func writeGroups(_ groups: [[Span]], x: Int, y: Int, limit: Int) -> Int {
        var column = x
        for (index, group) in groups.enumerated() {
            let start = index == 0 ? x : column + 2
            let length = group.reduce(0) { $0 + TextFit.width($1.text, repertoire: glyphs.repertoire) }
            guard start + length <= x + limit else { break }
            column = write(group, x: start, y: y)
        }
        return column
    }

    /// Writes spans so that they end before the column `end`; left out when they do not fit behind `start`.
    @discardableResult
    public mutating func writeRight(_ spans: [Span], end: Int, y: Int, start: Int = 0) -> Bool {
        let length = spans.reduce(0) { $0 + TextFit.width($1.text, repertoire: glyphs.repertoire) }
        guard end - length >= start else { return false }
        write(spans, x: end - length, y: y)
        return true
    }

    /// Puts one character of our own, one column wide.
    public mutating func put(_ scalar: Unicode.Scalar, x: Int, y: Int, paint: Paint) {
        guard x >= 0, y >= 0, x < width, y < height else { return }
        buffer.set(Cell(base: scalar, paint: paint), x: bounds.x + x, y: bounds.y + y)
    }

    /// Fills a rectangle with one character.
    public mutating func fill(_ rect: Rect, with scalar: Unicode.Scalar = " ", paint: Paint = Paint(.text)) {
        let part = rect.intersection(Rect(x: 0, y: 0, width: width, height: height))
        for y in part.y..<part.bottom {
            for x in part.x..<part.right { put(scalar, x: x, y: y, paint: paint) }
        }
    }

    /// Marks a row as the selected one, from column `x` on for `length` columns.
    public mutating func select(row y: Int, x: Int = 0, length: Int = .max) {
        guard y >= 0, y < height else { return }
        for column in max(0, x)..<max(max(0, x), length > width - x ? width : x + length) {
            buffer.repaint(x: bounds.x + column, y: bounds.y + y) { $0.selected }
        }
    }

    /// The cell at a column and a row of the canvas; a blank outside.
    public subscript(x: Int, y: Int) -> Cell {
        guard x >= 0, y >= 0, x < width, y < height else { return .blank }
        return buffer[bounds.x + x, bounds.y + y]
    }
}

/// A piece of text in one paint.
public struct Span: Hashable, Sendable {
    /// The text, cleaned when it is drawn.
    public var text: String
    /// How it looks.
    public var paint: Paint

    /// Creates a span.
    public init(_ text: String, _ paint: Paint) {
        self.text = text
        self.paint = paint
    }

    /// Creates a span of a role.
    public init(_ text: String, _ role: StyleRole = .text) {
        self.text = text
        paint = Paint(role)
    }
}
