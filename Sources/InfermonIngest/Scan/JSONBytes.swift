/// Steps over JSON text that both the line scanner and the cursor take.
///
/// Every function reads a text that ends with a newline at `end`, which is readable: the newline stops each byte loop, so none
/// needs to compare positions. Wide loads are made only where `limit`, the end of readable memory, allows them.
enum JSONBytes {
    typealias Position = UnsafePointer<UInt8>

    /// The most objects and arrays inside each other.
    static let depthLimit = 64

    @inline(__always)
    static func skipSpace(_ position: Position) -> Position {
        var position = position
        while position.pointee == 0x20 || position.pointee == 0x09 || position.pointee == 0x0D { position += 1 }
        return position
    }

    /// The closing quote of the string whose content begins at `start`; `end` or later when there is none.
    @inline(__always)
    static func endOfString(_ start: Position, limit: Position, hasEscapes: inout Bool) -> Position {
        var position = start
        let quotes = SIMD16<UInt8>(repeating: UInt8(ascii: "\""))
        let backslashes = SIMD16<UInt8>(repeating: UInt8(ascii: "\\"))
        while true {
            var offset = 0
            if position + 16 <= limit {
                let bytes = UnsafeRawPointer(position).loadUnaligned(as: SIMD16<UInt8>.self)
                let hits = unsafeBitCast((bytes .== quotes) .| (bytes .== backslashes), to: SIMD2<UInt64>.self)
                if hits[0] != 0 {
                    offset = hits[0].trailingZeroBitCount >> 3
                } else if hits[1] != 0 {
                    offset = 8 + hits[1].trailingZeroBitCount >> 3
                } else {
                    position += 16
                    continue
                }
                position += offset
            } else {
                while position < limit, position.pointee != UInt8(ascii: "\""), position.pointee != UInt8(ascii: "\\") {
                    position += 1
                }
                if position >= limit { return limit }
            }
            if position.pointee == UInt8(ascii: "\"") { return position }
            hasEscapes = true
            position += 2
            if position >= limit { return limit }
        }
    }

    /// The byte after a number, a word, or whatever stands there up to the next delimiter.
    @inline(__always)
    static func endOfScalar(_ start: Position) -> Position {
        var position = start
        while true {
            switch position.pointee {
            case UInt8(ascii: ","), UInt8(ascii: "}"), UInt8(ascii: "]"), 0x0A, 0x20, 0x0D, 0x09: return position
            default: position += 1
            }
        }
    }
}
