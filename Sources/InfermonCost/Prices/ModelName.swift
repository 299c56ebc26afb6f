/// A model's name as logged, and the simpler names that it can stand for.
///
/// Gateways and providers write one model in many ways: `azure/gpt-4.1`, `us.anthropic.claude-sonnet-4-5-20250929-v1:0`,
/// `gpt-4o-2024-08-06`, `models/gemini-2.5-pro`. Prices are looked for under the fullest name first, since a dated snapshot or a
/// region can have a price of its own, and under simpler ones after.
struct ModelName {
    /// The names to look for, fullest first, each with what was left out to get there.
    let candidates: [(name: String, rule: String)]
    /// Whether the name asks for processing in one region.
    let isRegional: Bool
    /// The providers that the name's path says, outermost first.
    let providers: [String]

    init(_ text: String) {
        let full = text.lowercased()
        var candidates = [(name: full, rule: "the name as logged")]
        func add(_ name: String, _ rule: String) {
            guard !name.isEmpty, !candidates.contains(where: { $0.name == name }) else { return }
            candidates.append((name, rule))
        }
        let parts = full.split(separator: "/")
        let bare = parts.last.map(String.init) ?? full
        providers = parts.dropLast().map(String.init)
        add(bare, "without its provider prefix")
        let versionless = Self.withoutVersion(bare)
        add(versionless, "without its version suffix")
        add(Self.withoutDate(versionless), "without its date")
        let (maker, regional) = Self.withoutBedrockPrefix(versionless)
        isRegional = regional
        add(maker, "without its region and maker prefix")
        add(Self.withoutDate(maker), "without its region, maker and date")
        self.candidates = candidates
    }

    /// Removes `-v1:0`, `:0`, `-v2` and `@20250929` forms that Bedrock and Vertex append.
    private static func withoutVersion(_ name: String) -> String {
        var bytes = Array(name.utf8)
        if let colon = bytes.lastIndex(of: UInt8(ascii: ":")), colon > 2, !name.hasPrefix("ft:"),
            bytes[(colon + 1)...].allSatisfy(isDigit)
        {
            bytes.removeSubrange(colon...)
        }
        if let mark = bytes.lastIndex(of: UInt8(ascii: "v")), mark > 1, bytes[mark - 1] == UInt8(ascii: "-"),
            mark + 1 < bytes.count, bytes.count - mark <= 2, bytes[(mark + 1)...].allSatisfy(isDigit)
        {
            bytes.removeSubrange((mark - 1)...)
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Removes `-20250929`, `@20250929`, `-2024-08-06` and `-latest`.
    ///
    /// Four digits are left alone: `-0613` and `-1106` are models with prices of their own.
    private static func withoutDate(_ name: String) -> String {
        if name.hasSuffix("-latest") { return String(name.dropLast(7)) }
        let bytes = Array(name.utf8)
        func matches(_ shape: String) -> Bool {
            let shape = Array(shape.utf8)
            guard bytes.count > shape.count else { return false }
            return zip(bytes.suffix(shape.count), shape).allSatisfy { byte, mark in
                switch mark {
                case UInt8(ascii: "9"): isDigit(byte)
                case UInt8(ascii: "2"): byte == UInt8(ascii: "2")
                default: byte == mark
                }
            }
        }
        for shape in ["-29999999", "@29999999", "-2999-99-99"] where matches(shape) {
            return String(name.dropLast(shape.utf8.count))
        }
        return name
    }

    /// Removes `us.anthropic.`, `anthropic.` and their like.
    private static func withoutBedrockPrefix(_ name: String) -> (name: String, isRegional: Bool) {
        let regions = ["us", "eu", "apac", "jp", "au", "us-gov", "ca", "global"]
        let makers = ["anthropic", "meta", "amazon", "mistral", "cohere", "deepseek", "openai", "google"]
        var parts = name.split(separator: ".", maxSplits: 2, omittingEmptySubsequences: false)
        var isRegional = false
        if parts.count == 3, regions.contains(String(parts[0])), makers.contains(String(parts[1])) {
            isRegional = parts[0] != "global"
            parts.removeFirst(2)
            return (String(parts[0]), isRegional)
        }
        if let first = parts.first, parts.count > 1, makers.contains(String(first)) {
            return (parts.dropFirst().joined(separator: "."), false)
        }
        return (name, false)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
}
