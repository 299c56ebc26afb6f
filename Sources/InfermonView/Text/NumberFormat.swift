public import InfermonModel

/// Numbers as text, the same in every locale; what is not known is `--`.
public enum NumberFormat {
    /// What stands for an unknown number.
    public static let unknown = "--"

    /// A number with a fixed count of decimals, rounded half away from zero; `--` when it is no finite number or over 10¹⁵.
    public static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return unknown }
        let scale = powerOfTen(decimals)
        let scaled = (abs(value) * Double(scale)).rounded()
        guard scaled < 9e18 else { return unknown }
        let digits = Int64(scaled)
        let sign = value < 0 && digits > 0 ? "-" : ""
        let whole = "\(digits / scale)"
        return decimals == 0 ? sign + whole : sign + whole + "." + padded(digits % scale, to: decimals)
    }

    private static func powerOfTen(_ exponent: Int) -> Int64 {
        (0..<max(0, min(exponent, 15))).reduce(Int64(1)) { power, _ in power * 10 }
    }

    static func padded(_ value: Int64, to width: Int) -> String {
        let text = "\(value)"
        return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
    }

    /// A whole number with thousands marked: `1,204`.
    public static func grouped(_ value: some BinaryInteger) -> String {
        let digits = Array(String(value.magnitude))
        var text = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text.append(",") }
            text.append(digit)
        }
        return (value < 0 ? "-" : "") + text
    }

    /// Things counted, thousands marked: `1 line`, `1,204 lines`.
    ///
    /// - Parameters:
    ///   - count: How many.
    ///   - noun: One of them, whose plural ends in an s.
    /// - Returns: The number and the noun.
    public static func counted(_ count: some BinaryInteger, _ noun: String) -> String {
        "\(grouped(count)) \(noun)\(count == 1 ? "" : "s")"
    }

    /// A count in at most five columns: `1012`, `48.1K`, `7.30M`.
    public static func count(_ value: Int64) -> String {
        value.magnitude < 10_000 ? "\(value)" : compact(Double(value))
    }

    /// A rate or amount in at most five columns: `0.4`, `14`, `1156`, `48.1K`.
    public static func compact(_ value: Double) -> String {
        guard value.isFinite else { return unknown }
        let size = abs(value)
        if size < 9.95 { return size < 0.05 && size > 0 ? "<0.1" : trimmedZero(fixed(value, 1)) }
        if size < 9_999.5 { return fixed(value, 0) }
        for (limit, divisor, unit) in [(1e6, 1e3, "K"), (1e9, 1e6, "M"), (1e12, 1e9, "G"), (1e15, 1e12, "T")]
        where size < limit {
            let scaled = value / divisor
            return fixed(scaled, abs(scaled) < 9.995 ? 2 : abs(scaled) < 99.95 ? 1 : 0) + unit
        }
        return ">999T"
    }

    private static func trimmedZero(_ text: String) -> String {
        text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// A time as seconds with two decimals, so that a column of them lines up; minutes from 100 s on: `0.74s`, `11.84s`, `2m05s`.
    public static func latency(_ seconds: Double?) -> String {
        guard let seconds, seconds.isFinite else { return unknown }
        guard abs(seconds) >= 99.995 else { return fixed(seconds, 2) + "s" }
        return age(TimeSpan(microseconds: Int64(max(0, min(seconds, 1e9)) * 1e6)))
    }

    /// A bound as short as it can be said: `2s`, `10s`, `1.5s`, `300ms`.
    public static func bound(_ seconds: Double) -> String {
        guard seconds.isFinite else { return unknown }
        if seconds == 0 { return "0s" }
        if seconds < 1 { return trimmedZero(fixed(seconds * 1_000, 1)) + "ms" }
        guard seconds >= 100 else {
            var text = fixed(seconds, 2)
            while text.hasSuffix("0") { text.removeLast() }
            return (text.hasSuffix(".") ? String(text.dropLast()) : text) + "s"
        }
        return age(TimeSpan(microseconds: Int64(min(seconds, 1e9) * 1e6)))
    }

    /// A length of time in its two greatest units: `0.4s`, `39m57s`, `6h42m`, `4d22h`.
    public static func age(_ span: TimeSpan) -> String {
        guard span.microseconds >= 0 else { return "0s" }
        let seconds = span.microseconds / 1_000_000
        if seconds < 10 { return fixed(span.seconds, 1) + "s" }
        if seconds < 60 { return "\(seconds)s" }
        if seconds < 3_600 { return "\(seconds / 60)m\(padded(seconds % 60, to: 2))s" }
        if seconds < 86_400 { return "\(seconds / 3_600)h\(padded(seconds / 60 % 60, to: 2))m" }
        if seconds < 86_400 * 1_000 { return "\(seconds / 86_400)d\(padded(seconds / 3_600 % 24, to: 2))h" }
        return ">999d"
    }

    /// A share of 1 in percent: `66%`; over 999 % `>999%`.
    public static func percent(_ ratio: Double?, decimals: Int = 0) -> String {
        guard let ratio, ratio.isFinite else { return unknown }
        guard abs(ratio) < 9.995 else { return ratio < 0 ? "<-999%" : ">999%" }
        return fixed(ratio * 100, decimals) + "%"
    }

    /// A share that was promised to be high, never rounded up: `100%` means every one, `99.99%` nearly so.
    public static func availability(_ ratio: Double?) -> String {
        guard let ratio, ratio.isFinite else { return unknown }
        if ratio >= 1 { return "100%" }
        let hundredths = Int64((max(0, ratio) * 10_000 + 1e-9).rounded(.down))
        return "\(hundredths / 100).\(padded(hundredths % 100, to: 2))%"
    }

    /// Bytes in binary units: `71.2G`, `512M`.
    public static func bytes(_ count: Int64) -> String {
        var value = Double(max(0, count))
        for unit in ["B", "K", "M", "G", "T"] {
            if value < 999.5 || unit == "T" {
                return (unit == "B" || value >= 99.95 ? fixed(value, 0) : fixed(value, 1)) + unit
            }
            value /= 1_024
        }
        return unknown
    }
}
