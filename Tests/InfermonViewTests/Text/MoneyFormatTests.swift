import InfermonModel
import InfermonView
import Testing

@Suite struct MoneyFormatTests {
    @Test(arguments: [
        ("1204.5", "$1,204.50"), ("0", "$0.00"), ("0.004", "<$0.01"), ("0.005", "<$0.01"), ("0.0051", "$0.01"),
        ("-12.345", "-$12.34"), ("-0.001", ">-$0.01"), ("999999999999.99", "$999,999,999,999.99"),
    ]) func `an amount in full is exact to the cent`(amount: String, text: String) {
        #expect(MoneyFormat.full(Money(amount) ?? .zero) == text)
    }

    @Test(arguments: [
        ("0.0003", "$0.0003"), ("0.00004", "<$0.0001"), ("0.11729", "$0.1173"), ("1.204", "$1.2040"), ("0", "$0"),
        ("1250", "$1,250"),
    ]) func `the cost of a request has four decimals`(amount: String, text: String) {
        #expect(MoneyFormat.perRequest(Money(amount) ?? .zero) == text)
    }

    @Test(arguments: [("4744.84", "$4,745"), ("9.35", "$9.35"), ("0", "$0"), ("7500000", "$7.50M"), ("-20", "-$20")])
    func `a short amount fits a label`(amount: String, text: String) {
        #expect(MoneyFormat.short(Money(amount) ?? .zero) == text)
    }

    @Test func `an unknown amount is not zero`() {
        #expect(MoneyFormat.full(nil) == "--")
        #expect(MoneyFormat.short(nil) == "--")
    }

    @Test(arguments: [(0.01, "$0.01"), (1, "$1"), (0.0025, "$0.0025"), (0.2, "$0.2")])
    func `a ceiling is as short as it can be said`(dollars: Double, text: String) {
        #expect(MoneyFormat.bound(dollars) == text)
    }
}
