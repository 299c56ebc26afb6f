import InfermonModel
import Testing

@Suite struct MoneyTests {
    /// The number that `digits` with a point after `whole` of them stands for, times 10¹², by arithmetic on single digits.
    private static func picodollars(digits: [Int], whole: Int, negative: Bool) -> Int128 {
        var kept: [Int] = []
        var dropped: [Int] = []
        for index in 0..<max(digits.count, whole + 12) {
            let digit = index < digits.count ? digits[index] : 0
            if index < whole + 12 { kept.append(digit) } else { dropped.append(digit) }
        }
        var value = kept.reduce(Int128(0)) { $0 * 10 + Int128($1) }
        if let first = dropped.first {
            let isTie = first == 5 && dropped.dropFirst().allSatisfy { $0 == 0 }
            if isTie ? value % 2 == 1 : first >= 5 { value += 1 }
        }
        return negative ? -value : value
    }

    @Test(arguments: 0..<20)
    func `a decimal is read as arithmetic on its digits reads it`(seed: Int) throws {
        var random = SeededGenerator(seed: UInt64(seed))
        for _ in 0..<1_000 {
            let whole = Int.random(in: 1...12, using: &random)
            // Nines, fives and zeros meet the edges of rounding more often than even digits do.
            let digits = (0..<(whole + Int.random(in: 0...17, using: &random))).map { _ in
                Bool.random(using: &random)
                    ? [0, 5, 9].randomElement(using: &random) ?? 0 : Int.random(in: 0...9, using: &random)
            }
            let negative = Bool.random(using: &random)
            var text = digits.prefix(whole).map(String.init).joined()
            if digits.count > whole { text += "." + digits.dropFirst(whole).map(String.init).joined() }
            if negative { text = "-" + text }
            let expected = Self.picodollars(digits: digits, whole: whole, negative: negative)
            #expect(Money(text)?.picodollars == expected, "\(text)")
            // The same number with an exponent, and as cents.
            let power = Int.random(in: -9...9, using: &random)
            let shifted = Self.shifted(digits, whole: whole, by: power, negative: negative)
            #expect(Money("\(shifted)e\(power)")?.picodollars == expected, "\(shifted)e\(power)")
            let cents = Self.shifted(digits, whole: whole, by: -2, negative: negative)
            #expect(Money(cents, shift: 2)?.picodollars == expected, "\(cents) cents")
        }
    }

    /// The text of the number divided by 10^`power`.
    private static func shifted(_ digits: [Int], whole: Int, by power: Int, negative: Bool) -> String {
        let point = whole - power
        let padded = [Int](repeating: 0, count: max(0, 1 - point)) + digits
        let place = max(1, point)
        let filled = padded + [Int](repeating: 0, count: max(0, place - padded.count))
        let text =
            filled.prefix(place).map(String.init).joined() + "." + filled.dropFirst(place).map(String.init).joined()
            + "0"
        return negative ? "-" + text : text
    }

    @Test(arguments: [
        ("0.00026750000000000003", "0.0002675"), ("1e-7", "0.0000001"), ("-12.5", "-12.5"),
        ("1234567890.123456789", "1234567890.123456789"),
        ("0", "0"), ("-0", "0"), ("000012", "12"), (".5", "0.5"), ("5.", "5"), ("+3", "3"), ("1E3", "1000"),
        ("1e+2", "100"),
        ("0.0000000000005", "0"), ("0.0000000000015", "0.000000000002"), ("0.0000000000025", "0.000000000002"),
        ("-0.0000000000015", "-0.000000000002"), ("0.00000000000250000000000000000000000000000001", "0.000000000003"),
        ("0." + String(repeating: "0", count: 5_000) + "1", "0"), ("1000000000000000", "1000000000000000"),
        ("0e999999999999", "0"),
    ])
    func `a decimal is printed with its significant digits`(text: String, decimal: String) {
        #expect(Money(text)?.decimal == decimal)
    }

    @Test(arguments: [
        "", "-", "+", ".", "e5", "1e", "1e+", "1e5.5", " 1", "1 ", "1,5", "0x10", "nan", "inf", "--1", "1.2.3", "1_000",
        "１", "1e1e1",
        "1000000000000001", "1e16", "1e999999999999999999999", String(repeating: "9", count: 1_000_000),
    ])
    func `what is no decimal, or over the limit, is refused`(text: String) {
        #expect(Money(text) == nil)
    }

    @Test(
        arguments: [
            (7, 2, 4), (5, 2, 2), (-5, 2, -2), (-7, 2, -4), (3, 2, 2), (1, 3, 0), (2, 3, 1), (-2, 3, -1), (0, 5, 0),
        ] as [(Int128, Int128, Int128)])
    func `halves go to the even neighbour`(value: Int128, divisor: Int128, expected: Int128) {
        #expect(value.dividedHalfToEven(by: divisor) == expected)
    }

    @Test func `an amount is scaled exactly and never traps`() {
        #expect(Money(dollars: 10).scaled(by: 1, over: 3).picodollars == 3_333_333_333_333)
        #expect(Money(dollars: -10).scaled(by: 2, over: 3).picodollars == -6_666_666_666_667)
        let most = Money(dollars: .max)
        #expect(most.scaled(by: .max, over: 1).picodollars == .max)
        #expect(most.scaled(by: .min, over: 1).picodollars == .min)
        #expect(Money(dollars: .min).scaled(by: .min, over: 1).picodollars == .max)
    }

    @Test func `printing and reading are inverse`() {
        var random = SeededGenerator(seed: 7)
        for _ in 0..<5_000 {
            let magnitude =
                Int128(UInt64.random(in: 0 ... .max, using: &random))
                * Int128(UInt64.random(in: 0...50_000_000, using: &random))
            let money = Money(picodollars: Bool.random(using: &random) ? magnitude : -magnitude)
            #expect(Money(money.decimal) == money)
        }
    }
}
