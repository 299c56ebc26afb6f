import Glibc
import Synchronization

/// A POSIX extended regular expression, compiled once by the C library.
///
/// Its matcher builds a deterministic automaton, so a pattern such as `(a+)+$` cannot run for ever on a hostile subject. What
/// could (back-references), and what makes compiling itself explode (repeated repetitions), is refused when the configuration is
/// read. Subjects are cut to ``subjectLimit`` bytes.
public final class RegexMatcher: Sendable {
    /// Bytes of a subject that are looked at.
    public static let subjectLimit = 256
    /// The longest pattern, in bytes.
    public static let patternLimit = 512

    /// Why a pattern is refused, as a half-sentence.
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// The half-sentence, to be put behind the pattern.
        public let description: String
    }

    private struct Compiled: ~Copyable {
        let expression: UnsafeMutablePointer<regex_t>

        deinit {
            regfree(expression)
            expression.deallocate()
        }
    }

    private let compiled: Mutex<Compiled>

    /// Compiles `pattern`.
    ///
    /// - Throws: ``Refusal`` when it is no extended regular expression, or one that could take too long.
    public init(_ pattern: String) throws(Refusal) {
        if let reason = RegexBounds.refusal(of: pattern) { throw Refusal(description: reason) }
        let expression = UnsafeMutablePointer<regex_t>.allocate(capacity: 1)
        expression.initialize(to: regex_t())
        let code = regcomp(expression, pattern, REG_EXTENDED | REG_NOSUB)
        guard code == 0 else {
            var text = [CChar](repeating: 0, count: 128)
            let length = regerror(code, expression, &text, text.count)
            expression.deallocate()
            let message = text.prefix(max(0, min(length, text.count) - 1)).map { UInt8(bitPattern: $0) }
            throw Refusal(description: "is no extended regular expression: \(String(decoding: message, as: UTF8.self))")
        }
        compiled = Mutex(Compiled(expression: expression))
    }

    /// Whether the pattern occurs in the first ``subjectLimit`` bytes of `subject`.
    public func matches(_ subject: UnsafeBufferPointer<UInt8>) -> Bool {
        let text = subject.prefix(Self.subjectLimit).map { CChar(bitPattern: $0) }
        // One at a time: the library keeps the automaton that it builds inside the expression.
        return compiled.withLock { compiled in
            var range = regmatch_t(rm_so: 0, rm_eo: regoff_t(text.count))
            return regexec(compiled.expression, text, 1, &range, REG_STARTEND) == 0
        }
    }

    /// Makes the closure that a router asks for a pattern; one that cannot be compiled matches nothing.
    ///
    /// Patterns of a loaded configuration were compiled while it was read, so for them this does not fail.
    public static func closure(for pattern: String) -> @Sendable (UnsafeBufferPointer<UInt8>) -> Bool {
        do {
            let matcher = try RegexMatcher(pattern)
            return { matcher.matches($0) }
        } catch {
            return { _ in false }
        }
    }
}
