/// Writes numbers and text as bytes: variable-length integers, text with its length before it.
public struct ByteWriter {
    /// The bytes so far.
    public private(set) var bytes: [UInt8] = []

    /// Creates a writer without bytes.
    public init() {}

    /// Writes a number in as few bytes as it needs.
    public mutating func write(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Writes a number of either sign.
    public mutating func write(_ number: Int64) {
        write(UInt64(bitPattern: (number << 1) ^ (number >> 63)))
    }

    /// Writes text as UTF-8.
    public mutating func write(_ text: String) {
        write(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }

    /// Writes bytes with their number before them.
    public mutating func write(_ block: [UInt8]) {
        write(UInt64(block.count))
        bytes.append(contentsOf: block)
    }
}

/// Reads what ``ByteWriter`` wrote, from bytes that may be anything.
///
/// Every read returns `nil` from the first on that the bytes do not hold.
public struct ByteReader {
    private var rest: ArraySlice<UInt8>

    /// Creates a reader at the start of `bytes`.
    public init(_ bytes: [UInt8]) {
        rest = bytes[...]
    }

    /// Whether every byte was read.
    public var isAtEnd: Bool { rest.isEmpty }

    /// Reads a number.
    public mutating func number() -> UInt64? {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while let byte = rest.popFirst() {
            guard shift < 63 || (shift == 63 && byte <= 1) else { return nil }
            value |= UInt64(byte & 0x7f) << shift
            if byte & 0x80 == 0 { return value }
            shift += 7
        }
        return nil
    }

    /// Reads a number of either sign.
    public mutating func signed() -> Int64? {
        number().map { Int64(bitPattern: $0 >> 1) ^ -Int64(bitPattern: $0 & 1) }
    }

    /// Reads a count of things that each take a byte or more, so that a count beyond the bytes left is refused at once.
    public mutating func count() -> Int? {
        guard let count = number(), count <= UInt64(rest.count) else { return nil }
        return Int(count)
    }

    /// Reads text; invalid UTF-8 is refused.
    public mutating func text() -> String? {
        block().flatMap { String(validating: $0, as: UTF8.self) }
    }

    /// Reads bytes with their number before them.
    public mutating func block() -> [UInt8]? {
        guard let count = count() else { return nil }
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }
}
