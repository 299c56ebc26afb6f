import Testing

@testable import InfermonConfig

@Suite struct YAMLReaderTests {
    private func read(_ text: String) -> (node: YAMLNode?, problems: [String]) {
        let problems = ProblemCollector(file: "f")
        let node = YAMLReader.read(Array(text.utf8), problems: problems)
        return (node, problems.problems.map(\.description))
    }

    @Test func `every key and value has its line and column`() throws {
        let (node, problems) = read("a: 1\nzürich:\n  - x\n  - {k: v}\n")
        #expect(problems == [])
        guard case .mapping(let entries) = try #require(node).content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries.map(\.keyMark) == [TextMark(line: 1, column: 1), TextMark(line: 2, column: 1)])
        #expect(entries[0].value.mark == TextMark(line: 1, column: 4))
        guard case .sequence(let items) = entries[1].value.content, case .mapping(let inner) = items[1].content else {
            Issue.record("no list")
            return
        }
        #expect(items[0].mark == TextMark(line: 3, column: 5))
        #expect(inner[0].keyMark == TextMark(line: 4, column: 6))
        #expect(inner[0].value.mark == TextMark(line: 4, column: 9))
    }

    @Test(arguments: [
        (
            "a: [1, 2",
            "f:1:9: not YAML: did not find expected ',' or ']' while parsing a flow sequence that begins in line 1"
        ),
        ("a: 1\n b: 2\n", "f:2:3: not YAML: mapping values are not allowed in this context"),
        ("a:\n\t- 1\n", "f:2:1: a tab; YAML is indented with spaces"),
        ("# zürich\na:\n  ü:\n\t  b: 1\n", "f:4:1: a tab; YAML is indented with spaces"),
        ("a: 1\na: 2\n", "f:2:1: \"a\" is here twice; it is already in line 1"),
        ("a: &x 1\nb: *x\n", "f:2:4: an alias (*name); aliases are not read, write the value out"),
        ("a: !!int 1\n", "f:1:4: a tag (!name); tags are not read, write the plain value"),
        ("a: 1\n---\nb: 2\n", "f:3:1: a second document (---); a configuration is a single one"),
        ("? [1, 2]\n: x\n", "f:1:3: found a list as a key; a key is a word"),
        (
            "a: \"\\q\"\n",
            "f:1:5: not YAML: found unknown escape character while parsing a quoted scalar that begins in line 1"
        ),
    ])
    func `what cannot be read is told with its place`(text: String, problem: String) {
        #expect(read(text).problems == [problem])
    }

    @Test func `bytes that are no text are told with their place`() {
        let problems = ProblemCollector(file: "f")
        #expect(YAMLReader.read([UInt8]("a: 1\nb: ü".utf8) + [0xff, 0x0a], problems: problems) == nil)
        #expect(problems.problems.map(\.mark) == [TextMark(line: 2, column: 5)])
        #expect(problems.problems.first?.message.contains("save the file as UTF-8") == true)
    }

    @Test func `an empty text and one of comments have no node and no problem`() {
        for text in ["", "# nothing\n", "\u{feff}", "---\n..."] {
            let (node, problems) = read(text)
            #expect(node == nil || node?.isNull == true)
            #expect(problems == [])
        }
    }

    @Test func `a byte order mark and Windows line ends do no harm`() {
        let (node, problems) = read("\u{feff}a: 1\r\nb: 2\r\n")
        #expect(problems == [])
        guard case .mapping(let entries)? = node?.content else {
            Issue.record("no mapping")
            return
        }
        #expect(entries.map(\.key) == ["a", "b"])
    }

    @Test(arguments: ["brackets", "braces", "dashes", "indentation", "65 levels"])
    func `nesting is refused at its 65th level`(of kind: String) {
        let text =
            switch kind {
            case "brackets": String(repeating: "[", count: 1_000_000)
            case "braces": String(repeating: "{a: ", count: 200_000)
            case "dashes": String(repeating: "- ", count: 400_000)
            case "indentation": (0..<1_000).map { String(repeating: " ", count: $0) + "a:\n" }.joined()
            default: String(repeating: "[1,", count: 65) + "1" + String(repeating: "]", count: 65)
            }
        let (node, problems) = read(text)
        #expect(node == nil)
        #expect(problems.count == 1)
        #expect(problems.first?.contains("nested deeper than 64 levels") == true)
    }

    @Test func `64 levels are read`() {
        let text = String(repeating: "[", count: 63) + "1" + String(repeating: "]", count: 63)
        #expect(read(text).problems == [])
    }

    @Test func `a bomb of aliases is refused at the first`() {
        var text = "a0: &a0 [x, x]\n"
        for level in 1..<40 { text += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(read(text).problems == ["f:2:10: an alias (*name); aliases are not read, write the value out"])
    }

    @Test func `too many values and too many bytes are refused`() {
        #expect(
            read("[" + String(repeating: "1,", count: 60_000) + "]").problems.first?.contains("50000 values") == true)
        #expect(read(String(repeating: "#", count: 1 << 20) + "#").problems.first?.contains("at most 1048576") == true)
    }
}
