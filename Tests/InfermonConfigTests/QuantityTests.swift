import InfermonModel
import Testing

@testable import InfermonConfig

@Suite struct QuantityTests {
    @Test(
        arguments: [
            ("2s", 2_000_000), ("1500ms", 1_500_000), ("5m", 300_000_000), ("1h30m", 5_400_000_000), ("0s", 0),
            ("250us", 250),
            ("1.5h", 5_400_000_000), ("0.1s", 100_000), ("2w", 1_209_600_000_000), ("400d", 34_560_000_000_000),
            ("1m1ms", 60_001_000),
        ] as [(String, Int64)])
    func `a duration is read exactly`(text: String, microseconds: Int64) {
        #expect(Quantity.duration(text)?.microseconds == microseconds)
    }

    @Test(arguments: [
        "", "2", "s", "2 s", "-2s", "2S", "2sec", "30m1h", "1h1h", "1e3s", "1..5s", "2s ", "99999999999999999999d",
        "nan", "２s",
        String(repeating: "9", count: 31) + "s", "101000d", ".s",
    ])
    func `what is no duration is refused`(text: String) {
        #expect(Quantity.duration(text) == nil)
    }

    @Test func `a duration is written as it is read`() {
        for text in ["0s", "2s", "1h30m", "1d", "1s500ms", "2m3s4ms5us"] {
            #expect(Quantity.duration(text).map(Quantity.text) == text)
        }
    }

    @Test func `money is read by its digits`() {
        #expect(Quantity.money("$0.01")?.decimal == "0.01")
        #expect(Quantity.money("12.50 USD")?.decimal == "12.5")
        #expect(Quantity.money("$500/month", per: "month")?.decimal == "500")
        #expect(Quantity.money("$0.000000000001")?.picodollars == 1)
    }

    @Test(arguments: [
        "500", "$", "$-5", "-$5", "€5", "$1e3", "$2,000", "$5/month", "$ 5", "$5.5.5", "USD", "$5 USD", "$nan",
    ])
    func `what is no amount of dollars is refused`(text: String) {
        #expect(Quantity.money(text) == nil)
    }

    @Test func `an amount per month says so`() {
        for text in ["$500", "$500/year", "$500/months", "/month", "$/month"] {
            #expect(Quantity.money(text, per: "month") == nil)
        }
    }

    @Test func `rates are per hour`() {
        #expect(Quantity.ratePerHour("1000/h") == 1_000)
        #expect(Quantity.ratePerHour("20/min") == 1_200)
        #expect(Quantity.ratePerHour("0.5/s") == 1_800)
        #expect(Quantity.ratePerHour("24000/day") == 1_000)
        for text in ["1000", "/h", "0/h", "-1/h", "1/fortnight", "1/h/h", "1e3/h", ""] {
            #expect(Quantity.ratePerHour(text) == nil)
        }
    }

    @Test func `sizes are decimal or binary`() {
        #expect(Quantity.bytes("32GB") == 32_000_000_000)
        #expect(Quantity.bytes("80GiB") == 85_899_345_920)
        #expect(Quantity.bytes("1.5 kB") == 1_500)
        #expect(Quantity.bytes("13.5GB") == 13_500_000_000)
        for text in ["32", "32G", "32gb", "0B", "-1GB", "99999999TiB", "GB", "1e3B"] {
            #expect(Quantity.bytes(text) == nil)
        }
    }

    @Test func `shares are nearest to what is written`() {
        #expect(Quantity.ratio("99.9%") == 0.999)
        #expect(Quantity.ratio("0.999") == 0.999)
        #expect(Quantity.ratio("80%") == 0.8)
        #expect(Quantity.ratio("150%") == 1.5)
        for text in ["99.9", "%", "-1%", "1e2%", "99,9%", "1.1", ""] { #expect(Quantity.ratio(text) == nil) }
    }

    @Test(arguments: [
        ("2026-11-01", "2026-10-31T23:00:00Z"), ("2026-07-01", "2026-06-30T22:00:00Z"),
        ("2026-11-01T08:00", "2026-11-01T07:00:00Z"), ("2026-11-01T08:00:30Z", "2026-11-01T08:00:30Z"),
        ("2026-11-01 08:00:30+05:45", "2026-11-01T02:15:30Z"), ("2024-02-29T00:00-03:30", "2024-02-29T03:30:00Z"),
    ])
    func `a date is of the zone unless it names one`(text: String, instant: String) throws {
        let zone = try ZoneDatabase().rules(named: "Europe/Zurich")
        #expect(DateTimeText.instant(text, in: zone)?.rfc3339 == instant)
    }

    @Test(arguments: [
        "2026-02-29", "2026-13-01", "2026-1-1", "26-01-01", "2026-01-01T24:00", "2026-01-01T10:60", "2026-01-01T10",
        "2026-01-01T10:00:00+15:00", "2026-01-01T10:00:00z", "2026/01/01", "2026-01-01T10:00:00.5Z", "20260101",
        "1969-12-31",
        "2026-01-01Z", "2026-01-0１",
    ])
    func `what is no date is refused`(text: String) {
        #expect(DateTimeText.instant(text, in: .utc) == nil)
    }
}
