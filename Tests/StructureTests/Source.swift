import Foundation

/// A Swift file of the package, split into lines with and without comments and literals.
struct Source: Sendable, CustomStringConvertible {
    /// The path from the package's root.
    let path: String
    /// The lines as written.
    let lines: [String]
    /// The lines with comments and the contents of string literals replaced by spaces.
    let code: [String]

    var description: String { path }

    /// The name of the target: the folder below `Sources` or `Tests`.
    var target: String {
        let parts = path.split(separator: "/")
        return String(parts.first == "Tests" && parts[1] == "Support" ? parts[2] : parts[1])
    }

    /// The file's name without `.swift`.
    var name: String {
        String((path.split(separator: "/").last ?? "").dropLast(".swift".count))
    }

    /// The comment of a line, from `//` on; empty where there is none.
    func comment(_ index: Int) -> String {
        let line = lines[index]
        guard let start = SourceText.commentStart(line) else { return "" }
        return String(line[start...])
    }

    /// The package's root.
    static let root: URL = {
        var folder = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { folder.deleteLastPathComponent() }
        return folder
    }()

    /// The Swift files of the product.
    static let product = files(below: "Sources")
    /// The Swift files of the tests.
    static let tests = files(below: "Tests")

    private static func files(below folder: String) -> [Source] {
        let paths =
            FileManager.default.enumerator(atPath: root.appendingPathComponent(folder).path)?
            .compactMap { $0 as? String } ?? []
        return paths.filter { $0.hasSuffix(".swift") && !$0.contains("/Fixtures/") }.sorted().compactMap { path in
            let file = root.appendingPathComponent(folder).appendingPathComponent(path)
            // A file that vanished between listing and reading is not this test's concern.
            guard let text = try? String(contentsOf: file, encoding: .utf8) else { return nil }
            let lines = text.components(separatedBy: "\n")
            return Source(path: "\(folder)/\(path)", lines: lines, code: SourceText.code(of: lines))
        }
    }
}

/// Just enough of Swift's grammar to tell code from comments and literals.
enum SourceText {
    /// The start of a line's comment; `nil` where there is none.
    static func commentStart(_ line: String) -> String.Index? { scan(line).comment }

    /// The lines without comments and without the contents of string literals.
    static func code(of lines: [String]) -> [String] {
        var isInLongString = false
        return lines.map { line in
            let quotes = line.components(separatedBy: "\"\"\"").count - 1
            defer { if quotes % 2 == 1 { isInLongString.toggle() } }
            return isInLongString ? "" : scan(line).code
        }
    }

    /// Splits a line; a string literal is left as its two quotes.
    private static func scan(_ line: String) -> (code: String, comment: String.Index?) {
        var code = ""
        var hashes = 0
        var isInString = false
        var index = line.startIndex
        while index < line.endIndex {
            let rest = line[index...]
            if isInString {
                let end = "\"" + String(repeating: "#", count: hashes)
                if rest.hasPrefix(end) {
                    isInString = false
                    code += "\""
                    index = line.index(index, offsetBy: end.count)
                } else {
                    let isEscape = hashes == 0 && rest.first == "\\" && rest.count > 1
                    index = line.index(index, offsetBy: isEscape ? 2 : 1)
                }
                continue
            }
            if rest.hasPrefix("//") { return (code, index) }
            hashes = rest.prefix { $0 == "#" }.count
            if rest.dropFirst(hashes).first == "\"" {
                isInString = true
                code += "\""
                index = line.index(index, offsetBy: hashes + 1)
            } else {
                code.append(line[index])
                index = line.index(after: index)
            }
        }
        return (code, nil)
    }
}
