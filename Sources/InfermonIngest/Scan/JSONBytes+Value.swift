import InfermonRollup

extension JSONBytes {
    /// Reads the value that begins at `position`, containers as their bytes.
    ///
    /// - Parameters:
    ///   - position: The first byte of the value; moved behind it.
    ///   - end: The newline behind the text.
    ///   - limit: The end of readable memory.
    ///   - depth: How many containers the value is in.
    ///   - arena: Takes strings that have escapes.
    /// - Returns: The value.
    /// - Throws: What makes the line unusable.
    @inline(__always)
    static func value(
        at position: inout Position, end: Position, limit: Position, depth: Int, arena: ScratchArena
    ) throws(JSONDefect) -> JSONValue {
        let start = position
        switch start.pointee {
        case UInt8(ascii: "\""):
            return JSONValue(.string, raw: try string(at: &position, end: end, limit: limit, arena: arena))
        case UInt8(ascii: "-"), 48...57:
            return number(at: &position)
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            position = try endOfContainer(start + 1, end: end, limit: limit, depth: depth)
            return JSONValue(
                start.pointee == UInt8(ascii: "{") ? .object : .array, raw: LogText(start, count: position - start))
        default:
            return try word(at: &position)
        }
    }

    /// Reads the string whose opening quote is at `position`.
    @inline(__always)
    static func string(
        at position: inout Position, end: Position, limit: Position, arena: ScratchArena
    ) throws(JSONDefect) -> LogText {
        var hasEscapes = false
        let start = position + 1
        let close = endOfString(start, limit: limit, hasEscapes: &hasEscapes)
        if close >= end { throw .endsEarly }
        position = close + 1
        let raw = LogText(start, count: close - start)
        return hasEscapes ? arena.unescaped(raw) : raw
    }

    /// Skips the value that begins at `position`.
    @inline(__always)
    static func skipValue(
        at position: inout Position, end: Position, limit: Position, depth: Int
    ) throws(JSONDefect) {
        switch position.pointee {
        case UInt8(ascii: "\""):
            var hasEscapes = false
            position = endOfString(position + 1, limit: limit, hasEscapes: &hasEscapes)
            if position >= end { throw .endsEarly }
            position += 1
        case UInt8(ascii: "{"), UInt8(ascii: "["):
            position = try endOfContainer(position + 1, end: end, limit: limit, depth: depth)
        default:
            let start = position
            position = endOfScalar(start)
            if position == start { throw start >= end ? .endsEarly : .unexpectedByte }
        }
    }

    /// Reads a number; digits that do not fit are left to the slow path of ``JSONValue``.
    @inline(__always)
    private static func number(at position: inout Position) -> JSONValue {
        let start = position
        var value = JSONValue(.number)
        if start.pointee == UInt8(ascii: "-") {
            value.isNegative = true
            position += 1
        }
        let digits = position
        var mantissa: UInt64 = 0
        var digit = position.pointee &- 48
        while digit < 10 {
            mantissa = mantissa &* 10 &+ UInt64(digit)
            position += 1
            digit = position.pointee &- 48
        }
        var count = position - digits
        if position.pointee == UInt8(ascii: ".") {
            position += 1
            let fraction = position
            digit = position.pointee &- 48
            while digit < 10 {
                mantissa = mantissa &* 10 &+ UInt64(digit)
                position += 1
                digit = position.pointee &- 48
            }
            let places = position - fraction
            count += places
            value.exponent = Int16(clamping: -places)
        }
        if position.pointee | 0x20 == UInt8(ascii: "e") || count > 19 || count == 0 {
            position = endOfScalar(position)
            value.needsDigits = true
        }
        value.mantissa = mantissa
        value.raw = LogText(start, count: position - start)
        if count == 0 { value.kind = .null }
        return value
    }

    /// Reads `true`, `false`, `null`, or what Python and JavaScript write for numbers that are none.
    @inline(__always)
    private static func word(at position: inout Position) throws(JSONDefect) -> JSONValue {
        let start = position
        position = endOfScalar(start)
        let raw = LogText(start, count: position - start)
        switch position - start {
        case 4:
            let word = UnsafeRawPointer(start).loadUnaligned(as: UInt32.self)
            if word == 0x6C6C_756E { return JSONValue(.null, raw: raw) }
            if word == 0x6575_7274 { return JSONValue(.yes, raw: raw) }
        case 5 where raw == "false":
            return JSONValue(.no, raw: raw)
        case 3 where raw == "NaN", 8 where raw == "Infinity":
            return JSONValue(.null, raw: raw)
        default:
            break
        }
        throw start.pointee == 0x0A ? .endsEarly : .unexpectedByte
    }
}
