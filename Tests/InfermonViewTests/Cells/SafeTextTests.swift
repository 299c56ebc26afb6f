import Foundation
import InfermonView
import Testing

@Suite struct SafeTextTests {
    @Test(arguments: HostileStrings.all) func `nothing but printable clusters comes through`(text: String) {
        for repertoire in [SafeText.Repertoire.unicode, .ascii] {
            let clean = SafeText.clean(text, repertoire: repertoire, limit: 200)
            var marks = 0
            for scalar in clean.unicodeScalars {
                let category = scalar.properties.generalCategory
                #expect(![.control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator].contains(category))
                #expect(!scalar.properties.isDefaultIgnorableCodePoint)
                marks = category == .nonspacingMark ? marks + 1 : 0
                #expect(marks <= 2)
                if repertoire == .ascii { #expect((0x20..<0x7F).contains(scalar.value)) }
            }
        }
    }

    @Test func `a cleaned character shows as its code point`() {
        #expect(SafeText.clean("a\u{1B}[2Jb") == "a‹1B›[2Jb")
        #expect(SafeText.clean("a\u{202E}b\u{200B}") == "a‹202E›b‹200B›")
        #expect(SafeText.clean("a\u{1B}é", repertoire: .ascii) == "a<1B><E9>")
    }

    @Test func `names that differ stay apart`() {
        let names = [
            "chatbot", "chat\u{200B}bot", "chat\u{200C}bot", "chat‹200B›bot", "chat<200B>bot", "chat\u{AD}bot",
            "chatbot\u{7}",
            "chatbot^G", "chatbot‹07›", "chatbot‹7›",
        ]
        for repertoire in [SafeText.Repertoire.unicode, .ascii] {
            #expect(Set(names.map { SafeText.clean($0, repertoire: repertoire) }).count == names.count)
        }
    }

    @Test func `two marks stay on their base and further ones are shown apart`() {
        #expect(SafeText.clean("e\u{301}\u{302}") == "e\u{301}\u{302}")
        #expect(SafeText.clean("e\u{301}\u{302}\u{303}") == "e\u{301}\u{302}‹303›")
        #expect(SafeText.clean(" \u{301}") == " ‹301›")
    }

    @Test func `ordinary text of any script is left alone`() {
        for text in ["gpt-3.5-turbo", "Zürich", "模型-7B", "Модель", "naïve (v2) [x] {y} $5 #1 100% a/b\\c", "🦙 llama"] {
            #expect(SafeText.clean(text) == text)
        }
    }

    @Test func `long text ends in an ellipsis at the limit`() {
        #expect(SafeText.clean(String(repeating: "x", count: 50), limit: 10) == "xxxxxxxxxx…")
    }
}
