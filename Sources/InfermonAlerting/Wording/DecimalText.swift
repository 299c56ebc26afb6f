/// Decimal notation of floating-point numbers, since the pure targets have no formatter.
enum DecimalText {
    /// The number rounded to `digits` behind the point, with commas between thousands: `2,239`, `11.84`.
    static func text(_ value: Double, digits: Int, keepsZeros: Bool = false) -> String {
        var scale = 1.0
        for _ in 0..<digits { scale *= 10 }
        let scaled = (value.magnitude * scale).rounded()
        guard scaled < 9e15 else { return "\(value)" }
        let units = Int64(scaled)
        let divisor = Int64(scale)
        var fraction = ""
        if digits > 0 {
            let rest = String(units % divisor)
            fraction = String(repeating: "0", count: digits - rest.utf8.count) + rest
            while !keepsZeros, fraction.hasSuffix("0") { fraction.removeLast() }
        }
        let sign = value < 0 && units != 0 ? "-" : ""
        return sign + grouped(units / divisor) + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func grouped(_ value: Int64) -> String {
        var text = ""
        for (position, digit) in String(value).reversed().enumerated() {
            if position > 0, position.isMultiple(of: 3) { text = "," + text }
            text = String(digit) + text
        }
        return text
    }
}
