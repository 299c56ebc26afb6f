public import InfermonModel
import InfermonRollup

/// A unit of time that a log writes durations or instants in.
public enum LogTimeUnit: Int, Sendable {
    /// Seconds.
    case seconds = 0
    /// Milliseconds.
    case milliseconds = 3
    /// Microseconds.
    case microseconds = 6
    /// Nanoseconds.
    case nanoseconds = 9
}

extension JSONValue {
    /// The number times 10^`power`, rounded half to even; of a string, the number that it spells.
    ///
    /// - Returns: `nil` for anything else, and for what does not fit 64 bits.
    @inline(__always)
    func scaled(byPowerOfTen power: Int) -> Int64? {
        // Most numbers are whole in the unit that is asked for.
        if kind == .number, !needsDigits, Int(exponent) == 0 &- power, mantissa <= UInt64(Int64.max) {
            let value = Int64(truncatingIfNeeded: mantissa)
            return isNegative ? 0 &- value : value
        }
        guard kind == .number || kind == .string else { return nil }
        return shifted(byPowerOfTen: power)
    }

    private func shifted(byPowerOfTen power: Int) -> Int64? {
        switch kind {
        case .number:
            if needsDigits { return slowScaled(byPowerOfTen: power) }
            let shift = Int(exponent) + power
            if shift >= 0 {
                guard shift < 19 else { return mantissa == 0 ? 0 : nil }
                let (product, overflow) = mantissa.multipliedReportingOverflow(by: Self.powersOfTen[shift])
                guard !overflow, product <= UInt64(Int64.max) else { return nil }
                return isNegative ? -Int64(product) : Int64(product)
            }
            guard shift > -19 else {
                // Of 19 digits at most, nothing but more than half of the 19th power of ten is nearer to 1 than to 0.
                guard shift == -19, mantissa > 5_000_000_000_000_000_000 else { return 0 }
                return isNegative ? -1 : 1
            }
            let (whole, rest) = mantissa.quotientAndRemainder(dividingBy: Self.powersOfTen[-shift])
            let half = Self.powersOfTen[-shift] / 2
            let rounded = rest > half || (rest == half && whole & 1 == 1) ? whole + 1 : whole
            guard rounded <= UInt64(Int64.max) else { return nil }
            return isNegative ? -Int64(rounded) : Int64(rounded)
        case .string:
            guard raw.count > 0, raw.count <= 64 else { return nil }
            return spelledNumber?.scaled(byPowerOfTen: power) ?? slowScaled(byPowerOfTen: power)
        case .missing, .null, .yes, .no, .object, .array:
            return nil
        }
    }

    /// The number that a string of at most 19 digits, with or without a point, spells; `nil` for any other.
    private var spelledNumber: JSONValue? {
        guard raw.count <= 20 else { return nil }
        var mantissa: UInt64 = 0
        var places = -1
        for byte in raw.bytes {
            if byte &- 48 < 10 {
                mantissa = mantissa &* 10 &+ UInt64(byte &- 48)
                if places >= 0 { places &+= 1 }
            } else if byte == UInt8(ascii: "."), places < 0 {
                places = 0
            } else {
                return nil
            }
        }
        let digitCount = places < 0 ? raw.count : raw.count - 1
        guard digitCount > 0, digitCount <= 19 else { return nil }
        return JSONValue(mantissa: mantissa, exponent: Int16(-max(0, places)), isNegative: false, raw: raw)
    }

    private func slowScaled(byPowerOfTen power: Int) -> Int64? {
        DecimalDigits(raw.trimmed.bytes)?.scaled(byPowerOfTen: power).flatMap { Int64(exactly: $0) }
    }

    static let powersOfTen: [UInt64] = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
        100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
        10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000,
    ]

    /// A whole number; a fraction is rounded.
    public var integer: Int64? { scaled(byPowerOfTen: 0) }

    /// A count of tokens or bytes: not negative, and below 2⁵³, over which it is a sentinel or an attack.
    @inline(__always)
    public var count: Int64? {
        guard let value = scaled(byPowerOfTen: 0), value >= 0, value < 1 << 53 else { return nil }
        return value
    }

    /// A length of time; `nil` when it is negative or over 10 years.
    @inline(__always)
    public func span(in unit: LogTimeUnit) -> TimeSpan? {
        guard let value = scaled(byPowerOfTen: 6 - unit.rawValue), value >= 0, value < 315_360_000_000_000 else {
            return nil
        }
        return TimeSpan(microseconds: value)
    }

    /// An instant counted from 1970 UTC; `nil` outside of the years 1970 to 9999.
    public func instant(since1970 unit: LogTimeUnit) -> Timestamp? {
        guard let value = scaled(byPowerOfTen: 6 - unit.rawValue), value > 0, value < 253_402_300_800_000_000 else {
            return nil
        }
        return Timestamp(microseconds: value)
    }

    /// An amount of dollars, exact by its digits.
    ///
    /// - Parameter shift: Powers of ten that the number is divided by: 2 for cents.
    /// - Returns: `nil` when it is negative or over a billion dollars.
    public func money(shift: Int = 0) -> Money? {
        if kind == .number || kind == .string, let picodollars = scaled(byPowerOfTen: 12 - shift) {
            // What fits 64 bits is below ten million dollars.
            return picodollars < 0 ? nil : Money(picodollars: Int128(picodollars))
        }
        let amount: Money?
        switch kind {
        case .number: amount = Money(decimal: raw.bytes, shift: shift)
        case .string: amount = raw.count <= 64 ? Money(decimal: raw.trimmed.bytes, shift: shift) : nil
        case .missing, .null, .yes, .no, .object, .array: amount = nil
        }
        guard let amount, amount >= .zero, amount <= Money(dollars: 1_000_000_000) else { return nil }
        return amount
    }

    /// An HTTP status; `nil` for 0 and anything that is none.
    @inline(__always)
    public var httpStatus: Int32? {
        guard let value = scaled(byPowerOfTen: 0), value >= 100, value < 1_000 else { return nil }
        return Int32(value)
    }
}
