public import InfermonModel

/// Amounts for people: `$0.000125`, `$0.0045`, `$12.34`, `$1,204.50`; never `$0.00` for what is not zero.
public enum MoneyText {
    /// The amount with a dollar sign: cents from one dollar on, four significant digits below.
    public static func dollars(_ money: Money) -> String {
        let sign = money < .zero ? "-" : ""
        let magnitude = Money(picodollars: Int128(money.picodollars.magnitude))
        return sign + "$" + (magnitude >= Money(dollars: 1) ? cents(magnitude) : small(magnitude))
    }

    /// An amount of a dollar or more, rounded half to even to the cent, thousands set apart.
    private static func cents(_ money: Money) -> String {
        let cents = money.picodollars.dividedHalfToEven(by: 10_000_000_000)
        let rest = String(cents % 100)
        return grouped(cents / 100) + "." + (rest.utf8.count == 1 ? "0" : "") + rest
    }

    private static func small(_ money: Money) -> String {
        guard money > .zero else { return "0.00" }
        var unit: Int128 = 1
        while money.picodollars / unit >= 10_000 { unit *= 10 }
        let rounded = Money(picodollars: money.picodollars.dividedHalfToEven(by: unit) * unit)
        if rounded >= Money(dollars: 1) { return cents(rounded) }
        let text = rounded.decimal
        return text.utf8.count < 4 ? text + "0" : text
    }

    private static func grouped(_ number: Int128) -> String {
        let digits = String(number)
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}

/// Other figures for people.
public enum NumberText {
    /// A number with as many decimals as asked for, zeros kept.
    public static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "--" }
        var unit = 1.0
        for _ in 0..<decimals { unit *= 10 }
        let scaled = Int64((abs(value) * unit).rounded())
        let digits = String(scaled)
        let padded = String(repeating: "0", count: max(0, decimals + 1 - digits.utf8.count)) + digits
        let sign = value < 0 && scaled != 0 ? "-" : ""
        guard decimals > 0 else { return sign + grouped(padded) }
        return sign + grouped(String(padded.dropLast(decimals))) + "." + padded.suffix(decimals)
    }

    /// Three significant digits and no more, zeros at the end left out: `14.4`, `548`, `2.75`, `10`, `45,700`.
    public static func short(_ value: Double) -> String {
        var text = rounded(value)
        guard text.contains(".") else { return text }
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return text
    }

    private static func rounded(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "--" }
        switch abs(value) {
        case 1_000...:
            var unit = 1.0
            while abs(value) / unit >= 1_000 { unit *= 10 }
            return fixed((value / unit).rounded() * unit, 0)
        case 100...: return fixed(value, 0)
        case 10...: return fixed(value, 1)
        default: return fixed(value, 2)
        }
    }

    /// A ratio as per cent: `28.7 %`.
    public static func percent(_ ratio: Double, _ decimals: Int = 0) -> String { fixed(ratio * 100, decimals) + " %" }

    private static func grouped(_ digits: String) -> String {
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return text
    }
}
