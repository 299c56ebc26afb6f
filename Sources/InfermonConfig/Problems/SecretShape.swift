/// Tells text that looks like a key, so that it is refused and never repeated in a message.
enum SecretShape {
    private static let prefixes = [
        "sk-", "sk_", "rk_", "AKIA", "ASIA", "AIza", "ya29.", "ghp_", "gho_", "github_pat_", "glpat-", "xoxb-", "xoxp-",
        "xapp-", "hf_", "gsk_", "eyJ", "-----BEGIN",
    ]
    private static let names: Set<String> = [
        "key", "apikey", "adminkey", "secret", "secretkey", "clientsecret", "accesskey", "password", "passwd",
        "passphrase",
        "token", "accesstoken", "bearer", "authorization", "credential",
    ]

    /// Whether `text` has the form of a provider's key or token.
    static func isLikely(_ text: String) -> Bool {
        let lowercased = text.lowercased()
        if lowercased.hasPrefix("bearer ") || lowercased.hasPrefix("basic ") { return text.utf8.count >= 16 }
        guard text.utf8.count >= 12, !text.utf8.contains(where: { $0 == 0x20 || $0 == 0x2a || $0 == 0x3f }) else {
            return text.hasPrefix("-----BEGIN")
        }
        return prefixes.contains { text.hasPrefix($0) } || hasPassword(text)
    }

    /// Whether a key of the configuration is named as if its value were a secret.
    static func isName(_ name: String) -> Bool {
        names.contains(String(name.lowercased().filter { $0 != "_" && $0 != "-" }))
    }

    /// Whether `text` is a URL with a password in it: `https://user:password@host`.
    private static func hasPassword(_ text: String) -> Bool {
        guard let scheme = text.firstRange(of: "://") else { return false }
        let authority = text[scheme.upperBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return authority.contains("@")
    }
}
