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
    static func commentStart(_ line: String) -> String.Index? {
        var isInString = false
        var index = line.startIndex
        while index < line.endIndex {
            let next = line.index(after: index)
            switch line[index] {
            case "\\" where isInString: index = next < line.endIndex ? next : index
            case "\"": isInString.toggle()
            case "/" where !isInString && next < line.endIndex && line[next] == "/": return index
            default: break
            }
            index = line.index(after: index)
        }
        return nil
    }

    /// The lines with comments and the contents of string literals replaced by spaces.
    static func code(of lines: [String]) -> [String] {
        var isInLongString = false
        return lines.map { line in
            let quotes = line.components(separatedBy: "\"\"\"").count - 1
            defer { if quotes % 2 == 1 { isInLongString.toggle() } }
            if isInLongString { return "" }
            let end = commentStart(line) ?? line.endIndex
            var result = ""
            var isInString = false
            var isEscaped = false
            for character in line[..<end] {
                if isInString, isEscaped {
                    isEscaped = false
                    continue
                }
                if isInString, character == "\\" {
                    isEscaped = true
                    continue
                }
                if character == "\"" { isInString.toggle() }
                if !isInString || character == "\"" { result.append(character) }
            }
            return result
        }
    }
}
