/// The values of a theme file in btop's syntax: lines of `theme[key]="value"`, `#` comments.
///
/// A value is `#RRGGBB`, `#GG` for a grey, or `R G B` in decimals; an empty one means the terminal's own colour, or a flat
/// gradient for `_mid` and `_end`. (aristocratos/btop, README, "Themes".)
public struct ThemeFile: Hashable, Sendable {
    /// A line that cannot be read.
    public struct Problem: Error, Hashable, Sendable, CustomStringConvertible {
        /// The line, from 1.
        public let line: Int
        /// What is wrong and what is expected, as a sentence.
        public let message: String
        /// The line and the sentence.
        public var description: String { "line \(line): \(message)" }
    }

    /// The problems of a file, all at once.
    public struct Rejection: Error, Hashable, Sendable, CustomStringConvertible {
        /// The problems, by line.
        public let problems: [Problem]
        /// One problem per line of text.
        public var description: String { problems.map(\.description).joined(separator: "\n") }
    }

    /// The colours by key; a key with an empty value is present and `nil`.
    public private(set) var colors: [String: Color?] = [:]
    /// What could not be read.
    public private(set) var problems: [Problem] = []
    /// Keys that mean nothing here, such as those of a newer btop.
    public private(set) var unknownKeys: [String] = []

    /// Reads the text of a theme file.
    public init(_ text: String) {
        var number = 0
        for line in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
            number += 1
            read(line, number: number)
        }
    }

    private mutating func read(_ line: Substring, number: Int) {
        let line = Self.trimmed(line)
        guard let first = line.first, first != "#" else { return }
        func fail(_ message: String) { problems.append(Problem(line: number, message: message)) }
        guard line.hasPrefix("theme["), let close = line.firstIndex(of: "]") else {
            return fail("expected theme[key]=\"value\".")
        }
        let key = String(line[line.index(line.startIndex, offsetBy: 6)..<close])
        let rest = Self.trimmed(line[line.index(after: close)...])
        guard rest.first == "=" else { return fail("expected = after theme[\(SafeText.clean(key, limit: 40))].") }
        guard let value = Self.unquoted(Self.trimmed(rest.dropFirst())) else {
            return fail("the value of \(SafeText.clean(key, limit: 40)) is not closed by its quotation mark.")
        }
        guard Self.keys.contains(key) else {
            unknownKeys.append(key)
            return
        }
        guard !value.isEmpty else {
            colors[key] = .some(nil)
            return
        }
        guard let color = Self.color(value) else {
            let shown = SafeText.clean(String(value), limit: 40)
            return fail("\(key) is \"\(shown)\"; expected #RRGGBB, #GG or three numbers from 0 to 255.")
        }
        colors[key] = color
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return text
    }

    private static func unquoted(_ text: Substring) -> Substring? {
        guard let mark = text.first, mark == "\"" || mark == "'" else {
            return trimmed(text.prefix { $0 != " " })
        }
        let inner = text.dropFirst()
        return inner.firstIndex(of: mark).map { trimmed(inner[..<$0]) }
    }

    private static func color(_ text: Substring) -> Color? {
        if text.first == "#" {
            let digits = text.dropFirst()
            guard digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else { return nil }
            if digits.count == 2 { return .rgb(UInt8(value), UInt8(value), UInt8(value)) }
            guard digits.count == 6 else { return nil }
            return .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
        }
        let parts = text.split(whereSeparator: \.isWhitespace).map { UInt8($0) }
        guard parts.count == 3, let red = parts[0], let green = parts[1], let blue = parts[2] else { return nil }
        return .rgb(red, green, blue)
    }

    /// The keys that are read: btop's 48 and our own.
    public static let keys: Set<String> = Set(btopKeys + ownKeys)

    static let btopKeys: [String] =
        [
            "main_bg", "main_fg", "title", "hi_fg", "selected_bg", "selected_fg", "inactive_fg", "graph_text",
            "meter_bg", "proc_misc", "cpu_box", "mem_box", "net_box", "proc_box", "div_line", "proc_pause_bg",
            "proc_follow_bg", "proc_banner_bg", "proc_banner_fg", "followed_bg", "followed_fg",
        ]
        + ["temp", "cpu", "free", "cached", "available", "used", "download", "upload", "process"].flatMap { name in
            ["start", "mid", "end"].map { "\(name)_\($0)" }
        }

    static let ownKeys = [
        "ok", "warn", "crit", "stale", "notice", "crit_fg", "gpu_box", "alert_box", "threshold", "today", "estimate",
    ]
}
