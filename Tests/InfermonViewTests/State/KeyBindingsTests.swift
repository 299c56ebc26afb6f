import InfermonView
import Testing

@Suite struct KeyBindingsTests {
    @Test func `no key does two things`() {
        let keys = KeyBindings.all.flatMap(\.keys)
        #expect(Set(keys).count == keys.count)
    }

    @Test func `every binding is in the help`() {
        let text = render(Sample.full, 120, 40) { $0.showsHelp = true }.text
        for binding in KeyBindings.all {
            #expect(text.contains(binding.label), "\(binding.label)")
            #expect(text.contains(binding.text), "\(binding.text)")
        }
    }

    @Test(arguments: [40, 54, 80, 109, 110]) func `no word of the help is cut, however narrow the screen`(width: Int) {
        let words = Set(render(Sample.full, width, 70) { $0.showsHelp = true }.text.split { " \n│".contains($0) })
        for binding in KeyBindings.all {
            for word in binding.text.split(separator: " ") { #expect(words.contains(word), "\(word) at \(width)") }
        }
    }

    @Test func `the help of a small screen scrolls to its last key`() throws {
        let last = try #require(KeyBindings.all.last)
        #expect(!render(Sample.full, 80, 24) { $0.showsHelp = true }.text.contains(last.text))
        let scrolled = render(Sample.full, 80, 24) {
            $0.showsHelp = true
            $0.selection[.help] = 100
        }
        #expect(scrolled.text.contains(last.text))
    }

    @Test(arguments: [(120, 40), (80, 24), (40, 12)]) func `the footer always shows help and the way out`(
        width: Int, height: Int
    ) {
        let footer = render(Sample.full, width, height).rowText(height - 1)
        #expect(footer.contains("? help"))
        #expect(footer.contains("q quit"))
    }
}
