public import InfermonRollup

/// One line as a format sees it; valid until the format returns.
public struct LogLine {
    /// The bytes without their line end; of an element of an array, the element.
    public let text: LogText
    /// Memory for what cannot point into the line.
    public let arena: ScratchArena
    private let values: UnsafePointer<JSONValue>?
    /// The end of what can be read behind the line; its own end where that is not known.
    private let limit: UnsafePointer<UInt8>
    private let present: UInt64
    /// The members and elements that paths ending in `*` and `[]` wanted, in the line's order.
    public let captures: UnsafeBufferPointer<JSONCapture>

    init(text: LogText, scanner: JSONScanner) {
        self.text = text
        arena = scanner.arena
        values = UnsafePointer(scanner.found.values)
        limit = scanner.limit
        present = scanner.present
        captures = UnsafeBufferPointer(start: scanner.found.captures, count: scanner.captureCount)
    }

    init(text: LogText, arena: ScratchArena) {
        self.text = text
        self.arena = arena
        values = nil
        limit = text.bytes.baseAddress.map { $0 + text.count } ?? UnsafePointer(arena.nowhere)
        present = 0
        captures = UnsafeBufferPointer(start: nil, count: 0)
    }

    /// The value of a field.
    @inline(__always)
    public subscript(_ field: some JSONField) -> JSONValue { self[slot: field.rawValue] }

    /// The value of a slot.
    @inline(__always)
    subscript(slot slot: Int) -> JSONValue {
        guard present & (1 << UInt64(slot)) != 0, let values else { return .missing }
        return values[slot]
    }

    /// Whether the line has the field, be it `null`.
    @inline(__always)
    public func has(_ field: some JSONField) -> Bool { present & (1 << UInt64(field.rawValue)) != 0 }

    /// Calls `body` with each member of an object or element of an array (whose name is empty); stops at a broken one.
    public func forEach(in value: JSONValue, _ body: (_ name: LogText, _ value: JSONValue) -> Void) {
        var cursor = cursor(in: value)
        // A value that was skipped whole can be broken inside; what comes before the break is kept.
        while let member = try? cursor.next() { body(member.name, member.value) }
    }

    @inline(__always)
    private func cursor(in value: JSONValue) -> JSONCursor {
        guard value.kind == .object || value.kind == .array, value.raw.address >= text.address,
            let start = value.raw.bytes.baseAddress, start + value.raw.count <= limit
        else { return JSONCursor(value, arena: arena) }
        // The value is of the line itself, and not of a text that was copied.
        return JSONCursor(
            openedAt: start, end: start + value.raw.count, limit: limit, depth: 0, arena: arena)
    }

    /// The value at a path inside of an object that the line has; `missing` when there is none.
    public func value(at path: String..., in object: JSONValue) -> JSONValue {
        path.reduce(object) { value, key in member(key, of: value) }
    }

    /// The first member of a name; what comes behind it is not looked at.
    private func member(_ key: String, of object: JSONValue) -> JSONValue {
        guard object.kind == .object else { return .missing }
        var cursor = cursor(in: object)
        var key = key
        return key.withUTF8 { key in
            let key = LogText(key)
            // Behind a break there is nothing to be found.
            while let member = try? cursor.next() {
                if member.name == key { return member.value }
            }
            return .missing
        }
    }

    /// Reads JSON that a string holds; `missing` when the text is none.
    public func json(in text: LogText) -> JSONValue {
        guard text.count > 0 else { return .missing }
        let copy = self.copy(text)
        var position = JSONBytes.skipSpace(copy)
        while position.pointee == 0x0A, position < copy + text.count { position = JSONBytes.skipSpace(position + 1) }
        // Text that is no JSON is a value that the line does not have.
        let value = try? JSONBytes.value(
            at: &position, end: copy + text.count, limit: copy + text.count + 32, depth: 0, arena: arena)
        return value ?? .missing
    }

    /// Text that begins with a brace as the object that it was meant to be: walking it ends where it is broken.
    func brokenObject(in text: LogText) -> JSONValue {
        JSONValue(.object, raw: LogText(UnsafePointer(copy(text)), count: text.count))
    }

    /// A copy with the newlines behind it that scanning needs.
    private func copy(_ text: LogText) -> UnsafeMutablePointer<UInt8> {
        let copy = arena.reserve(text.count + 32).bindMemory(to: UInt8.self, capacity: text.count + 32)
        for (index, byte) in text.bytes.enumerated() { copy[index] = byte }
        for index in text.count..<(text.count + 32) { copy[index] = 0x0A }
        return copy
    }
}
