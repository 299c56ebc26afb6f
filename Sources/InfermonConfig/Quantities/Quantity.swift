public import InfermonModel

/// Reads numbers with units as people write them: `2s`, `$500/month`, `1000/h`, `32GB`, `99.9%`.
///
/// Nothing goes through floating point that is exact in the end. A number without its unit is refused: the unit is what a reader
/// would have to guess.
public enum Quantity {
    /// Units of time in microseconds, the longest name first where one begins another.
    private static let timeUnits: [(name: String, microseconds: Int128)] = [
        ("us", 1), ("ms", 1_000), ("s", 1_000_000), ("m", 60_000_000), ("h", 3_600_000_000), ("d", 86_400_000_000),
        ("w", 604_800_000_000),
    ]

    /// Reads `1500ms`, `2s`, `1.5h`, `1h30m`, `400d`; units descend and each is used once; at most 100 years.
    public static func duration(_ text: String) -> TimeSpan? {
        var rest = Substring(text)
        var total: Int128 = 0
        var lastUnit = Int128.max
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let (number, afterNumber) = split(rest)
            let name = afterNumber.prefix { $0.isASCII && $0.isLetter }
            guard let digits = unsignedNumber(number), let thousandths = digits.scaled(byPowerOfTen: 6),
                let unit = timeUnits.first(where: { $0.name == name })?.microseconds, unit < lastUnit,
                thousandths < 1_000_000_000_000_000_000
            else { return nil }
            total += (thousandths * unit).dividedHalfToEven(by: 1_000_000)
            lastUnit = unit
            rest = afterNumber.dropFirst(name.count)
        }
        guard total <= 36_525 * 86_400_000_000 else { return nil }
        return TimeSpan(microseconds: Int64(total))
    }

    /// Reads `$500`, `$0.01` or `12.5 USD`, with `/unit` behind it when `unit` is given; not negative.
    public static func money(_ text: String, per unit: String? = nil) -> Money? {
        var rest = Substring(text)
        if let unit {
            guard rest.hasSuffix("/\(unit)") else { return nil }
            rest = rest.dropLast(unit.count + 1)
        }
        if rest.hasPrefix("$") {
            rest = rest.dropFirst()
        } else if rest.hasSuffix("USD") {
            rest = rest.dropLast(3)
            while rest.hasSuffix(" ") { rest = rest.dropLast() }
        } else {
            return nil
        }
        guard unsignedNumber(rest) != nil else { return nil }
        return Money(decimal: rest.utf8)
    }

    /// Reads `1000/h`, `20/min`, `0.5/s` or `24000/day` into events per hour; more than none.
    public static func ratePerHour(_ text: String) -> Double? {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, unsignedNumber(parts[0]) != nil, let number = number(String(parts[0])), number > 0,
            number < 1e12
        else { return nil }
        switch parts[1] {
        case "s": return number * 3_600
        case "min", "m": return number * 60
        case "h", "hour": return number
        case "d", "day": return number / 24
        default: return nil
        }
    }

    /// Reads `32GB` (10⁹) or `80GiB` (2³⁰); more than none.
    public static func bytes(_ text: String) -> Int64? {
        let (number, afterNumber) = split(Substring(text))
        let name = afterNumber.hasPrefix(" ") ? afterNumber.dropFirst() : afterNumber
        let factors: [Substring: Int128] = [
            "B": 1, "kB": 1_000, "KB": 1_000, "MB": 1_000_000, "GB": 1_000_000_000, "TB": 1_000_000_000_000,
            "KiB": 1 << 10, "MiB": 1 << 20, "GiB": 1 << 30, "TiB": 1 << 40,
        ]
        guard let factor = factors[name], let digits = unsignedNumber(number),
            let millionths = digits.scaled(byPowerOfTen: 6), millionths < 1_000_000_000_000_000_000
        else { return nil }
        let bytes = (millionths * factor).dividedHalfToEven(by: 1_000_000)
        return bytes > 0 ? Int64(exactly: bytes) : nil
    }

    /// Reads `99.9%` or `0.999` into a share where 1 is 100 %.
    public static func ratio(_ text: String) -> Double? {
        if text.hasSuffix("%") {
            let number = text.dropLast()
            guard let digits = unsignedNumber(number) else { return nil }
            // By its digits, so that 99.9 % is the number nearest to 0.999.
            return Double("\(digits.digits)e\(digits.exponent - 2)")
        }
        guard unsignedNumber(Substring(text)) != nil, let number = number(text), number <= 1 else { return nil }
        return number
    }

    /// Reads a plain decimal number.
    public static func number(_ text: String) -> Double? {
        guard let digits = DecimalDigits(text.utf8) else { return nil }
        return Double("\(digits.digits)e\(digits.exponent)").flatMap { $0.isFinite ? $0 : nil }
    }

    /// A span with the longest units that hold it exactly, such as `1h30m`.
    public static func text(_ span: TimeSpan) -> String {
        var rest = Int128(span.microseconds.magnitude)
        guard rest > 0 else { return "0s" }
        var text = span.microseconds < 0 ? "-" : ""
        for unit in timeUnits.reversed() where unit.name != "w" {
            let count = rest / unit.microseconds
            if count > 0 { text += "\(count)\(unit.name)" }
            rest %= unit.microseconds
        }
        return text
    }

    /// A number without a needless fraction: `12`, `0.5`.
    static func text(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int64(number))" : "\(number)"
    }

    /// An amount cut to three significant digits, for a message about magnitudes.
    static func significant(_ money: Money) -> String {
        var step: Int128 = 1
        while money.picodollars.magnitude / step.magnitude >= 1_000 { step *= 10 }
        return Money(picodollars: money.picodollars / step * step).decimal
    }

    /// The digits and point at the front, and what is behind them.
    private static func split(_ text: Substring) -> (number: Substring, rest: Substring) {
        let number = text.prefix { ("0"..."9").contains($0) || $0 == "." }
        return (number, text[number.endIndex...])
    }

    /// A number of digits and at most one point, with no sign and no exponent.
    private static func unsignedNumber(_ text: Substring) -> DecimalDigits? {
        guard !text.isEmpty, text.utf8.count <= 30, text.utf8.allSatisfy({ (48...57).contains($0) || $0 == 46 }) else {
            return nil
        }
        return DecimalDigits(text.utf8)
    }
}
