import InfermonRollup

extension JSONScanner {
    /// Reads the line from its end backwards until all is there that can be expected, without touching the bulk at `floor`.
    ///
    /// Backwards, a quote ends a string, and the next one that no odd number of backslashes precedes begins it. Only the brace at the
    /// end shows that the line is whole.
    ///
    /// - Parameter floor: Where the value of the bulk key begins.
    /// - Returns: Whether the rest of the line need not be read; if not, what was read stays good.
    /// - Throws: What a wanted value is broken by.
    mutating func readsRest(behind floor: Position) throws(JSONDefect) -> Bool {
        guard shortcut.isTrained else { return false }
        hasLookedAtRest = true
        var position = spaceBefore(end, floor)
        guard position > floor, position[-1] == UInt8(ascii: "}") else { return false }
        if shortcut.isComplete { return true }
        if readsTail(behind: floor, to: position) { return true }
        position -= 1
        var expected = memory.lastTopLevel
        var following = -1
        while !shortcut.isComplete {
            guard let member = member(before: position, floor) else { return false }
            // Escapes are resolved forwards alone.
            if member.key.firstIndex(of: UInt8(ascii: "\\")) != nil { return false }
            var entry = expected
            if entry < 0 || !memory.isKey(of: entry, member.key) {
                entry = memory.find(member.key, in: 0)
                memory.link(backwards: following, to: entry)
            }
            if entry >= 0, memory.entries[entry].node >= 0 {
                let node = Int(memory.entries[entry].node)
                if memory.nodes[node].mode != .bulk {
                    shortcut.find(memory.nodes[node].bit)
                    var start = member.value
                    try wanted(node, at: &start, depth: 1)
                }
            }
            following = entry
            expected = entry >= 0 ? Int(memory.entries[entry].before) : -1
            position = spaceBefore(member.start, floor)
            guard position > floor, position[-1] == UInt8(ascii: ",") else { return shortcut.isComplete }
            position -= 1
            if shortcut.isComplete { memory.rememberTail(entry, distance: end - position) }
        }
        return true
    }

    /// Reads the line forwards from where the tail of the line before began, found by the bytes that lead to its first value.
    ///
    /// These bytes begin with a comma, and the quote after it, which no backslash precedes, can only open a key. It may be one of
    /// an inner object; but only when it is not does reading end with the last brace of the line. Read backwards, the line would be
    /// over with the same key: nothing before it in the line has its bit, and with it the line is complete. What backwards would be
    /// taken otherwise, such as a value that occurs twice, is left to that.
    ///
    /// - Parameters:
    ///   - floor: Where the value of the bulk key begins.
    ///   - close: The byte after the line's last brace.
    /// - Returns: Whether the rest of the line need not be read; if not, nothing has changed.
    private mutating func readsTail(behind floor: Position, to close: Position) -> Bool {
        let entry = memory.tail
        guard entry >= 0, shortcut.lacks(entries[entry].bit),
            let start = memory.lastLiteral(of: entry, before: close, floor)
        else { return false }
        let before = (present, captureCount, shortcut)
        isInTail = true
        defer { isInTail = false }
        do throws(JSONDefect) {
            let last = try members(from: start, of: 0, depth: 1, expected: entry)
            if last == close, shortcut.isComplete { return true }
        } catch {
            // Whatever is wrong with the line is found by reading it the other way.
        }
        (present, captureCount, shortcut) = before
        return false
    }

    /// The member that ends before `position`, spaces aside; `nil` when none ends there or it began before `floor`.
    private func member(before position: Position, _ floor: Position) -> (
        start: Position, key: LogText, value: Position
    )? {
        guard let value = startOfValue(before: spaceBefore(position, floor), floor) else { return nil }
        let colon = spaceBefore(value, floor)
        guard colon > floor, colon[-1] == UInt8(ascii: ":") else { return nil }
        let close = spaceBefore(colon - 1, floor)
        guard close > floor, close[-1] == UInt8(ascii: "\""), let open = startOfString(before: close - 1, floor) else {
            return nil
        }
        return (open, LogText(open + 1, count: close - 1 - (open + 1)), value)
    }

    private func spaceBefore(_ position: Position, _ floor: Position) -> Position {
        var position = position
        while position > floor, position[-1] == 0x20 || position[-1] == 0x09 || position[-1] == 0x0D { position -= 1 }
        return position
    }

    private func startOfValue(before position: Position, _ floor: Position) -> Position? {
        guard position > floor else { return nil }
        switch position[-1] {
        case UInt8(ascii: "\""):
            return startOfString(before: position - 1, floor)
        case UInt8(ascii: "}"), UInt8(ascii: "]"):
            return startOfContainer(before: position - 1, floor)
        default:
            var start = position
            while start > floor {
                switch start[-1] {
                case UInt8(ascii: ":"), 0x20, 0x09: return start < position ? start : nil
                case UInt8(ascii: ","), UInt8(ascii: "{"), UInt8(ascii: "["): return nil
                default: start -= 1
                }
            }
            return nil
        }
    }

    /// The quote that opens the string whose closing quote is at `close`.
    private func startOfString(before close: Position, _ floor: Position) -> Position? {
        var position = close
        while let quote = JSONBytes.last(UInt8(ascii: "\""), before: position, floor) {
            position = quote
            var first = position
            while first > floor, first[-1] == UInt8(ascii: "\\") { first -= 1 }
            if (position - first).isMultiple(of: 2) { return position }
            position = first
        }
        return nil
    }

    /// The bracket that opens the container whose closing one is at `close`.
    private func startOfContainer(before close: Position, _ floor: Position) -> Position? {
        var position = close
        var open = 1
        while position > floor {
            position -= 1
            switch position.pointee {
            case UInt8(ascii: "\""):
                guard let start = startOfString(before: position, floor) else { return nil }
                position = start
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                open += 1
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open -= 1
                if open == 0 { return position }
            default:
                break
            }
        }
        return nil
    }
}
