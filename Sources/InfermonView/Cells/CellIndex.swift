extension Int {
    /// A share of a length as a cell in it: rounded down and kept inside, whatever the share is.
    ///
    /// A share that is no number lies in the first cell.
    static func cell(at share: Double, of count: Int) -> Int {
        guard share > 0, count > 0 else { return 0 }
        return share >= 1 ? count - 1 : Swift.min(count - 1, Int(share * Double(count)))
    }

    /// How many of `count` cells a share fills: rounded to the nearest, at least one for anything above zero.
    static func cells(filled share: Double, of count: Int) -> Int {
        guard share > 0, count > 0 else { return 0 }
        return share >= 1 ? count : Swift.max(1, Int((share * Double(count)).rounded()))
    }
}
