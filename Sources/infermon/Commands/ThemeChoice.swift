import Glibc
import InfermonView

/// The themes to choose from, and the one to begin with.
struct ThemeChoice {
    let themes: [Theme]
    let index: Int
    /// What is wrong with the theme asked for; the dark one is used then.
    let problems: [String]

    /// Finds the theme of a name, or reads the file of a path; blocks while the disk answers.
    init(_ name: String?) {
        var themes = Theme.builtIn
        var index = 0
        var problems: [String] = []
        if let name {
            if let known = themes.firstIndex(where: { $0.name == name }) {
                index = known
            } else if let text = Self.read(name) {
                do {
                    themes.append(try Theme.parse(text, name: Self.title(of: name)))
                    index = themes.count - 1
                } catch {
                    problems = error.problems.map { "\(name): \($0)" }
                }
            } else {
                let names = themes.map(\.name).joined(separator: ", ")
                problems = [
                    "there is no theme called \(String(reflecting: name)): there are \(names), or name a .theme file"
                ]
            }
        }
        self.themes = themes
        self.index = index
        self.problems = problems
    }

    private static func title(of path: String) -> String {
        let file = path.split(separator: "/").last ?? Substring(path)
        return String(file.hasSuffix(".theme") ? file.dropLast(6) : file)
    }

    private static func read(_ path: String) -> String? {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { return nil }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG, status.st_size <= 1 << 20 else {
            return nil
        }
        var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        return count >= 0 ? String(decoding: bytes.prefix(count), as: UTF8.self) : nil
    }
}
