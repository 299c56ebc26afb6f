import Foundation

/// What Package.swift declares, read as text: targets and the names that each depends on.
enum Manifest {
    /// The names in each target's `dependencies`.
    static func dependencies(in manifest: String) -> [String: Set<String>] {
        var result: [String: Set<String>] = [:]
        for part in manifest.components(separatedBy: "arget(").dropFirst() {
            guard let name = quoted(after: "name:", in: part) else { continue }
            result[name] = []
            guard let start = part.range(of: "dependencies: ["), let end = closing(of: part, from: start.upperBound)
            else {
                continue
            }
            let list = part[start.upperBound..<end].components(separatedBy: "\"")
            result[name] = Set(stride(from: 1, to: list.count, by: 2).map { list[$0] })
        }
        return result
    }

    private static func quoted(after label: String, in text: String) -> String? {
        guard let start = text.range(of: label) else { return nil }
        let parts = text[start.upperBound...].components(separatedBy: "\"")
        return parts.count > 1 ? parts[1] : nil
    }

    private static func closing(of text: String, from start: String.Index) -> String.Index? {
        var depth = 1
        for index in text[start...].indices {
            if text[index] == "[" { depth += 1 }
            if text[index] == "]" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
