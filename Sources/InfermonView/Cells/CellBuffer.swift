/// A screen of cells, row-major.
public struct CellBuffer: Hashable, Sendable {
    /// The size.
    public let size: Size
    /// The cells, row by row; `size.width × size.height` of them.
    public private(set) var cells: [Cell]

    /// Creates a buffer of blanks.
    public init(size: Size) {
        self.size = size
        cells = Array(repeating: .blank, count: size.area)
    }

    /// The cell at a column and a row; both lie inside the buffer.
    public subscript(x: Int, y: Int) -> Cell {
        cells[y * size.width + x]
    }

    /// Puts a cluster into a cell, and into the next one if it is wide; what does not fit is left out.
    ///
    /// Half of a wide cluster that was there before becomes a blank.
    mutating func set(_ cell: Cell, x: Int, y: Int) {
        guard x >= 0, y >= 0, x < size.width, y < size.height else { return }
        let isWide = cell.extent == .wide
        guard !isWide || x + 1 < size.width else { return }
        let index = y * size.width + x
        clearHalf(at: index, column: x)
        if isWide {
            clearHalf(at: index + 1, column: x + 1)
            cells[index + 1] = .continuation(paint: cell.paint)
        }
        cells[index] = cell
    }

    private mutating func clearHalf(at index: Int, column: Int) {
        switch cells[index].extent {
        case .single: break
        case .wide:
            if column + 1 < size.width { cells[index + 1] = Cell(base: " ", paint: cells[index + 1].paint) }
        case .continuation:
            if column > 0 { cells[index - 1] = Cell(base: " ", paint: cells[index - 1].paint) }
        }
    }

    /// Changes the paint of a cell.
    mutating func repaint(x: Int, y: Int, _ change: (Paint) -> Paint) {
        guard x >= 0, y >= 0, x < size.width, y < size.height else { return }
        let index = y * size.width + x
        cells[index] = cells[index].painted(change(cells[index].paint))
    }

    /// One row as text, as wide as the buffer.
    public func rowText(_ y: Int) -> String {
        cells[(y * size.width)..<((y + 1) * size.width)].map(\.text).joined()
    }

    /// The rows as text without trailing spaces.
    public var text: String {
        (0..<size.height).map { Self.trimmed(rowText($0)) + "\n" }.joined()
    }

    /// The rows as one letter per cell, the letter of its role; see ``StyleRole/letter``.
    public var roles: String {
        (0..<size.height).map { y in
            let letters = (0..<size.width).map { x in
                let cell = self[x, y]
                return cell.isBlank && cell.extent == .single && cell.paint.role == .text && !cell.paint.isSelected
                    ? " " : String(cell.paint.role.letter)
            }
            return Self.trimmed(letters.joined()) + "\n"
        }.joined()
    }

    private static func trimmed(_ row: String) -> Substring {
        var row = row[...]
        while row.last == " " { row.removeLast() }
        return row
    }
}
