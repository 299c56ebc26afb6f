import Testing

@testable import InfermonAlerting

/// How numbers read in messages.
@Suite struct QuantityTests {
    @Test(arguments: [
        (11.84, "11.84s"), (10, "10s"), (9.5, "9.5s"), (0.85, "850ms"), (0, "0s"), (99.999, "100s"), (100, "1m40s"),
        (300, "5m"), (24_120, "6h42m"), (0.0004, "0ms"), (-2.5, "-2.5s"), (.infinity, "--"), (.nan, "--"),
    ])
    func `seconds`(value: Double, text: String) {
        #expect(Quantity.seconds.text(value) == text)
    }

    @Test(arguments: [
        (2_239.0, "$2,239"), (2_000, "$2,000"), (12.34, "$12.34"), (12.5, "$12.50"), (500, "$500"), (0.0356, "$0.0356"),
        (0.02, "$0.02"), (0.0002675, "$0.000268"), (1_234_567.8, "$1,234,568"), (-3, "-$3"), (0, "$0"),
        (999.999, "$1,000"),
    ])
    func `dollars`(value: Double, text: String) {
        #expect(Quantity.dollars.text(value) == text)
    }

    @Test func `a value and its bound never read the same`() {
        #expect(Quantity.seconds.pair(10.001, 10) == ("10.001s", "10s"))
        #expect(Quantity.ratio.pair(0.9989, 0.999) == ("99.89 %", "99.9 %"))
        #expect(Quantity.dollars.pair(2_000.2, 2_000) == ("$2,000.2", "$2,000"))
        #expect(Quantity.ratio.pair(0.5, 0.5) == ("50 %", "50 %"))
    }

    @Test func `rates and bytes`() {
        #expect(Quantity.perHour.text(1_250) == "1,250/h")
        #expect(Quantity.bytes.text(71_200_000_000) == "71.2 GB")
    }

    @Test(arguments: [(0.0, "0s"), (30, "30s"), (90, "1m30s"), (3_600, "1h"), (90_000, "1d1h"), (1e15, "--")])
    func `lengths of time`(seconds: Double, text: String) {
        #expect(Quantity.duration(seconds) == text)
    }

    @Test func `huge numbers do not trap`() {
        #expect(DecimalText.text(1e300, digits: 2) == "1e+300")
        #expect(DecimalText.text(-1e17, digits: 6) == "-1e+17")
    }
}
