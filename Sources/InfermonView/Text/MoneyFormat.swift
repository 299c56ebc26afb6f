public import InfermonModel

/// Money as text: exact integers to the last step, rounded half to even once.
public enum MoneyFormat {
    /// To the cent with thousands marked: `$1,204.50`; `<$0.01` for less than half a cent.
    public static func full(_ amount: Money?) -> String {
        guard let amount else { return NumberFormat.unknown }
        if let small = small(amount, unit: 10_000_000_000, text: "$0.01") { return small }
        let cents = amount.picodollars.dividedHalfToEven(by: 10_000_000_000)
        let size = cents.magnitude
        return (cents < 0 ? "-$" : "$") + NumberFormat.grouped(size / 100) + "."
            + NumberFormat.padded(Int64(size % 100), to: 2)
    }

    /// To the cent without a sign for the currency, for columns: `4,744.84`.
    public static func plain(_ amount: Money?) -> String {
        let text = full(amount)
        guard let mark = text.firstIndex(of: "$") else { return text }
        return String(text[..<mark] + text[text.index(after: mark)...])
    }

    /// To the dollar, as short as a bar's label: `$4,745`, `$48.1K`; cents below ten dollars.
    public static func short(_ amount: Money?) -> String {
        guard let amount else { return NumberFormat.unknown }
        let size = amount.picodollars.magnitude
        if size == 0 { return "$0" }
        if size < 10_000_000_000_000 { return full(amount) }
        let dollars = amount.picodollars.dividedHalfToEven(by: 1_000_000_000_000)
        guard dollars.magnitude >= 1_000_000 else {
            return (dollars < 0 ? "-$" : "$") + NumberFormat.grouped(dollars.magnitude)
        }
        return (dollars < 0 ? "-$" : "$") + NumberFormat.compact(Double(dollars.magnitude))
    }

    /// The cost of a request, four decimals: `$0.0003`, `$0.1173`, `$1.2040`; `<$0.0001` below half of that.
    public static func perRequest(_ amount: Money?) -> String {
        guard let amount else { return NumberFormat.unknown }
        if amount == .zero { return "$0" }
        if let small = small(amount, unit: 100_000_000, text: "$0.0001") { return small }
        let steps = amount.picodollars.dividedHalfToEven(by: 100_000_000)
        let size = steps.magnitude
        guard size < 10_000_000 else { return short(amount) }
        return (steps < 0 ? "-$" : "$") + "\(size / 10_000)." + NumberFormat.padded(Int64(size % 10_000), to: 4)
    }

    /// A rate or ceiling as short as it can be said: `$0.01`, `$1`, `$0.0025`.
    public static func bound(_ dollars: Double) -> String {
        guard dollars.isFinite, abs(dollars) < 1e12 else { return NumberFormat.unknown }
        var text = NumberFormat.fixed(dollars, 4)
        while text.hasSuffix("0") { text.removeLast() }
        if text.hasSuffix(".") { text.removeLast() }
        return "$" + text
    }

    private static func small(_ amount: Money, unit: Int128, text: String) -> String? {
        let size = amount.picodollars.magnitude
        guard size > 0, size * 2 <= unit.magnitude else { return nil }
        return amount.picodollars < 0 ? ">-" + text : "<" + text
    }
}
