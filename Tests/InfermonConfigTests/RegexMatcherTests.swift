import Testing

@testable import InfermonConfig

@Suite struct RegexMatcherTests {
    private func matches(_ pattern: String, _ subject: String) throws -> Bool {
        let matcher = try RegexMatcher(pattern)
        return Array(subject.utf8).withUnsafeBufferPointer { matcher.matches($0) }
    }

    @Test(arguments: [
        ("^shop-[0-9]+$", "shop-17", true), ("^shop-[0-9]+$", "shop-", false), ("a|b", "xbx", true), ("^$", "", true),
        ("[[:digit:]]{3}", "ab123", true), ("[]x]", "]", true), ("ü", "zürich", true), ("\\(", "f(x)", true),
        ("^b", "ab", false),
    ])
    func `an extended expression is found in a text`(pattern: String, subject: String, expected: Bool) throws {
        #expect(try matches(pattern, subject) == expected)
    }

    @Test(arguments: [
        ("(", "no extended regular expression"), ("[a", "no extended regular expression"),
        ("a{2,1}", "no extended regular expression"),
        ("(a)\\1", "back-reference"), ("((a{1,255}){1,255}){1,255}", "more than 1000 times"), ("(?:a)", "POSIX"),
        ("", "empty"),
        (String(repeating: "(", count: 17) + String(repeating: ")", count: 17), "nested deeper"),
        (String(repeating: "a*", count: 33), "more than 32 repetitions"),
        (String(repeating: "a", count: 513), "longer than 512"),
        ("a\u{0}b", "NUL"), ("a{99999999999999999999}", "more than 1000 times"),
    ])
    func `what could take for ever is refused with its reason`(pattern: String, reason: String) {
        let refusal = #expect(throws: RegexMatcher.Refusal.self) { try RegexMatcher(pattern) }
        #expect(refusal?.description.contains(reason) == true)
    }

    @Test func `only the first 256 bytes are looked at`() throws {
        #expect(try matches("x", String(repeating: "a", count: 255) + "x"))
        #expect(try !matches("x", String(repeating: "a", count: 256) + "x"))
    }

    @Test func `a NUL in a subject does not hide what comes after it`() throws {
        #expect(try matches("b$", "a\u{0}b"))
    }

    @Test(arguments: [
        "(a+)+$", "(a|aa)+$", "(a*)*b", "((((((((a*)*)*)*)*)*)*)*)*b", "(.*)(.*)(.*)(.*)(.*)x", "(a|b)*a(a|b){9}c",
    ])
    func `patterns that backtrack elsewhere end soon`(pattern: String) throws {
        let matcher = try RegexMatcher(pattern)
        let subject = Array(repeating: UInt8(ascii: "a"), count: 10_000) + [UInt8(ascii: "!")]
        let clock = ContinuousClock()
        let time = clock.measure {
            for _ in 0..<20 { _ = subject.withUnsafeBufferPointer { matcher.matches($0) } }
        }
        // A second for twenty is far from what is measured and farther from for ever.
        #expect(time < .seconds(1))
    }

    @Test func `a closure matches as its pattern does`() {
        let closure = RegexMatcher.closure(for: "^a")
        #expect([UInt8]("ab".utf8).withUnsafeBufferPointer { closure($0) })
        #expect(![UInt8]("ba".utf8).withUnsafeBufferPointer { closure($0) })
        let refused = RegexMatcher.closure(for: "(")
        #expect(![UInt8]("(".utf8).withUnsafeBufferPointer { refused($0) })
    }
}
