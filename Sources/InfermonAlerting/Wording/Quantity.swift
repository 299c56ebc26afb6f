import InfermonModel

/// The unit of a number in an alert's message, and how it reads.
enum Quantity {
    case seconds
    case ratio
    case perHour
    case dollars
    case bytes
    case times

    /// A value and the bound it is held against, with as many digits as it takes to tell them apart.
    func pair(_ value: Double, _ bound: Double) -> (value: String, bound: String) {
        for extraDigits in 0...6 {
            let left = text(value, extraDigits: extraDigits)
            let right = text(bound, extraDigits: extraDigits)
            if left != right || value == bound { return (left, right) }
        }
        return (text(value), text(bound))
    }

    /// The value as text.
    func text(_ value: Double, extraDigits: Int = 0) -> String {
        guard value.isFinite else { return "--" }
        switch self {
        case .seconds: return Self.seconds(value, extraDigits)
        case .ratio: return DecimalText.text(value * 100, digits: 1 + extraDigits) + " %"
        case .perHour: return DecimalText.text(value, digits: (value.magnitude < 10 ? 1 : 0) + extraDigits) + "/h"
        case .dollars: return Self.dollars(value, extraDigits)
        case .times: return DecimalText.text(value, digits: (value.magnitude < 10 ? 1 : 0) + extraDigits) + "x"
        case .bytes: return DecimalText.text(value / 1e9, digits: 1 + extraDigits) + " GB"
        }
    }

    private static func seconds(_ value: Double, _ extraDigits: Int) -> String {
        if value.magnitude < 1, value != 0 { return DecimalText.text(value * 1_000, digits: extraDigits) + "ms" }
        if value.magnitude < 100 { return DecimalText.text(value, digits: 2 + extraDigits) + "s" }
        return duration(value)
    }

    /// A length of time in its two largest units: `6h42m`, `1m40s`, `5m`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds.magnitude < 1e12 else { return "--" }
        let whole = Int64(seconds.rounded())
        let units: [(Int64, String)] = [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")]
        guard let first = units.firstIndex(where: { whole.magnitude >= $0.0 }) else { return "0s" }
        let large = "\(whole / units[first].0)\(units[first].1)"
        guard first + 1 < units.count else { return large }
        let rest = whole % units[first].0 / units[first + 1].0
        return rest == 0 ? large : "\(large)\(rest)\(units[first + 1].1)"
    }

    private static func dollars(_ value: Double, _ extraDigits: Int) -> String {
        let magnitude = value.magnitude
        let sign = value < 0 ? "-$" : "$"
        if magnitude >= 1_000 { return sign + DecimalText.text(magnitude, digits: extraDigits) }
        if magnitude >= 1 || magnitude == 0 {
            let text = DecimalText.text(magnitude, digits: 2 + extraDigits, keepsZeros: true)
            return sign + (text.hasSuffix(".00") ? String(text.dropLast(3)) : text)
        }
        var digits = 3
        var scale = magnitude
        while scale < 0.1, digits < 12 {
            scale *= 10
            digits += 1
        }
        return sign + DecimalText.text(magnitude, digits: digits + extraDigits)
    }
}
