import Foundation
import InfermonView
import Testing

@Suite struct CellWidthTests {
    @Test(arguments: [
        ("a", 1), ("é", 1), ("■", 1), ("⣿", 1), ("漢", 2), ("ｆ", 2), ("ｱ", 1), ("한", 2), ("🦙", 2), ("│", 1),
    ])
    func `columns of a character`(text: String, columns: Int) {
        #expect(TextFit.width(text) == columns)
    }

    /// Agrees with wcwidth of the C library wherever that knows the character: the terminal's cursor moves by its answer.
    @Test func `the table agrees with the C library`() throws {
        let locale = try #require(newlocale(LC_CTYPE_MASK, "C.UTF-8", nil))
        let before = uselocale(locale)
        // The header hides it behind a feature macro that the importer does not set.
        let symbol = try #require(dlsym(dlopen(nil, RTLD_NOW), "wcwidth"))
        let wcwidth = unsafeBitCast(symbol, to: (@convention(c) (wchar_t) -> Int32).self)
        defer {
            _ = uselocale(before)
            freelocale(locale)
        }
        var wrong: [String] = []
        for value in UInt32(0x20)...0x3_134F {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let text = String(Character(scalar))
            // Only what is admitted as itself is ever measured.
            guard SafeText.clean(text) == text else { continue }
            let columns = wcwidth(wchar_t(bitPattern: value))
            guard columns > 0 else { continue }
            if Int(columns) != TextFit.width(text) { wrong.append(String(value, radix: 16)) }
        }
        #expect(wrong.isEmpty, "\(wrong.count) differ: \(wrong.prefix(40))")
    }
}
