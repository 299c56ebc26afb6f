import InfermonRollup

/// Takes the wanted values out of one JSON object per line, without building it.
///
/// The wanted paths form a tree. For each object of the tree the scanner remembers which key followed which in the lines before,
/// as the bytes from the comma to the value: on the next line one comparison of these bytes replaces reading a key, looking it up
/// and checking the punctuation. A wrong guess costs a look-up and corrects the memory. Unwanted values are skipped with wide
/// loads; strings with escapes and numbers beyond 64 bits take a slow path per value. On short lines this beats simdjson, whose
/// index of the whole line does not pay off there. Most members do not even get that far: see ``readPredicted(at:previous:expected:)``.
///
/// At a key that its format declares as bulk, such as `messages`, the scanner turns to the line's end and reads backwards until it
/// has all that the first lines of the file had (``JSONShortcut``): prompts are then not even looked at.
///
/// Of a key that occurs twice the first value counts. The memory speeds up and never changes results.
struct JSONScanner {
    typealias Position = UnsafePointer<UInt8>

    let arena: ScratchArena
    let memory: JSONKeyMemory
    let found: JSONFindings
    /// The memory's and the findings' own, at hand without a step through an object.
    let entries: UnsafeMutablePointer<JSONKeyMemory.Entry>
    let values: UnsafeMutablePointer<JSONValue>
    var shortcut: JSONShortcut
    /// Bits of the slots that the line has.
    var present: UInt64 = 0
    var captureCount = 0
    var end: Position
    var limit: Position
    /// Whether so much is readable behind the line that its members can be read ahead.
    private var isRoomy = false
    /// Whether the line's rest was looked at from its end: what that did not find, it will not find behind another bulk key either.
    var hasLookedAtRest = false
    /// Whether a line's tail is being read, where nothing may occur that reading backwards would take otherwise.
    var isInTail = false

    init(_ table: JSONFieldTable, arena: ScratchArena) {
        self.arena = arena
        memory = JSONKeyMemory(table)
        found = JSONFindings(slots: table.paths.count)
        entries = memory.entries
        values = found.values
        shortcut = JSONShortcut(table, memory: memory)
        end = Position(arena.nowhere)
        limit = end
    }

    /// Scans the object that `line` is.
    ///
    /// - Parameters:
    ///   - line: The bytes without their newline, which is readable behind them.
    ///   - limit: The end of readable memory.
    /// - Throws: The defect that makes the line unusable; what was found before it is void.
    mutating func scan(_ line: UnsafeBufferPointer<UInt8>, limit: Position) throws(JSONDefect) {
        present = 0
        captureCount = 0
        guard let start = line.baseAddress else { throw .noObject }
        end = start + line.count
        self.limit = limit
        isRoomy = limit - end >= Self.reach
        hasLookedAtRest = false
        shortcut.begin()
        let open = JSONBytes.skipSpace(start)
        guard open.pointee == UInt8(ascii: "{") else { throw .noObject }
        let close = try members(from: open + 1, of: 0, depth: 1)
        if close != end, JSONBytes.skipSpace(close) < end { throw .trailingBytes }
        shortcut.finish()
    }

    /// Reads the members of the object of `node` whose content begins at `start`; returns the byte after its brace.
    private mutating func members(from start: Position, of node: Int, depth: Int) throws(JSONDefect) -> Position {
        guard depth <= JSONBytes.depthLimit else { throw .tooDeep }
        return try members(from: start, of: node, depth: depth, expected: Int(memory.nodes[node].predictedFirst))
    }

    /// Reads the members from `start` on, of which the first is probably that of the entry `expected`.
    ///
    /// - Parameters:
    ///   - start: Where the first member begins, or the comma before it.
    ///   - node: The object's node.
    ///   - depth: How many objects the members are in.
    ///   - first: The entry that is expected; -1 for none.
    /// - Returns: The byte after the object's brace.
    /// - Throws: What makes the line unusable.
    mutating func members(
        from start: Position, of node: Int, depth: Int, expected first: Int
    ) throws(JSONDefect) -> Position {
        var position = start
        var previous = -1
        var expected = first
        while true {
            if isRoomy { readPredicted(at: &position, previous: &previous, expected: &expected) }
            var entry = expected
            if entry >= 0, memory.matches(entries + entry, at: position, limit: limit) {
                position += Int(entries[entry].literalCount)
            } else {
                let begin = position
                position = JSONBytes.skipSpace(position)
                if position.pointee == UInt8(ascii: "}"), position < end { return position + 1 }
                if begin != start {
                    guard position.pointee == UInt8(ascii: ",") else {
                        throw position >= end ? .endsEarly : .unexpectedByte
                    }
                    position = JSONBytes.skipSpace(position + 1)
                }
                entry = try key(at: &position, literalStart: begin, of: node)
                memory.link(previous, to: entry, of: node)
            }
            if entry >= 0, entries[entry].isPlainValue {
                shortcut.find(entries[entry].bit)
                try plainValue(Int(entries[entry].slot), at: &position, depth: depth)
                previous = entry
                expected = Int(entries[entry].next)
                continue
            }
            let child = entry >= 0 ? Int(entries[entry].node) : -1
            if child < 0 {
                try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: depth)
            } else if node != 0 {
                try wanted(child, at: &position, depth: depth)
            } else if memory.nodes[child].mode == .bulk {
                if !hasLookedAtRest, try readsRest(behind: position) { return end }
                try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: depth)
            } else {
                shortcut.find(memory.nodes[child].bit)
                try wanted(child, at: &position, depth: depth)
            }
            previous = entry
            expected = entry >= 0 ? Int(memory.entries[entry].next) : -1
        }
    }

    /// Reads the value of a node of the tree.
    @inline(__always)
    mutating func wanted(_ node: Int, at position: inout Position, depth: Int) throws(JSONDefect) {
        guard memory.nodes[node].mode == .value else { return try structure(node, at: &position, depth: depth) }
        try plainValue(Int(memory.nodes[node].slot), at: &position, depth: depth)
    }

    private mutating func plainValue(_ slot: Int, at position: inout Position, depth: Int) throws(JSONDefect) {
        let value = try JSONBytes.value(at: &position, end: end, limit: limit, depth: depth, arena: arena)
        if try isNew(slot) { values[slot] = value }
    }

    private mutating func structure(_ node: Int, at position: inout Position, depth: Int) throws(JSONDefect) {
        let slot = Int(memory.nodes[node].slot)
        let start = position
        switch memory.nodes[node].mode {
        case .object:
            guard start.pointee == UInt8(ascii: "{") else { fallthrough }
            position = try members(from: start + 1, of: node, depth: depth + 1)
        case .bulk:
            try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: depth)
        case .value, .valueAndObject:
            var value: JSONValue
            if start.pointee == UInt8(ascii: "{") {
                position = try members(from: start + 1, of: node, depth: depth + 1)
                value = JSONValue(.object, raw: LogText(start, count: position - start))
            } else {
                value = try JSONBytes.value(at: &position, end: end, limit: limit, depth: depth, arena: arena)
            }
            if try isNew(slot) { found.values[slot] = value }
        case .everyMember, .everyElement:
            try captures(of: slot, at: &position, depth: depth)
        }
    }

    /// Reads an object or array of which every member or element is wanted, or what stands in its place.
    private mutating func captures(of slot: Int, at position: inout Position, depth: Int) throws(JSONDefect) {
        let start = position
        let isObject = start.pointee == UInt8(ascii: "{")
        guard isObject || start.pointee == UInt8(ascii: "[") else {
            return try plainValue(slot, at: &position, depth: depth)
        }
        guard try isNew(slot) else {
            return try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: depth)
        }
        var cursor = JSONCursor(openedAt: start, end: end, limit: limit, depth: depth, arena: arena)
        while captureCount < JSONFindings.captureLimit, let member = try cursor.next() {
            (found.captures + captureCount).initialize(
                to: JSONCapture(slot: slot, name: member.name, value: member.value))
            captureCount += 1
        }
        if cursor.isDone {
            position = cursor.position + 1
        } else {
            if isInTail { throw .unexpectedByte }
            position = try JSONBytes.endOfContainer(cursor.position, end: end, limit: limit, depth: depth)
        }
        values[slot] = JSONValue(isObject ? .object : .array, raw: LogText(start, count: position - start))
    }

    /// Whether a slot has no value yet; it then counts as having one.
    ///
    /// Throws in a tail, where the last of two values would count if it were read backwards.
    @inline(__always)
    private mutating func isNew(_ slot: Int) throws(JSONDefect) -> Bool {
        let bit: UInt64 = 1 &<< UInt64(truncatingIfNeeded: slot)
        guard present & bit == 0 else {
            if isInTail { throw .unexpectedByte }
            return false
        }
        present |= bit
        return true
    }

    /// Reads a key by its bytes, up to its value, and finds or makes its entry.
    private func key(at position: inout Position, literalStart: Position, of node: Int) throws(JSONDefect) -> Int {
        let (raw, hasEscapes) = try keyText(at: &position)
        guard !hasEscapes else {
            if isInTail { throw .unexpectedByte }
            return memory.find(arena.unescaped(raw), in: node)
        }
        return memory.learn(raw, literal: LogText(literalStart, count: position - literalStart), in: node)
    }

    private func keyText(at position: inout Position) throws(JSONDefect) -> (raw: LogText, hasEscapes: Bool) {
        guard position.pointee == UInt8(ascii: "\"") else { throw position >= end ? .endsEarly : .unexpectedByte }
        var hasEscapes = false
        let start = position + 1
        let close = JSONBytes.endOfString(start, limit: limit, hasEscapes: &hasEscapes)
        if close >= end { throw .endsEarly }
        position = JSONBytes.skipSpace(close + 1)
        guard position.pointee == UInt8(ascii: ":") else { throw position >= end ? .endsEarly : .unexpectedByte }
        position = JSONBytes.skipSpace(position + 1)
        return (LogText(start, count: close - start), hasEscapes)
    }
}

extension JSONScanner {
    /// What was found in the line last scanned.
    @inline(__always)
    func line(_ text: LogText) -> LogLine { LogLine(text: text, scanner: self) }
}
