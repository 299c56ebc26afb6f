/// Bytes of a log line, not copied: an address and a length.
///
/// Valid only while the block that the line was read into is. An address and no pointer, so that records can pass from the task
/// that parses a block to the one that adds them up, while the block itself stays where it is.
public struct LogText: Sendable {
    /// The address of the first byte; meaningless when `count` is zero.
    public let address: UInt
    /// The number of bytes.
    public let count: Int

    /// No text.
    @inlinable
    public static var empty: LogText { LogText(address: 0, count: 0) }

    /// Creates a text of `count` bytes at `address`.
    @inlinable
    public init(address: UInt, count: Int) {
        self.address = address
        self.count = count
    }

    /// Creates a text from memory that outlives it.
    @inlinable
    public init(_ start: UnsafePointer<UInt8>, count: Int) {
        address = UInt(bitPattern: start)
        self.count = count
    }

    /// Creates a text from memory that outlives it.
    @inlinable
    public init(_ bytes: UnsafeBufferPointer<UInt8>) {
        address = UInt(bitPattern: bytes.baseAddress)
        count = bytes.count
    }

    /// Whether there are no bytes.
    @inlinable
    public var isEmpty: Bool { count == 0 }

    /// The bytes.
    @inlinable
    public var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: UnsafePointer(bitPattern: address), count: count)
    }

    /// A copy as a string; invalid UTF-8 becomes U+FFFD.
    public var string: String { String(decoding: bytes, as: UTF8.self) }

    /// The first `limit` bytes, shortened further where that would cut a character.
    @inlinable
    public func cut(to limit: Int) -> LogText {
        guard count > limit else { return self }
        let bytes = bytes
        var end = limit
        while end > 0, bytes[end] & 0xC0 == 0x80 { end -= 1 }
        return LogText(address: address, count: end)
    }

    /// The text without its first `length` bytes.
    @inlinable
    public func dropping(_ length: Int) -> LogText {
        let dropped = min(max(length, 0), count)
        return LogText(address: address &+ UInt(dropped), count: count - dropped)
    }

    /// The text without spaces and tabs at its ends.
    public var trimmed: LogText {
        let bytes = bytes
        var low = 0
        var high = count
        while low < high, bytes[low] == 0x20 || bytes[low] == 0x09 { low += 1 }
        while high > low, bytes[high - 1] == 0x20 || bytes[high - 1] == 0x09 { high -= 1 }
        return LogText(address: address &+ UInt(low), count: high - low)
    }

    /// Whether the text is `other`, byte for byte.
    @inlinable
    public static func == (text: LogText, other: StaticString) -> Bool {
        guard text.count == other.utf8CodeUnitCount else { return false }
        return text.hasPrefix(other)
    }

    /// Whether both texts have the same bytes.
    ///
    /// Compared by words, the last of them over some of those before: most lengths take the same way, which the processor guesses.
    public static func == (left: LogText, right: LogText) -> Bool {
        guard left.count == right.count else { return false }
        guard let first = UnsafeRawPointer(bitPattern: left.address),
            let second = UnsafeRawPointer(bitPattern: right.address)
        else { return left.count == 0 }
        let count = left.count
        func difference(_ offset: Int) -> UInt64 {
            first.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ second.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        }
        func longDifference(_ offset: Int) -> UInt64 {
            difference(offset) | difference(offset &+ 8) | difference(offset &+ 16) | difference(offset &+ 24)
        }
        if count >= 32 {
            var offset = 0
            while offset &+ 32 < count {
                if longDifference(offset) != 0 { return false }
                offset &+= 32
            }
            return longDifference(count &- 32) == 0
        }
        if count >= 8 {
            // All words that there may be, each within the text.
            return difference(0) | difference(min(8, count &- 8)) | difference(min(16, count &- 8))
                | difference(count &- 8) == 0
        }
        for offset in 0..<count
        where first.load(fromByteOffset: offset, as: UInt8.self) != second.load(fromByteOffset: offset, as: UInt8.self)
        {
            return false
        }
        return true
    }

    /// Whether the text ends with `suffix`.
    public func hasSuffix(_ suffix: StaticString) -> Bool {
        count >= suffix.utf8CodeUnitCount && dropping(count - suffix.utf8CodeUnitCount) == suffix
    }

    /// Whether the text begins with `prefix`.
    @inlinable
    public func hasPrefix(_ prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard count >= length, prefix.hasPointerRepresentation else { return false }
        let bytes = bytes
        let expected = prefix.utf8Start
        for index in 0..<length where bytes[index] != expected[index] { return false }
        return true
    }

    /// The position of the first byte that is `byte`, found eight at a time; `nil` when there is none.
    public func firstIndex(of byte: UInt8) -> Int? {
        guard let start = UnsafeRawPointer(bitPattern: address) else { return nil }
        let pattern = UInt64(byte) &* 0x0101_0101_0101_0101
        func hit(_ offset: Int) -> Int? {
            let others = start.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian ^ pattern
            // The highest bit of each byte that is zero, and maybe of some behind it.
            let zeros = (others &- 0x0101_0101_0101_0101) & ~others & 0x8080_8080_8080_8080
            return zeros == 0 ? nil : offset &+ zeros.trailingZeroBitCount >> 3
        }
        guard count >= 8 else {
            return (0..<count).first { start.load(fromByteOffset: $0, as: UInt8.self) == byte }
        }
        var offset = 0
        // Two words a step, the last of them over some of those before: most lengths take the same way, which the processor guesses.
        while offset &+ 16 < count {
            if let index = hit(offset) ?? hit(offset &+ 8) { return index }
            offset &+= 16
        }
        return hit(min(offset, count &- 8)) ?? hit(count &- 8)
    }

    /// Whether `part` occurs in the text.
    public func contains(_ part: StaticString) -> Bool {
        guard part.utf8CodeUnitCount > 0 else { return true }
        var rest = self
        while rest.count >= part.utf8CodeUnitCount {
            if rest.hasPrefix(part) { return true }
            rest = rest.dropping(1)
        }
        return false
    }

    /// Whether the text is `other`, letters A to Z taken as a to z; `other` is lower-case.
    public func isEqualIgnoringCase(_ other: StaticString) -> Bool {
        count == other.utf8CodeUnitCount && hasPrefix(ignoringCase: other)
    }

    /// Whether the text begins with `prefix`, letters A to Z taken as a to z; `prefix` is lower-case.
    public func hasPrefix(ignoringCase prefix: StaticString) -> Bool {
        let length = prefix.utf8CodeUnitCount
        guard count >= length, prefix.hasPointerRepresentation else { return false }
        let bytes = bytes
        for index in 0..<length where bytes[index].lowercased != prefix.utf8Start[index] { return false }
        return true
    }
}

extension UInt8 {
    /// The byte, as a letter A to Z taken as a to z.
    @inlinable
    public var lowercased: UInt8 { self >= 65 && self <= 90 ? self | 0x20 : self }
}
