import InfermonTestSupport
import InfermonView
import Testing

@Suite struct ThemeFuzzTests {
    @Test func `no theme file makes the reader crash or hang`() {
        let text = """
            # a theme
            theme[main_bg]="#101418"
            theme[main_fg]="200 205 210"
            theme[title]="#EE"
            theme[cpu_mid]=""
            """
        let run = FuzzRun(corpus: [Array(text.utf8)], words: ["theme[", "]=\"", "#ffffff", "\n", "256"], share: 0.25) {
            input in
            let text = String(decoding: input, as: UTF8.self)
            let file = ThemeFile(text)
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).count
            #expect(file.problems.allSatisfy { (1...lines).contains($0.line) })
            #expect(file.problems.count + file.colors.count + file.unknownKeys.count <= lines)
            let shown = file.problems.map(\.description).joined()
            #expect(shown.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) })
            // A file with problems is rejected; the fuzzer only asks that it is told.
            #expect((try? Theme.parse(text, name: "x")) == nil || file.problems.isEmpty)
        }
        #expect(run.slowest.time < .seconds(2))
    }
}
