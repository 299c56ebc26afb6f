/// Takes secrets out of text that came from outside, before it is shown or stored.
///
/// Providers echo keys in their error bodies. Known secrets go first; then the shapes of well-known keys; then every long run that
/// mixes letters and digits, which costs a request id now and then and lets no key through whose shape is new.
public struct SecretRedaction: Sendable {
    private let secrets: [String]

    /// Creates a redaction.
    ///
    /// - Parameter secrets: The secrets in use, whole; a header's value counts with and without its `Bearer`.
    public init(secrets: [String] = []) {
        let parts = secrets.flatMap { [$0] + $0.split(whereSeparator: { " :,=".contains($0) }).map(String.init) }
        self.secrets = Set(parts.filter { $0.utf8.count >= 6 }).sorted { $0.utf8.count > $1.utf8.count }
    }

    /// The text without secrets and control characters, cut to `limit` characters.
    public func redacted(_ text: String, limit: Int = 200) -> String {
        // Work is bounded before it starts: a body may be megabytes of one line.
        var clean = String(text.unicodeScalars.prefix(limit * 8).map { Character(Self.isControl($0) ? " " : $0) })
        for secret in secrets { clean = clean.replacing(secret, with: "<redacted>") }
        var result = ""
        var run = ""
        var isAfterScheme = false
        for character in clean + " " {
            if Self.isTokenCharacter(character) {
                run.append(character)
                continue
            }
            result += Self.redactedRun(run, isAfterScheme: isAfterScheme)
            if !run.isEmpty { isAfterScheme = Self.schemes.contains(run.lowercased()) }
            if !(character == " " && result.hasSuffix(" ")) { result.append(character) }
            run = ""
        }
        let whole = result.trimmingBlanks()
        return whole.count <= limit ? whole : String(whole.prefix(limit)) + "…"
    }

    /// Words after which a secret follows.
    private static let schemes: Set<String> = [
        "bearer", "basic", "token", "key", "secret", "password", "passwd", "authorization", "api_key", "apikey",
        "api-key",
        "x-api-key", "access_token", "client_secret", "routing_key", "integration_key",
    ]

    /// How well-known secrets begin: OpenAI and Anthropic, AWS, Google, Slack, GitHub, GitLab, Hugging Face, xAI, Groq, PagerDuty.
    private static let prefixes = [
        "sk-", "sk_", "pk-", "rk_", "akia", "asia", "aiza", "ya29.", "xoxa", "xoxb", "xoxp", "xoxr", "xoxs", "xapp-",
        "xoxe",
        "ghp_", "gho_", "ghs_", "github_pat_", "glpat-", "hf_", "xai-", "gsk_", "eyj", "u+", "r8_", "pat-", "sess-",
    ]

    private static func redactedRun(_ run: String, isAfterScheme: Bool) -> String {
        let length = run.utf8.count
        guard length >= 6 else { return run }
        let lower = run.lowercased()
        // Words such as "key" also stand before ordinary ones: only what looks made up goes.
        if isAfterScheme, run.utf8.contains(where: isDigit) || length >= 20 { return "<redacted>" }
        if length >= 8, prefixes.contains(where: { lower.hasPrefix($0) }) { return "<redacted>" }
        let isMixed = run.utf8.contains(where: isDigit) && run.utf8.contains(where: isLetter)
        if isMixed, run.split(whereSeparator: { $0 == "/" || $0 == "." }).contains(where: { $0.utf8.count >= 24 }) {
            return "<redacted>"
        }
        if isMixed, length >= 32, !lower.contains("."), run.utf8.contains(where: isUpper) { return "<redacted>" }
        let isHookPath = lower.contains("services/t") || lower.contains("hooks.slack")
        return isHookPath ? "<redacted>" : run
    }

    private static func isTokenCharacter(_ character: Character) -> Bool {
        guard let byte = character.asciiValue else { return false }
        return isLetter(byte) || isDigit(byte) || "-_+/.*~".utf8.contains(byte)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value < 32 || (scalar.value >= 127 && scalar.value < 160) || scalar.properties.isBidiControl
            || scalar.properties.generalCategory == .format
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 48 && byte <= 57 }
    private static func isUpper(_ byte: UInt8) -> Bool { byte >= 65 && byte <= 90 }
    private static func isLetter(_ byte: UInt8) -> Bool { isUpper(byte) || (byte >= 97 && byte <= 122) }
}
