import InfermonModel

/// Compiles a POSIX extended regular expression to a test of bytes; `nil` when the expression is none.
public typealias RegexCompiler = (String) -> (@Sendable (UnsafeBufferPointer<UInt8>) -> Bool)?

/// A pattern of a rule, ready to test bytes.
enum PatternMatcher: Sendable {
    case exact([UInt8])
    case glob([UInt8])
    case prefix([UInt8])
    case regex(@Sendable (UnsafeBufferPointer<UInt8>) -> Bool)
    /// An expression that does not compile matches nothing; the configuration reports it.
    case never

    init(_ pattern: MatchPattern, regex: RegexCompiler) {
        switch pattern {
        case .exact(let text): self = .exact(Array(text.utf8))
        case .glob(let text): self = .glob(Array(text.utf8))
        case .prefix(let text): self = .prefix(Array(text.utf8))
        case .regex(let text): self = regex(text).map(PatternMatcher.regex) ?? .never
        }
    }

    func matches(_ text: LogText) -> Bool {
        let bytes = text.bytes
        switch self {
        case .exact(let expected): return bytes.elementsEqual(expected)
        case .prefix(let expected): return bytes.starts(with: expected)
        case .glob(let pattern): return Self.matches(bytes, glob: pattern)
        case .regex(let test): return test(text.cut(to: 256).bytes)
        case .never: return false
        }
    }

    /// Linear but for the last `*`, to which a mismatch returns.
    private static func matches(_ text: UnsafeBufferPointer<UInt8>, glob pattern: [UInt8]) -> Bool {
        var at = 0
        var of = 0
        var star = -1
        var retry = 0
        while at < text.count {
            if of < pattern.count, pattern[of] == UInt8(ascii: "*") {
                star = of
                retry = at
                of += 1
            } else if of < pattern.count, pattern[of] == UInt8(ascii: "?") || pattern[of] == text[at] {
                of += 1
                at += 1
            } else if star >= 0 {
                retry += 1
                at = retry
                of = star + 1
            } else {
                return false
            }
        }
        while of < pattern.count, pattern[of] == UInt8(ascii: "*") { of += 1 }
        return of == pattern.count
    }
}
