import InfermonCost
import InfermonIngest
import InfermonModel

/// A month beside the one before it, in `infermon.report/1`: every driver, exact.
enum ComparisonJSON {
    static func document(_ comparison: ReportComparison) -> JSONText {
        .object([
            ("from", .string(comparison.from.rfc3339)),
            ("to", .string(comparison.to.rfc3339)),
            ("same_part_of_month", .bool(comparison.isPartial)),
            ("requests_before", .integer(comparison.before.requests)),
            ("cost_before", .number(comparison.before.bestCost.decimal)),
            ("cost_after", .number(comparison.after.bestCost.decimal)),
            (
                "drivers",
                .object(
                    comparison.drivers.map { key, drivers in
                        (key.rawValue, .array(drivers.drivers.map(driver)))
                    })
            ),
        ])
    }

    private static func driver(_ driver: SpendDrivers.Driver) -> JSONText {
        .object([
            ("key", .string(driver.key)),
            ("before", .number(driver.before.decimal)),
            ("after", .number(driver.after.decimal)),
            ("volume", .number(driver.volume.decimal)),
            ("length", .number(driver.length.decimal)),
            ("price", .number(driver.price.decimal)),
        ])
    }
}
