extension JSONBytes {
    /// The byte after the object or array whose content begins at `start`.
    ///
    /// Looks at 16 bytes at once where none of them is a backslash, and else at single ones up to the end of the next string.
    static func endOfContainer(
        _ start: Position, end: Position, limit: Position, depth: Int
    ) throws(JSONDefect) -> Position {
        var position = start
        var open = 1
        /// All ones inside of a string.
        var string: UInt64 = 0
        while true {
            if let close = try closeBeforeBackslash(
                &position, of: &open, string: &string, end: end, limit: limit, depth: depth)
            {
                return close + 1
            }
            guard position <= end else { throw .endsEarly }
            if string == 0, let close = try closeBeforeString(&position, of: &open, end: end, depth: depth) {
                return close + 1
            }
            var hasEscapes = false
            position = endOfString(position, limit: limit, hasEscapes: &hasEscapes)
            if position >= end { throw .endsEarly }
            position += 1
            string = 0
        }
    }

    /// Steps to where a backslash is among the next 16 bytes, or fewer bytes can be read; returns the bracket that closes the
    /// container, if it comes first.
    @inline(__always)
    private static func closeBeforeBackslash(
        _ position: inout Position, of open: inout Int, string: inout UInt64, end: Position, limit: Position, depth: Int
    ) throws(JSONDefect) -> Position? {
        let backslash = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        let quote = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let opening = SIMD16<UInt8>(repeating: UInt8(ascii: "{"))
        let closing = SIMD16<UInt8>(repeating: UInt8(ascii: "}"))
        // With this bit set, square brackets are curly ones.
        let curling = SIMD16<UInt8>(repeating: 0x20)
        while limit - position >= 16 {
            if position > end { break }
            let bytes = UnsafeRawPointer(position).loadUnaligned(as: SIMD16<UInt8>.self)
            guard nibbles(bytes .== backslash) == 0 else { return nil }
            // Whether an odd number of quotes is at or before a byte: then it is in a string, or opens one.
            var strings = nibbles(bytes .== quote)
            strings ^= strings << 4
            strings ^= strings << 8
            strings ^= strings << 16
            strings ^= strings << 32
            strings ^= string
            let curly: SIMD16<UInt8> = bytes | curling
            let opens = curly .== opening
            let closes = curly .== closing
            var brackets = nibbles(opens .| closes) & ~strings & 0x1111_1111_1111_1111
            while brackets != 0 {
                let bracket = position + brackets.trailingZeroBitCount >> 2
                guard bracket < end else { throw .endsEarly }
                // Of the four, the two that close end in these three bits.
                if bracket.pointee & 0b111 == 0b101 {
                    open &-= 1
                    if open == 0 { return bracket }
                } else {
                    open &+= 1
                    if open &+ depth > depthLimit { throw .tooDeep }
                }
                brackets &= brackets &- 1
            }
            string = 0 &- strings >> 63
            position += 16
        }
        return nil
    }

    /// Steps to the content of the next string, byte by byte; returns the bracket that closes the container, if it comes first.
    private static func closeBeforeString(
        _ position: inout Position, of open: inout Int, end: Position, depth: Int
    ) throws(JSONDefect) -> Position? {
        while true {
            switch position.pointee {
            case UInt8(ascii: "\""):
                position += 1
                return nil
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                open += 1
                if open + depth > depthLimit { throw .tooDeep }
            case UInt8(ascii: "}"), UInt8(ascii: "]"):
                open -= 1
                if open == 0 { return position }
            case 0x0A:
                if position >= end { throw .endsEarly }
            default:
                break
            }
            position += 1
        }
    }

    /// A word with four bits for each of 16 lanes: all set where the mask is.
    ///
    /// The lanes are written out, since the initializer that truncates a vector is not always inlined.
    @inline(__always)
    static func nibbles(_ mask: SIMDMask<SIMD16<Int8>>) -> UInt64 {
        let pairs = unsafeBitCast(mask, to: SIMD8<UInt16>.self) &>> SIMD8<UInt16>(repeating: 4)
        func low(_ lane: Int) -> UInt8 { UInt8(truncatingIfNeeded: pairs[lane]) }
        let packed = SIMD8<UInt8>(low(0), low(1), low(2), low(3), low(4), low(5), low(6), low(7))
        return unsafeBitCast(packed, to: UInt64.self).littleEndian
    }
}
