/// The names under which a log lives on after its rotation.
enum RotatedName {
    /// How a file's bytes are packed, by its name's end.
    enum Coding: UInt8, Hashable {
        case plain
        case gzip
        case zstd

        init(name: Substring) {
            self = name.hasSuffix(".gz") ? .gzip : name.hasSuffix(".zst") || name.hasSuffix(".zstd") ? .zstd : .plain
        }
    }

    /// Whether `name` can be a rotated copy of `live`, both without their directory: `app.log.1`, `app.log-20261123.gz`,
    /// `app-2026-11-23.log.zst`.
    static func isRotation(_ name: some StringProtocol, of live: some StringProtocol) -> Bool {
        guard name != live else { return false }
        if hasPrefix(name, live, thenSeparator: true) { return isEnding(name.dropFirst(live.count)) }
        guard let dot = live.lastIndex(of: "."), dot != live.startIndex else { return false }
        let stem = live[..<dot]
        let ending = live[dot...]
        guard hasPrefix(name, stem, thenSeparator: true) else { return false }
        let rest = name.dropFirst(stem.count)
        return rest.hasSuffix(ending) || rest.hasSuffix(ending + ".gz") || rest.hasSuffix(ending + ".zst")
    }

    /// Whether what follows a log's name is what rotation adds: a number, a date, `.old`, a compression's ending.
    ///
    /// A backup made by hand, such as `app.log.bak`, is a copy of lines that are counted already.
    static func isEnding(_ ending: some StringProtocol) -> Bool {
        ending.utf8.contains { (48...57).contains($0) } || [".old", ".gz", ".zst"].contains { ending.hasSuffix($0) }
    }

    /// Whether two names differ in nothing but their digits, as the targets of a dated symbolic link do.
    static func isSibling(_ name: some StringProtocol, of other: some StringProtocol) -> Bool {
        func masked(_ text: some StringProtocol) -> [UInt8] {
            text.utf8.map { (48...57).contains($0) ? 35 : $0 }
        }
        let left = masked(name)
        let right = masked(other)
        return left == right || left == right + Array(".gz".utf8) || left == right + Array(".zst".utf8)
    }

    private static func hasPrefix(_ name: some StringProtocol, _ prefix: some StringProtocol, thenSeparator: Bool)
        -> Bool
    {
        guard name.utf8.starts(with: prefix.utf8) else { return false }
        guard let next = name.utf8.dropFirst(prefix.utf8.count).first else { return false }
        return next == UInt8(ascii: ".") || next == UInt8(ascii: "-") || next == UInt8(ascii: "_")
            || next == UInt8(ascii: "~")
    }
}
