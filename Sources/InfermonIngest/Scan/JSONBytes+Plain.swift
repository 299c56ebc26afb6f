import InfermonRollup

/// Values of the plainest looks, which need few steps; `nil` for all others, which `value(at:)` reads.
///
/// Each function reads the bytes it is said to read whatever they are: the caller sees to it that they are readable.
extension JSONBytes {
    /// The closing quote of a string without escapes whose content begins at `start`; `nil` when there is none before `end`.
    ///
    /// Reads 32 bytes at `start`, and then on while the next ones begin at `end` at most.
    @inline(__always)
    static func endOfPlainString(_ start: Position, end: Position) -> Position? {
        var position = start
        let quotes = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let backslashes = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        func hits(_ offset: Int) -> UInt64 {
            let bytes = UnsafeRawPointer(position).loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
            return nibbles((bytes .== quotes) .| (bytes .== backslashes))
        }
        repeat {
            // Both halves each time, and no branch between them: whether a name is longer than 16 bytes is more than the processor
            // can guess. Of nothing the trailing zeros are 64, so of a half without hits all 16 bytes are counted.
            let (first, second) = (hits(0), hits(16))
            if first | second != 0 {
                let (low, high) = (first.trailingZeroBitCount >> 2, second.trailingZeroBitCount >> 2)
                position += low &+ high & (0 &- low >> 4)
                return position < end && position.pointee == UInt8(ascii: "\"") ? position : nil
            }
            position += 32
        } while position <= end
        return nil
    }

    /// The last `byte` before `position` that is not before `floor`; reads nothing outside of the two.
    @inline(__always)
    static func last(_ byte: UInt8, before position: Position, _ floor: Position) -> Position? {
        var position = position
        let wanted = SIMD16<UInt8>(repeating: byte)
        while position - floor >= 16 {
            let bytes = UnsafeRawPointer(position - 16).loadUnaligned(as: SIMD16<UInt8>.self)
            let hits = nibbles(bytes .== wanted)
            if hits != 0 { return position - (hits.leadingZeroBitCount >> 2 + 1) }
            position -= 16
        }
        while position > floor {
            position -= 1
            if position.pointee == byte { return position }
        }
        return nil
    }

    /// Where the last bytes like `literal` begin that end before `end`, and begin at `floor` at the earliest; reads nothing
    /// outside of the two.
    static func last(_ literal: LogText, before end: Position, notBefore floor: Position) -> Position? {
        guard let first = literal.bytes.first, end - floor >= literal.count else { return nil }
        // Two bytes of the literal tell most places apart that are none.
        let middle = literal.count / 2
        let firsts = SIMD16<UInt8>(repeating: first)
        let middles = SIMD16<UInt8>(repeating: literal.bytes[middle])
        func isMatch(_ position: Position) -> Bool { LogText(position, count: literal.count) == literal }
        // What may be the begin is before this.
        var position = end - literal.count + 1
        while position - floor >= 16 {
            position -= 16
            let source = UnsafeRawPointer(position)
            let bytes = source.loadUnaligned(as: SIMD16<UInt8>.self)
            let later = source.loadUnaligned(fromByteOffset: middle, as: SIMD16<UInt8>.self)
            var hits = nibbles((bytes .== firsts) .& (later .== middles))
            while hits != 0 {
                let offset = 15 - hits.leadingZeroBitCount >> 2
                if isMatch(position + offset) { return position + offset }
                hits &= (1 << UInt64(offset * 4)) &- 1
            }
        }
        while position > floor {
            position -= 1
            if isMatch(position) { return position }
        }
        return nil
    }

    /// The number that begins at `position`, which is moved behind it: up to 15 digits on each side of the point, 19 together, and no
    /// exponent.
    ///
    /// Reads 33 bytes at most.
    @inline(__always)
    static func plainNumber(at position: inout Position) -> JSONValue? {
        let start = position
        let isNegative = start.pointee == UInt8(ascii: "-")
        var at = isNegative ? start + 1 : start
        var (mantissa, count) = digits(at)
        if count == 8 {
            guard let long = longDigits(at, first: mantissa) else { return nil }
            (mantissa, count) = long
        }
        guard count > 0 else { return nil }
        at += count
        var places = 0
        if at.pointee == UInt8(ascii: ".") {
            at += 1
            var fraction: UInt64
            (fraction, places) = digits(at)
            if places == 8 {
                guard let long = longDigits(at, first: fraction) else { return nil }
                (fraction, places) = long
            }
            guard places > 0, count &+ places <= 19 else { return nil }
            // Below 10¹⁹, which fits.
            mantissa = mantissa &* JSONValue.powersOfTen[places] &+ fraction
            at += places
        }
        guard at.pointee | 0x20 != UInt8(ascii: "e") else { return nil }
        position = at
        return JSONValue(
            mantissa: mantissa, exponent: Int16(truncatingIfNeeded: 0 &- places), isNegative: isNegative,
            raw: LogText(start, count: at - start))
    }

    /// The value and number of the digits among the 8 bytes at `position`, up to the first that is none; without any, no value.
    @inline(__always)
    private static func digits(_ position: Position) -> (value: UInt64, count: Int) {
        let word = UnsafeRawPointer(position).loadUnaligned(as: UInt64.self).littleEndian ^ 0x3030_3030_3030_3030
        // A digit is 9 at most now, and has its highest bit clear when 0x76 is added. What a byte over that carries into the next
        // one does not matter: the first that is none is looked for.
        let others = ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080
        let bits = UInt64(truncatingIfNeeded: others.trailingZeroBitCount) & 0x78
        // The digits as the last of eight, behind zeros; then pairs, fours and all eight are joined by one multiplication each.
        var value = word &<< (64 &- bits)
        value = value &* 10 &+ (value >> 8)
        let outer = (value & 0x0000_00FF_0000_00FF) &* 0x000F_4240_0000_0064
        let inner = ((value >> 16) & 0x0000_00FF_0000_00FF) &* 0x0000_2710_0000_0001
        value = (outer &+ inner) >> 32
        return (value, Int(bits >> 3))
    }

    /// The digits of a run whose first eight have the value `first`; `nil` for more than 15.
    private static func longDigits(_ position: Position, first: UInt64) -> (value: UInt64, count: Int)? {
        let (value, count) = digits(position + 8)
        if count == 0 { return (first, 8) }
        if count == 8 { return nil }
        return (first &* JSONValue.powersOfTen[count] &+ value, 8 + count)
    }

    /// `true`, `false` or `null` before a comma or brace; reads 6 bytes.
    @inline(__always)
    static func plainWord(at position: inout Position) -> JSONValue? {
        let start = position
        let kind: JSONValue.Kind
        let count: Int
        switch UnsafeRawPointer(start).loadUnaligned(as: UInt32.self).littleEndian {
        case 0x6575_7274:
            kind = .yes
            count = 4
        case 0x736C_6166 where start[4] == UInt8(ascii: "e"):
            kind = .no
            count = 5
        case 0x6C6C_756E:
            kind = .null
            count = 4
        default:
            return nil
        }
        guard start[count] == UInt8(ascii: ",") || start[count] == UInt8(ascii: "}") else { return nil }
        position = start + count
        return JSONValue(kind, raw: LogText(start, count: count))
    }
}
