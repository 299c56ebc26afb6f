import InfermonRollup

/// Walks the members of an object or the elements of an array that a line has, in order.
struct JSONCursor {
    private var position: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>
    private let arena: ScratchArena
    private let closing: UInt8
    private var isFirst = true
    private var isDone = false

    /// Creates a cursor before the first member or element; of anything but an object or array it finds none.
    init(_ value: JSONValue, arena: ScratchArena) {
        self.arena = arena
        closing = value.kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
        guard value.kind == .object || value.kind == .array, let start = value.raw.bytes.baseAddress else {
            position = UnsafePointer(arena.nowhere)
            end = position
            isDone = true
            return
        }
        position = start + 1
        end = start + value.raw.count
    }

    /// The next member or element, whose name is empty.
    mutating func next() throws(JSONDefect) -> (name: LogText, value: JSONValue)? {
        guard !isDone else { return nil }
        skipSpace()
        if position.pointee == closing {
            isDone = true
            return nil
        }
        if !isFirst {
            guard position.pointee == UInt8(ascii: ",") else { throw .unexpectedByte }
            position += 1
            skipSpace()
        }
        isFirst = false
        var name = LogText.empty
        if closing == UInt8(ascii: "}") {
            guard position.pointee == UInt8(ascii: "\"") else { throw .unexpectedByte }
            name = try JSONBytes.value(at: &position, end: end, limit: end, depth: 0, arena: arena).raw
            skipSpace()
            guard position.pointee == UInt8(ascii: ":") else { throw .unexpectedByte }
            position += 1
            skipSpace()
        }
        let value = try JSONBytes.value(at: &position, end: end, limit: end, depth: 0, arena: arena)
        guard position < end else { throw .endsEarly }
        return (name, value)
    }

    /// Inside of an array that a string held there may be newlines.
    private mutating func skipSpace() {
        position = JSONBytes.skipSpace(position)
        while position < end, position.pointee == 0x0A { position = JSONBytes.skipSpace(position + 1) }
    }
}
