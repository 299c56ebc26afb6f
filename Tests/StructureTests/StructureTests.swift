import Foundation
import InfermonTestSupport
import Testing

/// A place in a source file.
struct Finding: CustomStringConvertible, Hashable {
    let path: String
    let line: Int
    let text: String

    var description: String { "\(path):\(line): \(text)" }
}

/// The rules of the code's shape that a program can hold.
@Suite struct StructureTests {
    /// Lines of code that match a pattern.
    private func findings(_ pattern: String, in sources: [Source], comments: Bool = false) throws -> [Finding] {
        let expression = try NSRegularExpression(pattern: pattern)
        return sources.flatMap { source in
            source.lines.indices.compactMap { index in
                let text = comments ? source.comment(index) : source.code[index]
                let range = NSRange(text.startIndex..., in: text)
                guard expression.firstMatch(in: text, range: range) != nil else { return nil }
                return Finding(path: source.path, line: index + 1, text: source.lines[index])
            }
        }
    }

    private func expectNone(_ findings: [Finding], _ rule: String, location: SourceLocation = #_sourceLocation) {
        for finding in findings { Issue.record("\(finding): \(rule)", sourceLocation: location) }
    }

    @Test(arguments: [
        (#"let a = "b // c" // d"#, #"let a = "" "#), (##"x(#"y " // z"#) // w"##, #"x("") "#),
        (#"print("a\"b") + c"#, #"print("") + c"#), ("#expect(x == 1)", "#expect(x == 1)"), ("// all", ""),
    ])
    func `comments and literals are told from code`(line: String, code: String) {
        #expect(SourceText.code(of: [line]) == [code])
    }

    @Test func `the scan sees the package`() {
        #expect(Source.product.count > 50)
        #expect(Source.tests.contains { $0.path == "Tests/StructureTests/StructureTests.swift" })
    }

    @Test func `files stay within 600 lines and tests within 800`() {
        for (sources, limit) in [(Source.product, 600), (Source.tests, 800)] {
            for source in sources where source.lines.count > limit {
                Issue.record("\(source) has \(source.lines.count) lines, more than \(limit): split it")
            }
        }
    }

    @Test func `lines stay within 120 columns, fixtures and literals aside`() {
        for source in Source.product + Source.tests {
            for (index, line) in source.lines.enumerated() where line.count > 140 && source.code[index].count > 140 {
                Issue.record("\(source.path):\(index + 1) is \(line.count) columns wide")
            }
        }
    }

    @Test func `only what is known lies at the top level`() throws {
        let allowed: Set = [
            ".build", ".ci", ".dockerignore", ".editorconfig", ".git", ".github", ".gitignore", ".spi.yml",
            ".swift-format", ".swiftpm", "CONTRIBUTING.md", "Examples", "LICENSE", "NOTICE", "Package.resolved",
            "Package.swift", "Packaging", "README.md", "SECURITY.md", "Sources", "Tests", "themes",
        ]
        let found = try FileManager.default.contentsOfDirectory(atPath: Source.root.path)
        for name in found where !allowed.contains(name) && !name.hasPrefix(".build") {
            Issue.record("\(name) at the top level: each entry there needs a reason and a line in this test")
        }
    }

    @Test func `neither the build nor the resolved versions can be committed`() throws {
        let ignored = try String(contentsOf: Source.root.appendingPathComponent(".gitignore"), encoding: .utf8)
            .components(separatedBy: "\n")
        #expect(ignored.contains("Package.resolved"))
        #expect(ignored.contains { $0.hasPrefix(".build") })
    }

    @Test(arguments: ["InfermonModel", "InfermonRollup", "InfermonCost", "InfermonAlerting", "InfermonView"])
    func `a pure target imports the standard library and the model alone`(target: String) throws {
        let sources = Source.product.filter { $0.target == target }
        let imports = try findings(
            #"^\s*(@\w+\s+)*((public|internal|package|private|fileprivate)\s+)?import\s"#, in: sources)
        expectNone(
            // A hint to the processor is no input or output.
            imports.filter { !$0.text.hasSuffix("import InfermonModel") && !$0.text.hasSuffix("import CPrefetch") },
            "a pure target reads no clock, file or library")
    }

    @Test func `no target of the product imports Foundation, few its essentials`() throws {
        expectNone(
            try findings(
                #"\bimport\s+(\w+\s+)?Foundation(Networking|Internationalization)?\b(?!Essentials)"#, in: Source.product
            ),
            "Foundation costs 60 MB and a slow start")
        let allowed: Set = ["InfermonAgents", "InfermonConfig", "InfermonNotify", "infermon", "infermon-bench"]
        expectNone(
            try findings(
                #"\bimport\s+FoundationEssentials\b"#, in: Source.product.filter { !allowed.contains($0.target) }),
            "FoundationEssentials is for JSON answers and files at the edges")
    }

    @Test(arguments: [
        ("CNcurses", ["InfermonTerminal"]), ("CSQLite", ["InfermonStore"]), ("CYAML", ["InfermonConfig"]),
        ("CNVML", ["InfermonAgents"]), ("CCurl", ["InfermonAgents", "InfermonNotify"]),
        ("CZlib", ["InfermonIngest"]), ("CZstd", ["InfermonIngest"]), ("CPrefetch", ["InfermonRollup"]),
    ])
    func `a C library has one home`(library: String, homes: [String]) throws {
        expectNone(
            try findings(#"\bimport\s+\#(library)\b"#, in: Source.product.filter { !homes.contains($0.target) }),
            "\(library) is imported in \(homes) alone")
    }

    @Test func `what a target imports of ours it declares`() throws {
        let manifest = try String(contentsOf: Source.root.appendingPathComponent("Package.swift"), encoding: .utf8)
        let declared = Manifest.dependencies(in: manifest)
        let ours = Set(declared.keys).union(["CNcurses", "CSQLite", "CYAML", "CZlib", "CZstd", "CPrefetch"])
        for source in Source.product + Source.tests {
            guard let allowed = declared[source.target] else { continue }
            for (index, line) in source.code.enumerated() {
                let words = line.split(separator: " ")
                guard let position = words.firstIndex(of: "import"), position + 1 < words.count else { continue }
                let module = String(words[words.count - 1])
                let name = module.replacingOccurrences(of: "_", with: "-")
                if ours.contains(module) || ours.contains(name), !allowed.contains(module), !allowed.contains(name) {
                    Issue.record(
                        "\(source.path):\(index + 1) imports \(module), which \(source.target) does not declare")
                }
            }
        }
    }

    @Test(arguments: [
        (#"@unchecked\s+Sendable|nonisolated\(unsafe\)"#, "the compiler's check is switched off"),
        (#"\bTask\.detached\b"#, "a task outside the tree is nobody's to end"),
        (#"\bAsyncStream\b|\bAsyncThrowingStream\b"#, "its buffer has no bound unless asked"),
        (#"\btry!"#, "an error is handled or passed on"),
        (#"\bas!\s"#, "a cast is checked"),
        (#"catch\s*\{\s*\}"#, "an error is not swallowed"),
        (#"#if\s+(os|canImport)\b|@available\b|#available\b"#, "infermon is a program for Linux"),
        (#"\[String\s*:\s*Any\]"#, "stringly typed data"),
        (#"\bfatalError\("not|\bfatalError\(\)"#, "a stub"),
        (
            #"\b(class|struct|enum|actor|protocol|func|typealias)\s+\w*(V2|Enhanced|Improved|Legacy)\b"#,
            "a name of history"
        ),
        (#"\bstatic\s+(let|var)\s+(shared|`default`)\b"#, "a singleton"),
        (
            #"\b(class|struct|enum|actor|protocol)\s+\w*(Manager|Helper|Helpers|Utils|Util|Impl)\b"#,
            "a name that says nothing"
        ),
        (#"\bDispatchQueue\.main\b|@preconcurrency\b"#, "the main queue is the screen's"),
        (#"Thread\.sleep|\busleep\(|\bsleep\(forTimeInterval"#, "waiting is for a condition, with a deadline"),
    ])
    func `a construct is not used`(pattern: String, reason: String) throws {
        expectNone(try findings(pattern, in: Source.product), reason)
    }

    @Test func `tests take no shortcuts around the compiler either`() throws {
        let sources = Source.tests.filter { $0.target != "StructureTests" }
        expectNone(
            try findings(#"@unchecked\s+Sendable|nonisolated\(unsafe\)|\bTask\.detached\b|\btry!"#, in: sources),
            "a test must be sound to prove anything")
        expectNone(
            try findings(#"Thread\.sleep|\busleep\(|\bTask\.sleep\("#, in: sources.filter { $0.name != "Eventually" }),
            "wait for a condition with eventually(within:)")
    }

    @Test func `a dropped error says why on the line above`() throws {
        for source in Source.product + Source.tests {
            for index in source.code.indices where source.code[index].contains(/\btry\?/) {
                let isExplained = index > 0 && !source.comment(index - 1).isEmpty || !source.comment(index).isEmpty
                if !isExplained {
                    Issue.record("\(source.path):\(index + 1): `try?` without a reason in a comment above")
                }
            }
        }
    }

    @Test func `only commands print`() throws {
        let sources = Source.product.filter { !$0.target.hasPrefix("infermon") }
        expectNone(
            try findings(#"(^|[^.\w])(print|debugPrint|dump)\("#, in: sources),
            "text for users is printed by Sources/infermon")
    }

    @Test func `escape sequences come from the terminal's target alone`() {
        let allowed: Set = ["InfermonTerminal", "CPosix"]
        for source in Source.product where !allowed.contains(source.target) {
            for (index, line) in source.lines.enumerated()
            where line.contains(#"\u{1B}["#) || line.contains(#"\u{1b}["#) || line.contains(#"\u{1B}]"#) {
                Issue.record("\(source.path):\(index + 1): an escape sequence outside InfermonTerminal")
            }
        }
    }

    @Test func `curses is the main actor's but for what threads share`() throws {
        // What any thread may call: the mailbox, and the event descriptor that it wakes the loop by.
        let shared: Set = ["DashboardMailbox", "WakeDescriptor"]
        let sources = Source.product.filter { $0.target == "InfermonTerminal" && !shared.contains($0.name) }
        expectNone(try findings(#"\bnonisolated\b"#, in: sources), "a curses call off the main actor must not compile")
        let others = Source.product.filter { $0.target != "InfermonTerminal" && $0.target != "infermon" }
        expectNone(try findings(#"@MainActor\b"#, in: others), "the main actor belongs to the screen")
    }

    @Test func `comments say nothing that is empty or belongs to another time`() throws {
        let sources = Source.product + Source.tests.filter { $0.target != "StructureTests" }
        let words =
            #"(?i)\b(robust|comprehensive|seamless(ly)?|blazing|leverag\w+|for now|placeholder|not implemented|"#
            + #"responsible for|initializes a new instance|legacy|deprecated|T[O]DO|FIXME|XXX|HACK)\b"#
        expectNone(try findings(words, in: sources, comments: true), "say what holds, or nothing")
        expectNone(try findings(#"^//+\s*[-=*#]{4,}"#, in: sources, comments: true), "a banner")
        expectNone(
            try findings(#"(?i)\b(now uses|previously|used to be|refactored)\b"#, in: sources, comments: true),
            "history is git's")
    }

    @Test func `files and folders are named for what is in them`() {
        let empty: Set = ["Utils", "Util", "Helpers", "Helper", "Common", "Extensions", "Managers", "Misc", "Shared"]
        for source in Source.product + Source.tests {
            for part in source.path.split(separator: "/").map(String.init)
            where empty.contains(part) || empty.contains(source.name) {
                Issue.record("\(source.path): '\(part)' names nothing")
            }
        }
    }

    @Test func `a file is named for its type; one of several types may be named for what they share`() throws {
        for source in Source.product {
            let types = try findings(#"^(\w+\s+)*(struct|enum|class|actor|protocol)\s+\w"#, in: [source]).count
            guard types == 1 else { continue }
            let type = String(source.name.prefix { $0 != "+" })
            let pattern = #"\b(struct|enum|class|actor|protocol|extension|typealias|func)\s+(\w+\.)*\#(type)\b"#
            if try findings(pattern, in: [source]).isEmpty {
                Issue.record("\(source.path) declares no \(type)")
            }
        }
    }

    @Test func `no file tells of the machine that it was written on`() throws {
        let sources = Source.product + Source.tests.filter { $0.target != "StructureTests" }
        for source in sources {
            for (index, line) in source.lines.enumerated()
            where line.contains("../shared") || line.contains("/work/") || line.contains("/tmp/wt") {
                Issue.record("\(source.path):\(index + 1): a path of one machine")
            }
        }
    }
}
