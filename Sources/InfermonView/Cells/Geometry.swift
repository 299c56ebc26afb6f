/// A width and a height in cells.
public struct Size: Hashable, Sendable {
    /// Columns, 0 or more.
    public var width: Int
    /// Rows, 0 or more.
    public var height: Int

    /// Creates a size; negative lengths become 0.
    public init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// The number of cells.
    public var area: Int { width * height }
}

/// A rectangle of cells, its origin at the top left.
public struct Rect: Hashable, Sendable {
    /// The leftmost column.
    public var x: Int
    /// The topmost row.
    public var y: Int
    /// Columns, 0 or more.
    public var width: Int
    /// Rows, 0 or more.
    public var height: Int

    /// Creates a rectangle; negative lengths become 0.
    public init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }

    /// Creates the rectangle of `size` at the origin.
    public init(_ size: Size) {
        self.init(x: 0, y: 0, width: size.width, height: size.height)
    }

    /// The column after the last.
    public var right: Int { x + width }
    /// The row after the last.
    public var bottom: Int { y + height }
    /// The width and height.
    public var size: Size { Size(width: width, height: height) }
    /// Whether it holds no cell.
    public var isEmpty: Bool { width == 0 || height == 0 }

    /// Whether the cell at a column and row lies inside.
    public func contains(x column: Int, y row: Int) -> Bool {
        column >= x && column < right && row >= y && row < bottom
    }

    /// The part that both rectangles cover; empty when they do not meet.
    public func intersection(_ other: Rect) -> Rect {
        let left = max(x, other.x)
        let top = max(y, other.y)
        return Rect(
            x: left, y: top, width: min(right, other.right) - left, height: min(bottom, other.bottom) - top)
    }

    /// The rectangle without `horizontal` columns at either side and `vertical` rows at either end.
    public func inset(horizontal: Int = 0, vertical: Int = 0) -> Rect {
        Rect(x: x + horizontal, y: y + vertical, width: width - 2 * horizontal, height: height - 2 * vertical)
    }

    /// The columns of the rectangle from `start` on, `length` of them, cut to the rectangle.
    public func columns(_ start: Int, _ length: Int) -> Rect {
        intersection(Rect(x: x + start, y: y, width: length, height: height))
    }

    /// The rows of the rectangle from `start` on, `length` of them, cut to the rectangle.
    public func rows(_ start: Int, _ length: Int) -> Rect {
        intersection(Rect(x: x, y: y + start, width: width, height: length))
    }
}
