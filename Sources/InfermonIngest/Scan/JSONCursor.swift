import InfermonRollup

/// Walks the members of an object or the elements of an array that a line has, in order.
struct JSONCursor {
    /// Where the next member or element is; when there is none any more, the bracket that closes.
    private(set) var position: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>
    /// The end of readable memory.
    private let limit: UnsafePointer<UInt8>
    private let arena: ScratchArena
    private let closing: UInt8
    private let depth: Int
    private var isFirst = true
    private(set) var isDone = false

    /// Creates a cursor before the first member or element of an object or array whose end is not known yet.
    ///
    /// - Parameters:
    ///   - start: Its opening bracket.
    ///   - end: The newline behind the line.
    ///   - limit: The end of readable memory.
    ///   - depth: How many containers it is in.
    ///   - arena: Takes strings that have escapes.
    @inline(__always)
    init(
        openedAt start: UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, limit: UnsafePointer<UInt8>, depth: Int,
        arena: ScratchArena
    ) {
        self.arena = arena
        self.end = end
        self.limit = limit
        self.depth = depth + 1
        closing = start.pointee == UInt8(ascii: "{") ? UInt8(ascii: "}") : UInt8(ascii: "]")
        position = start + 1
    }

    /// Creates a cursor before the first member or element; of anything but an object or array it finds none.
    init(_ value: JSONValue, arena: ScratchArena) {
        self.arena = arena
        depth = 0
        closing = value.kind == .object ? UInt8(ascii: "}") : UInt8(ascii: "]")
        guard value.kind == .object || value.kind == .array, let start = value.raw.bytes.baseAddress else {
            position = UnsafePointer(arena.nowhere)
            end = position
            limit = position
            isDone = true
            return
        }
        position = start + 1
        end = start + value.raw.count
        limit = end
    }

    /// The next member or element, whose name is empty.
    @inline(__always)
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
            name = try JSONBytes.string(at: &position, end: end, limit: limit, arena: arena)
            skipSpace()
            guard position.pointee == UInt8(ascii: ":") else { throw .unexpectedByte }
            position += 1
            skipSpace()
        }
        let value = try JSONBytes.value(at: &position, end: end, limit: limit, depth: depth, arena: arena)
        guard position < end else { throw .endsEarly }
        return (name, value)
    }

    /// Inside of an array that a string held there may be newlines.
    @inline(__always)
    private mutating func skipSpace() {
        position = JSONBytes.skipSpace(position)
        while position < end, position.pointee == 0x0A { position = JSONBytes.skipSpace(position + 1) }
    }
}
