/// An exact amount of US dollars in pico-dollars (10⁻¹² USD).
///
/// A price of one micro-dollar per million tokens is one pico-dollar per token, so the cost of a request is exact; nano-dollars
/// would be too coarse for 7 % of published prices. Sums never overflow: 128 bits hold 10²⁶ dollars.
public struct Money: Hashable, Comparable, Sendable {
    /// The amount in 10⁻¹² dollars; negative for credits and corrections.
    public var picodollars: Int128

    /// Creates an amount from pico-dollars.
    public init(picodollars: Int128) {
        self.picodollars = picodollars
    }

    /// Creates an amount from whole dollars.
    public init(dollars: Int64) {
        picodollars = Int128(dollars) * 1_000_000_000_000
    }

    /// No money.
    public static let zero = Money(picodollars: 0)

    /// Reads a decimal number by its digits, such as `0.00026750000000000003`, `1e-7` or `-12.5`.
    ///
    /// Digits finer than a pico-dollar are rounded half to even, once. Fails when `text` is no such number or is over 10¹⁵
    /// dollars.
    ///
    /// - Parameters:
    ///   - text: UTF-8 digits with an optional sign, point and exponent, and nothing around them.
    ///   - shift: Powers of ten that the number is divided by: 2 for cents.
    public init?(decimal text: some Collection<UInt8>, shift: Int = 0) {
        guard let number = DecimalDigits(text), let picodollars = number.scaled(byPowerOfTen: 12 - shift) else {
            return nil
        }
        self.picodollars = picodollars
    }

    /// Reads a decimal number of dollars by its digits; see ``init(decimal:shift:)``.
    public init?(_ text: String, shift: Int = 0) {
        self.init(decimal: text.utf8, shift: shift)
    }

    /// The nearest floating-point number of dollars: for graphs and ratios, never for sums.
    public var dollars: Double { Double(picodollars) / 1e12 }

    /// All significant digits and no more, without a currency sign: `0.0002675`, `12`, `-0.5`.
    public var decimal: String {
        let magnitude = picodollars.magnitude
        let whole = magnitude / 1_000_000_000_000
        var fraction = String(magnitude % 1_000_000_000_000)
        fraction = String(repeating: "0", count: 12 - fraction.utf8.count) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return (picodollars < 0 ? "-" : "") + "\(whole)" + (fraction.isEmpty ? "" : ".\(fraction)")
    }

    /// Orders amounts.
    public static func < (left: Money, right: Money) -> Bool { left.picodollars < right.picodollars }

    /// The sum of two amounts.
    public static func + (left: Money, right: Money) -> Money {
        Money(picodollars: left.picodollars + right.picodollars)
    }

    /// The difference of two amounts.
    public static func - (left: Money, right: Money) -> Money {
        Money(picodollars: left.picodollars - right.picodollars)
    }

    /// Adds an amount in place.
    public static func += (left: inout Money, right: Money) { left.picodollars += right.picodollars }

    /// Subtracts an amount in place.
    public static func -= (left: inout Money, right: Money) { left.picodollars -= right.picodollars }

    /// The amount times `numerator / denominator`, rounded half to even once; `denominator` is greater than zero.
    ///
    /// A product beyond 128 bits gives the end of the range.
    public func scaled(by numerator: Int64, over denominator: Int64) -> Money {
        let (product, overflow) = picodollars.multipliedReportingOverflow(by: Int128(numerator))
        guard overflow else { return Money(picodollars: product.dividedHalfToEven(by: Int128(denominator))) }
        return Money(picodollars: (picodollars < 0) == (numerator < 0) ? .max : .min)
    }
}

extension Int128 {
    /// The quotient rounded to the nearest integer, halves to the even one; `divisor` is greater than zero.
    public func dividedHalfToEven(by divisor: Int128) -> Int128 {
        var (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        if remainder < 0 {
            quotient -= 1
            remainder += divisor
        }
        let twice = remainder * 2
        if twice > divisor || (twice == divisor && quotient % 2 != 0) { quotient += 1 }
        return quotient
    }
}
