/// What changed between two screens.
public struct CellDiff: Sendable {
    /// Changed cells beside each other in one row, all of one paint.
    public struct Run: Hashable, Sendable {
        /// The column of the first cell.
        public let x: Int
        /// The row.
        public let y: Int
        /// How many columns it covers.
        public let width: Int
        /// The paint of all its cells.
        public let paint: Paint
        /// The clusters, in order.
        public let text: String
    }

    /// The changed runs, top to bottom and left to right.
    public let runs: [Run]

    /// Compares two buffers; one of another size, or none, makes every cell a changed one.
    public init(from old: CellBuffer?, to new: CellBuffer) {
        guard let old, old.size == new.size else {
            runs = (0..<new.size.height).flatMap { Self.runs(of: new, row: $0, columns: 0..<new.size.width) }
            return
        }
        var runs: [Run] = []
        let width = new.size.width
        old.cells.withUnsafeBufferPointer { before in
            new.cells.withUnsafeBufferPointer { after in
                for y in 0..<new.size.height {
                    var x = 0
                    while x < width {
                        guard before[y * width + x] != after[y * width + x] else {
                            x += 1
                            continue
                        }
                        var end = x + 1
                        while end < width, before[y * width + end] != after[y * width + end] { end += 1 }
                        // A wide cluster is written whole, even where only one of its halves differs.
                        if after[y * width + x].extent == .continuation, x > 0 { x -= 1 }
                        if after[y * width + end - 1].extent == .wide, end < width { end += 1 }
                        runs += Self.runs(of: new, row: y, columns: x..<end)
                        x = end
                    }
                }
            }
        }
        self.runs = runs
    }

    private static func runs(of buffer: CellBuffer, row y: Int, columns: Range<Int>) -> [Run] {
        var runs: [Run] = []
        var x = columns.lowerBound
        while x < columns.upperBound {
            let paint = buffer[x, y].paint
            var text = String.UnicodeScalarView()
            var end = x
            while end < columns.upperBound, buffer[end, y].paint == paint {
                let cell = buffer[end, y]
                if cell.extent != .continuation { text.append(contentsOf: cell.scalars) }
                end += 1
            }
            runs.append(Run(x: x, y: y, width: end - x, paint: paint, text: String(text)))
            x = end
        }
        return runs
    }
}
