import InfermonCost
import InfermonIngest
import InfermonModel
import InfermonView

/// A month beside the one before it, for people.
enum ComparisonText {
    static func text(_ comparison: ReportComparison) -> String {
        var lines = ["", heading(comparison)]
        guard comparison.before.requests > 0 else { return lines.joined(separator: "\n") + "\n" }
        for (key, drivers) in comparison.drivers {
            for driver in drivers.drivers.prefix(ReportComparison.limit) where driver.change != .zero {
                lines.append("  \(key.rawValue) \(name(driver))  \(signed(driver.change)): \(parts(driver))")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    static func markdown(_ comparison: ReportComparison) -> String {
        var lines = ["", heading(comparison)]
        guard comparison.before.requests > 0 else { return lines.joined(separator: "\n") + "\n" }
        lines += ["", "| by | key | before | after | change | volume | length | price |"]
        lines.append("| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for (key, drivers) in comparison.drivers {
            for driver in drivers.drivers.prefix(ReportComparison.limit) where driver.change != .zero {
                let cells =
                    [key.rawValue, name(driver).split(separator: "|").joined(separator: "\\|")]
                    + [driver.before, driver.after].map { "$" + $0.decimal }
                    + [driver.change, driver.volume, driver.length, driver.price].map(signed)
                lines.append("| " + cells.joined(separator: " | ") + " |")
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func heading(_ comparison: ReportComparison) -> String {
        let part = comparison.isPartial ? ", the same part of the month before" : ""
        let stretch = "\(comparison.from.rfc3339) to \(comparison.to.rfc3339)\(part)"
        guard comparison.before.requests > 0 else { return "nothing is known of \(stretch)" }
        let (before, after) = (comparison.before.bestCost, comparison.after.bestCost)
        let ratio = before > .zero ? (after - before).dollars / before.dollars : nil
        let percent = ratio.map { " (\($0 < 0 ? "" : "+")\(NumberFormat.percent($0)))" } ?? ""
        return "$\(after.decimal) where \(stretch) cost $\(before.decimal): \(signed(after - before))\(percent)"
    }

    private static func name(_ driver: SpendDrivers.Driver) -> String {
        driver.key.isEmpty ? NumberFormat.unknown : SafeText.clean(driver.key, repertoire: .unicode, limit: 60)
    }

    private static func parts(_ driver: SpendDrivers.Driver) -> String {
        if driver.before == .zero { return "new" }
        if driver.after == .zero { return "gone" }
        let parts = [
            ("requests", driver.volume), ("tokens a request", driver.length), ("price and mix", driver.price),
        ]
        return parts.filter { $0.1 != .zero }.map { "\($0.0) \(signed($0.1))" }.joined(separator: ", ")
    }

    private static func signed(_ money: Money) -> String {
        money < .zero ? "-$" + (Money.zero - money).decimal : "+$" + money.decimal
    }
}
