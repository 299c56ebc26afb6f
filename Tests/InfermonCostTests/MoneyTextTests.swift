import InfermonCost
import InfermonModel
import Testing

@Suite struct MoneyTextTests {
    @Test(arguments: [
        ("0", "$0.00"), ("0.000125", "$0.000125"), ("0.0045", "$0.0045"), ("12.34", "$12.34"), ("1204.5", "$1,204.50"),
        ("0.3", "$0.30"), ("0.99999", "$1.00"), ("1234567.891", "$1,234,567.89"), ("-5", "-$5.00"),
        ("0.1125", "$0.1125"),
        ("0.00000000012", "$0.00000000012"), ("0.0006849315", "$0.0006849"), ("999.995", "$1,000.00"), ("1", "$1.00"),
    ])
    func `amounts are short and never nothing`(decimal: String, text: String) throws {
        #expect(MoneyText.dollars(try #require(Money(decimal))) == text)
    }

    @Test(arguments: [
        (14.42, "14.4"), (548.0, "548"), (2.747, "2.75"), (10.0, "10"), (45_662.1, "45,700"), (1.0, "1"), (0, "0"),
    ])
    func `figures have three digits`(value: Double, text: String) { #expect(NumberText.short(value) == text) }
}
