import InfermonModel
import InfermonView
import Testing

@Suite struct NumberFormatTests {
    @Test(arguments: [
        (0.74, "0.74s"), (11.84, "11.84s"), (24.7, "24.70s"), (99.99, "99.99s"), (99.996, "1m39s"), (125, "2m05s"),
        (.nan, "--"), (.infinity, "--"), (0, "0.00s"),
    ]) func `a latency lines up in a column`(seconds: Double, text: String) {
        #expect(NumberFormat.latency(seconds) == text)
    }

    @Test(arguments: [
        (2.0, "2s"), (1.5, "1.5s"), (0.3, "300ms"), (0.0005, "0.5ms"), (10, "10s"), (300, "5m00s"), (0, "0s"),
    ])
    func `a bound is as short as it can be said`(seconds: Double, text: String) {
        #expect(NumberFormat.bound(seconds) == text)
    }

    @Test(
        arguments: [
            (0, "0"), (9, "9"), (1_012, "1012"), (9_999, "9999"), (10_000, "10.0K"), (48_112, "48.1K"),
            (999_999, "1000K"),
            (7_300_000, "7.30M"), (Int64.max, ">999T"), (-3, "-3"),
        ] as [(Int64, String)]) func `a count takes at most five columns`(value: Int64, text: String)
    {
        #expect(NumberFormat.count(value) == text)
    }

    @Test(arguments: [
        (0.03, "<0.1"), (0.44, "0.4"), (14.2, "14"), (1_156, "1156"), (9.96, "10"), (0, "0"), (1e20, ">999T"),
        (-2.5, "-2.5"),
    ]) func `a rate takes at most five columns`(value: Double, text: String) {
        #expect(NumberFormat.compact(value) == text)
    }

    @Test(arguments: [
        (1, "100%"), (0.99996, "99.99%"), (0.999, "99.90%"), (0.979, "97.90%"), (0, "0.00%"), (0.9979, "99.79%"),
    ])
    func `availability is never rounded up`(ratio: Double, text: String) {
        #expect(NumberFormat.availability(ratio) == text)
    }

    @Test(arguments: [(0.655, "66%"), (1.184, "118%"), (0, "0%"), (12.0, ">999%"), (.infinity, "--")])
    func `a share is a percentage`(ratio: Double, text: String) {
        #expect(NumberFormat.percent(ratio) == text)
    }

    @Test(
        arguments: [
            (400_000, "0.4s"), (42_000_000, "42s"), (2_397_000_000, "39m57s"), (24_120_000_000, "6h42m"),
            (424_800_000_000, "4d22h"), (-5, "0s"), (Int64.max, ">999d"),
        ] as [(Int64, String)]) func `an age is in its two greatest units`(microseconds: Int64, text: String)
    {
        #expect(NumberFormat.age(TimeSpan(microseconds: microseconds)) == text)
    }

    @Test(
        arguments: [(0, "0B"), (1_023, "1.0K"), (76_450_627_584, "71.2G"), (Int64.max, "8388608T"), (-1, "0B")]
            as [(Int64, String)])
    func `bytes are in binary units`(count: Int64, text: String) {
        #expect(NumberFormat.bytes(count) == text)
    }

    @Test func `thousands are marked`() {
        #expect(NumberFormat.grouped(1_204) == "1,204")
        #expect(NumberFormat.grouped(-48_112_000) == "-48,112,000")
        #expect(NumberFormat.grouped(Int64.min) == "-9,223,372,036,854,775,808")
    }
}
