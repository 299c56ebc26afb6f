import InfermonRollup

extension JSONScanner {
    /// How far behind the line's end reading ahead may look.
    ///
    /// A position is at the end at most when a member is begun: 120 bytes of its key and then 33 of a number, twice 8 digits, a
    /// point, and twice 8 again, or as many of a string, its quote and 32, are the farthest.
    static let reach = JSONKeyMemory.longestLiteral + 40

    /// Reads members as long as each has the key that came next in the lines before, and a value of the plainest looks.
    ///
    /// Stops in front of the first member that is different in any way: the slower loop then reads it from its begin. So nothing here
    /// decides what a line means, and a line without ``reach`` readable bytes behind it is read the same without it.
    ///
    /// - Parameters:
    ///   - position: Where the next member begins, its comma included.
    ///   - previous: The entry of the last member read.
    ///   - expected: The entry that is expected; -1 for none.
    @inline(__always)
    mutating func readPredicted(at position: inout Position, previous: inout Int, expected: inout Int) {
        while position <= end {
            let entry = entries + expected
            guard entry.pointee.begins(position),
                entry.pointee.isShort || memory.matchesLong(entry, at: position, limit: limit)
            else { return }
            var value = position + Int(entry.pointee.literalCount)
            if entry.pointee.isPlainValue {
                guard readPlain(slot: entry.pointee.slot, at: &value) else { return }
                shortcut.find(entry.pointee.bit)
            } else {
                guard entry.pointee.node < 0, skipPlain(&value) else { return }
            }
            position = value
            previous = expected
            expected = Int(entry.pointee.next)
        }
    }

    /// Steps over a string without escapes, a number or a word; returns `false`, having changed nothing, at anything else.
    @inline(__always)
    private func skipPlain(_ position: inout Position) -> Bool {
        switch position.pointee {
        case UInt8(ascii: "\""):
            guard let close = JSONBytes.endOfPlainString(position + 1, end: end) else { return false }
            position = close + 1
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            return false
        default:
            let close = JSONBytes.endOfScalar(position)
            guard close > position else { return false }
            position = close
        }
        return true
    }

    /// Reads a string without escapes, a short number or a word; returns `false`, having changed nothing, at anything else.
    @inline(__always)
    private mutating func readPlain(slot: Int8, at position: inout Position) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: slot)
        // Of a key that occurs twice the first value counts.
        guard present & bit == 0 else { return false }
        let start = position
        let value = values + Int(slot)
        switch start.pointee {
        case UInt8(ascii: "\""):
            guard let close = JSONBytes.endOfPlainString(start + 1, end: end) else { return false }
            position = close + 1
            // What only numbers have is left as it was.
            value.pointee.kind = .string
            value.pointee.raw = LogText(start + 1, count: close - (start + 1))
        case UInt8(ascii: "-"), 48...57:
            guard let number = JSONBytes.plainNumber(at: &position) else { return false }
            value.pointee = number
        default:
            guard let word = JSONBytes.plainWord(at: &position) else { return false }
            value.pointee = word
        }
        present |= bit
        return true
    }
}
