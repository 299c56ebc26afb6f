/// A decimal number as it is written: digits and a power of ten, never a binary fraction.
public struct DecimalDigits: Hashable, Sendable {
    /// The digits as one integer, with sign; at most 30 significant digits are kept.
    public let digits: Int128
    /// The power of ten that the digits are multiplied by.
    public let exponent: Int
    /// Whether non-zero digits were left out after the kept ones.
    public let isInexact: Bool

    /// Reads `[+-]digits[.digits][e[+-]digits]`.
    ///
    /// - Returns: `nil` when `text` is anything else, spaces around it included.
    public init?(_ text: some Collection<UInt8>) {
        // All of the reading is done for one type of bytes: for any collection, each byte would be fetched through a table.
        guard let number = text.withContiguousStorageIfAvailable({ Self(bytes: $0) }) else {
            guard let copied = Array(text).withUnsafeBufferPointer({ Self(bytes: $0) }) else { return nil }
            self = copied
            return
        }
        guard let number else { return nil }
        self = number
    }

    private init?(bytes text: UnsafeBufferPointer<UInt8>) {
        var digits: Int128 = 0
        var exponent = 0
        var kept = 0
        var seen = 0
        var inexact = false
        var isNegative = false
        var afterPoint = false
        var index = text.startIndex
        if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            isNegative = text[index] == UInt8(ascii: "-")
            index = text.index(after: index)
        }
        while index < text.endIndex {
            let byte = text[index]
            if byte >= 48, byte <= 57 {
                seen += 1
                if kept < 30 {
                    digits = digits * 10 + Int128(byte - 48)
                    if digits != 0 { kept += 1 }
                    if afterPoint { exponent -= 1 }
                } else {
                    if byte != 48 { inexact = true }
                    if !afterPoint { exponent += 1 }
                }
            } else if byte == UInt8(ascii: "."), !afterPoint {
                afterPoint = true
            } else {
                break
            }
            index = text.index(after: index)
        }
        guard seen > 0 else { return nil }
        if index < text.endIndex {
            guard text[index] == UInt8(ascii: "e") || text[index] == UInt8(ascii: "E"),
                let power = Self.power(UnsafeBufferPointer(rebasing: text[(index + 1)...]))
            else { return nil }
            exponent += power
        }
        self.digits = isNegative ? -digits : digits
        self.exponent = exponent
        isInexact = inexact
    }

    /// The number times 10^`power` as an integer, rounded half to even.
    ///
    /// - Returns: `nil` when the result is over 10²⁷.
    public func scaled(byPowerOfTen power: Int) -> Int128? {
        let limit: Int128 = 1_000_000_000_000_000_000_000_000_000
        if digits == 0 { return 0 }
        var shift = exponent + power
        var value = digits
        if shift >= 0 {
            while shift > 0 {
                guard value.magnitude < limit.magnitude else { return nil }
                value *= 10
                shift -= 1
            }
        } else {
            if shift < -36 { return 0 }
            var divisor: Int128 = 1
            for _ in 0..<(-shift) { divisor *= 10 }
            let rounded = value.dividedHalfToEven(by: divisor)
            // A tie that lost digits after the kept ones is no tie.
            if isInexact, value.magnitude % divisor.magnitude * 2 == divisor.magnitude {
                value = value / divisor + (value < 0 ? -1 : 1)
            } else {
                value = rounded
            }
        }
        return value.magnitude <= limit.magnitude ? value : nil
    }

    private static func power(_ text: UnsafeBufferPointer<UInt8>) -> Int? {
        var index = text.startIndex
        var isNegative = false
        if index < text.endIndex, text[index] == UInt8(ascii: "-") || text[index] == UInt8(ascii: "+") {
            isNegative = text[index] == UInt8(ascii: "-")
            index = text.index(after: index)
        }
        guard index < text.endIndex else { return nil }
        var value = 0
        while index < text.endIndex {
            guard text[index] >= 48, text[index] <= 57 else { return nil }
            value = min(value * 10 + Int(text[index] - 48), 1_000_000)
            index = text.index(after: index)
        }
        return isNegative ? -value : value
    }
}
