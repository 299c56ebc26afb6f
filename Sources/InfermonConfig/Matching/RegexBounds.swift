/// Limits of what a regular expression may ask of the C library.
enum RegexBounds {
    /// Groups inside one another.
    private static let depthLimit = 16
    /// The product of all upper bounds of `{n,m}`: each is compiled as that many copies.
    private static let copiesLimit = 1_000
    /// `*`, `+`, `?` and `{}`.
    private static let repetitionLimit = 32

    /// A half-sentence that says why `pattern` is refused; `nil` when it may be compiled.
    static func refusal(of pattern: String) -> String? {
        let bytes = Array(pattern.utf8)
        if bytes.isEmpty { return "is empty" }
        if bytes.count > RegexMatcher.patternLimit { return "is longer than \(RegexMatcher.patternLimit) bytes" }
        if bytes.contains(0) { return "has a NUL in it" }
        var depth = 0
        var repetitions = 0
        var copies = 1
        var index = 0
        while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: "\\"):
                index += 1
                if index < bytes.count, (49...57).contains(bytes[index]) {
                    return "has a back-reference, which can take for ever"
                }
            case UInt8(ascii: "["):
                index = endOfBracket(bytes, from: index)
            case UInt8(ascii: "("):
                depth += 1
                if bytes[(index + 1)...].starts(with: "?".utf8) {
                    return "has (?...), which POSIX expressions do not know"
                }
            case UInt8(ascii: ")"):
                depth -= 1
            case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
                repetitions += 1
            case UInt8(ascii: "{"):
                repetitions += 1
                copies *= max(1, largestNumber(in: bytes[index...].prefix { $0 != UInt8(ascii: "}") }))
            default: break
            }
            if depth > depthLimit { return "has groups nested deeper than \(depthLimit)" }
            if repetitions > repetitionLimit { return "has more than \(repetitionLimit) repetitions" }
            if copies > copiesLimit { return "repeats by {} more than \(copiesLimit) times in all" }
            index += 1
        }
        return nil
    }

    /// The index of the bracket that closes the one at `start`, or the last index.
    private static func endOfBracket(_ bytes: [UInt8], from start: Int) -> Int {
        var index = start + 1
        if index < bytes.count, bytes[index] == UInt8(ascii: "^") { index += 1 }
        if index < bytes.count, bytes[index] == UInt8(ascii: "]") { index += 1 }
        while index < bytes.count, bytes[index] != UInt8(ascii: "]") {
            if bytes[index] == UInt8(ascii: "["), index + 1 < bytes.count,
                [UInt8(ascii: ":"), UInt8(ascii: "."), UInt8(ascii: "=")].contains(bytes[index + 1])
            {
                let mark = bytes[index + 1]
                index += 2
                while index + 1 < bytes.count, bytes[index] != mark || bytes[index + 1] != UInt8(ascii: "]") {
                    index += 1
                }
                index += 1
            }
            index += 1
        }
        return min(index, bytes.count - 1)
    }

    private static func largestNumber(in bytes: ArraySlice<UInt8>) -> Int {
        bytes.split { !(48...57).contains($0) }.map { $0.prefix(6).reduce(0) { $0 * 10 + Int($1 - 48) } }.max() ?? 0
    }
}
