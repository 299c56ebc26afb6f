import InfermonRollup

/// Takes the wanted values out of one JSON object per line, without building it.
///
/// The wanted paths form a tree. For each object of the tree the scanner remembers which key followed which in the lines before,
/// as the bytes from the comma to the value: on the next line one comparison of these bytes replaces reading a key, looking it up
/// and checking the punctuation. A wrong guess costs a look-up and corrects the memory. Unwanted values are skipped with wide
/// loads; strings with escapes and numbers beyond 64 bits take a slow path per value. On short lines this beats simdjson, whose
/// index of the whole line does not pay off there.
///
/// Behind the keys that a format declares as bulk, such as `messages`, the line is read from its end backwards until all is there
/// that the first lines of the file had (``JSONScanner/Shortcut``): prompts are then not even looked at.
///
/// Of a key that occurs twice the first value counts. The state is a memory of the file's style and never changes results.
final class JSONScanner {
    typealias Position = UnsafePointer<UInt8>

    let arena: ScratchArena
    let fields: UnsafeMutablePointer<JSONValue>
    let fieldCount: Int
    /// Bits of the slots that the line has.
    var present: UInt64 = 0
    /// Members and elements that `*` and `[]` wanted.
    var captures: [JSONCapture] = []
    let memory: JSONKeyMemory
    var shortcut: JSONShortcut
    var end: Position
    var limit: Position

    /// The most members or elements kept of one line.
    static let captureLimit = 96

    init(_ table: JSONFieldTable, arena: ScratchArena) {
        self.arena = arena
        fieldCount = table.paths.count
        fields = .allocate(capacity: max(1, fieldCount))
        fields.initialize(repeating: .missing, count: max(1, fieldCount))
        memory = JSONKeyMemory(table)
        shortcut = JSONShortcut(table, memory: memory)
        end = UnsafePointer(arena.nowhere)
        limit = end
        captures.reserveCapacity(Self.captureLimit)
    }

    deinit {
        fields.deallocate()
    }

    /// Scans the object that `line` is.
    ///
    /// - Parameters:
    ///   - line: The bytes without their newline, which is readable behind them.
    ///   - limit: The end of readable memory.
    /// - Throws: The defect that makes the line unusable; what was found before it is void.
    func scan(_ line: UnsafeBufferPointer<UInt8>, limit: Position) throws(JSONDefect) {
        present = 0
        if !captures.isEmpty { captures.removeAll(keepingCapacity: true) }
        guard let start = line.baseAddress else { throw .noObject }
        end = start + line.count
        self.limit = limit
        shortcut.begin()
        let open = JSONBytes.skipSpace(start)
        guard open.pointee == UInt8(ascii: "{") else { throw .noObject }
        let close = try members(from: open + 1, of: 0, depth: 1)
        shortcut.learn()
        if close != end, JSONBytes.skipSpace(close) < end { throw .trailingBytes }
    }

    /// Reads the members of the object of `node` whose content begins at `start`; returns the byte after its brace.
    private func members(from start: Position, of node: Int, depth: Int) throws(JSONDefect) -> Position {
        guard depth <= JSONBytes.depthLimit else { throw .tooDeep }
        var position = start
        var previous = -1
        var expected = Int(memory.nodes[node].predictedFirst)
        while true {
            var entry = expected
            if entry >= 0, memory.matches(entry, at: position, limit: limit) {
                position += Int(memory.entries[entry].literalCount)
            } else {
                let begin = position
                position = JSONBytes.skipSpace(position)
                if position.pointee == UInt8(ascii: "}"), position < end { return position + 1 }
                if previous >= 0 || begin != start {
                    guard position.pointee == UInt8(ascii: ",") else {
                        throw position >= end ? .endsEarly : .unexpectedByte
                    }
                    position = JSONBytes.skipSpace(position + 1)
                }
                entry = try key(at: &position, literalStart: begin, of: node)
                memory.link(previous, to: entry, of: node)
            }
            let child = entry >= 0 ? Int(memory.entries[entry].node) : -1
            if child < 0 {
                try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: depth)
            } else if node == 0, let close = try wantedTopLevel(child, at: &position) {
                return close
            } else if node != 0 {
                try wanted(child, at: &position, depth: depth)
            }
            previous = entry
            expected = entry >= 0 ? Int(memory.entries[entry].next) : -1
            if position.pointee == 0x0A, position >= end { throw .endsEarly }
        }
    }

    /// Reads a wanted value of the line's own object; returns the line's end when the rest need not be read.
    @inline(__always)
    private func wantedTopLevel(_ node: Int, at position: inout Position) throws(JSONDefect) -> Position? {
        if memory.nodes[node].mode == .bulk {
            if shortcut.isWorthTrying, try readsTail(downTo: position) { return end }
            try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: 1)
            return nil
        }
        shortcut.found(node)
        try wanted(node, at: &position, depth: 1)
        return nil
    }

    /// Reads the value of a node of the tree.
    func wanted(_ node: Int, at position: inout Position, depth: Int) throws(JSONDefect) {
        let slot = Int(memory.nodes[node].slot)
        switch memory.nodes[node].mode {
        case .value:
            guard present & (1 << UInt64(slot)) == 0 else {
                return try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: depth)
            }
            fields[slot] = try JSONBytes.value(at: &position, end: end, limit: limit, depth: depth, arena: arena)
            present |= 1 << UInt64(slot)
        case .object:
            guard position.pointee == UInt8(ascii: "{") else {
                return try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: depth)
            }
            position = try members(from: position + 1, of: node, depth: depth + 1)
        case .valueAndObject:
            let start = position
            let isFirst = present & (1 << UInt64(slot)) == 0
            if start.pointee == UInt8(ascii: "{") {
                position = try members(from: start + 1, of: node, depth: depth + 1)
                if isFirst { fields[slot] = JSONValue(.object, raw: LogText(start, count: position - start)) }
            } else {
                let value = try JSONBytes.value(at: &position, end: end, limit: limit, depth: depth, arena: arena)
                if isFirst { fields[slot] = value }
            }
            present |= 1 << UInt64(slot)
        case .everyMember, .everyElement:
            try capture(slot, at: &position, depth: depth)
        case .bulk:
            try JSONBytes.skipValue(at: &position, end: end, limit: limit, depth: depth)
        }
    }

    private func capture(_ slot: Int, at position: inout Position, depth: Int) throws(JSONDefect) {
        let isFirst = present & (1 << UInt64(slot)) == 0
        let value = try JSONBytes.value(at: &position, end: end, limit: limit, depth: depth, arena: arena)
        guard isFirst else { return }
        present |= 1 << UInt64(slot)
        fields[slot] = value
        var cursor = JSONCursor(value, arena: arena)
        while captures.count < Self.captureLimit, let member = try cursor.next() {
            captures.append(JSONCapture(slot: slot, name: member.name, value: member.value))
        }
    }

    /// Reads a key by its bytes, up to its value, and finds or makes its entry.
    private func key(at position: inout Position, literalStart: Position, of node: Int) throws(JSONDefect) -> Int {
        guard position.pointee == UInt8(ascii: "\"") else { throw position >= end ? .endsEarly : .unexpectedByte }
        var hasEscapes = false
        let start = position + 1
        let close = JSONBytes.endOfString(start, limit: limit, hasEscapes: &hasEscapes)
        if close >= end { throw .endsEarly }
        position = JSONBytes.skipSpace(close + 1)
        guard position.pointee == UInt8(ascii: ":") else { throw position >= end ? .endsEarly : .unexpectedByte }
        position = JSONBytes.skipSpace(position + 1)
        let raw = LogText(start, count: close - start)
        guard !hasEscapes else { return memory.find(arena.unescaped(raw), in: node) }
        return memory.learn(raw, literal: LogText(literalStart, count: position - literalStart), in: node)
    }
}
