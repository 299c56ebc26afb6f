import InfermonView
import Testing

@Suite struct TextFitTests {
    @Test(arguments: [
        ("chatbot", 7, "chatbot"), ("content-generation", 8, "content…"), ("漢字漢字", 5, "漢字…"), ("漢字", 1, "…"),
        ("x", 0, ""),
    ])
    func `text is cut to columns with an ellipsis`(text: String, columns: Int, expected: String) {
        #expect(TextFit.cut(text, to: columns) == expected)
    }

    @Test(arguments: HostileStrings.all) func `padded text is exactly as wide as asked`(text: String) {
        for columns in [1, 2, 7, 20] {
            for alignment in [TextFit.Alignment.left, .right] {
                #expect(TextFit.width(TextFit.pad(text, to: columns, alignment)) == columns)
            }
        }
    }

    @Test func `lines break at spaces and long words within`() {
        #expect(
            TextFit.wrap("no GPU: the driver was not found", columns: 12) == ["no GPU: the", "driver was", "not found"])
        #expect(
            TextFit.wrap("see /var/log/litellm/proxy.jsonl", columns: 10) == [
                "see", "/var/log/l", "itellm/pro", "xy.jsonl",
            ])
    }

    @Test func `the last line allowed says that there is more`() {
        #expect(TextFit.wrap("one two three four", columns: 5, limit: 2) == ["one", "two …"])
    }
}
