import InfermonModel

/// The keys of a cloud provider.
enum ProviderKey: String, ConfigurationKey {
    case provider, name
    case keyEnv = "key_env"
    case keyFile = "key_file"
    case keyCredential = "key_credential"
    case baseURL = "base_url"
    case interval, projects, budget, settings

    static let section = "sources.cloud"
}

/// Decodes `sources.cloud`.
struct ProviderDecoder {
    let context: DecodingContext

    func sources(_ cursor: YAMLCursor) -> [ProviderSource] {
        var seen: [String: Int] = [:]
        var keys: [Key: Int] = [:]
        return cursor.items("a list of providers such as [{provider: openai, key_env: OPENAI_ADMIN_KEY}]").compactMap {
            item in
            guard let source = source(item) else { return nil }
            // Bills and scenarios are kept under the account's name, so that two entries would replace each other's.
            if let line = seen[source.id] {
                item.error(
                    "\(source.id) is already asked because of line \(line); give a second account a name of its own")
            } else if source.provider != "focus", let line = keys[Key(source)] {
                item.error("\(source.id) has the key of line \(line): the account's bill would be counted twice")
            }
            seen[source.id] = item.node.mark.line
            keys[Key(source)] = item.node.mark.line
            return source
        }
    }

    /// What leads to an account's bill.
    private struct Key: Hashable {
        let provider: String
        let credential: ProviderSource.Credential?
        let baseURL: String?

        init(_ source: ProviderSource) {
            provider = source.provider
            credential = source.credential
            baseURL = source.baseURL
        }
    }

    private func source(_ cursor: YAMLCursor) -> ProviderSource? {
        var source = ProviderSource(provider: "")
        var isNamed = false
        var known: ConfigurationVocabulary.Provider?
        func set(_ credential: ProviderSource.Credential, _ value: YAMLCursor) {
            if source.credential != nil {
                value.errorAtKey("a second place for the same key; keep one of key_env, key_file and key_credential")
            }
            source.credential = credential
        }
        cursor.forEachKey(of: ProviderKey.self) { key, value in
            switch key {
            case .provider:
                isNamed = true
                guard let name = value.name(among: context.vocabulary.providers.map(\.name)) else { return }
                source.provider = name
                known = context.vocabulary.providers.first { $0.name == name }
            case .name: source.name = Self.name(value)
            case .keyEnv:
                if let name = Self.variable(value) { set(.environment(name), value) }
            case .keyFile:
                if let path = context.path(value, "the path of a file that holds the key") { set(.file(path), value) }
            case .keyCredential:
                if let name = Self.credential(value) { set(.systemd(name), value) }
            case .baseURL: source.baseURL = Self.baseURL(value)
            case .interval: source.interval = value.duration(in: .seconds(10)...(.days(1)))
            case .projects:
                for entry in value.entries() {
                    if let scenario = context.scenario(entry) {
                        source.scenarioByProject[entry.key] = scenario.id.rawValue
                    }
                }
            case .budget:
                source.budget = value.money(per: "month", example: "$2000/month").map(Budget.init(limit:))
            case .settings: source.settings = settings(value, known: known)
            }
        }
        if !isNamed, case .mapping = cursor.node.content { cursor.error("\(cursor.path) has no provider") }
        if source.provider == "focus" { checkFocus(source, cursor) }
        return source.provider.isEmpty ? nil : source
    }

    /// A name as scenarios have them, so that it can stand in a column and in a rule.
    private static func name(_ cursor: YAMLCursor) -> String? {
        let expected = "a short name of letters, digits, - and _ such as openai-team-a"
        guard let text = cursor.text(expected) else { return nil }
        let isPlain = text.utf8.allSatisfy {
            (48...57).contains($0) || (97...122).contains($0 | 0x20) || $0 == 45 || $0 == 46 || $0 == 95
        }
        guard !text.isEmpty, text.utf8.count <= 64, isPlain else {
            cursor.mismatch(expected)
            // Kept, so that one mistake is not told as a second account without a name too.
            return text
        }
        return text
    }

    // The values of these keys are never repeated in a message: a secret put there by mistake would be shown.

    private static func variable(_ cursor: YAMLCursor) -> String? {
        guard case .scalar(let text, _) = cursor.node.content, let first = text.utf8.first,
            !(48...57).contains(first), text.utf8.count <= 128,
            text.utf8.allSatisfy({ $0 == 95 || (48...57).contains($0) || (65...90).contains($0 & 0xdf) })
        else {
            cursor.error(
                "\(cursor.path) is the name of an environment variable such as OPENAI_ADMIN_KEY, never the key itself")
            return nil
        }
        return text
    }

    private static func credential(_ cursor: YAMLCursor) -> String? {
        guard case .scalar(let text, _) = cursor.node.content, !text.isEmpty, text.utf8.count <= 128, text != ".",
            text != "..",
            text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: "/") })
        else {
            cursor.error("\(cursor.path) is the name of a systemd credential (LoadCredential=), never the key itself")
            return nil
        }
        return text
    }

    private static func baseURL(_ cursor: YAMLCursor) -> String? {
        guard let text = cursor.text("a URL such as https://api.openai.com") else { return nil }
        let lowercased = text.lowercased()
        let isClean = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
        if isClean, lowercased.hasPrefix("https://"), text.utf8.count > 8 { return text }
        if isClean, lowercased.hasPrefix("http://") {
            let authority = lowercased.dropFirst(7).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
            if ["localhost", "127.0.0.1", "[::1]"].contains(String(host)) { return text }
            cursor.error(
                "\(cursor.path) would send the key in clear to \(OutsideText.quoted(String(host))); use https://")
            return nil
        }
        cursor.mismatch("a URL such as https://api.openai.com")
        return nil
    }

    /// A cost export is read from files: it has a place, and no key.
    private func checkFocus(_ source: ProviderSource, _ cursor: YAMLCursor) {
        if source.credential != nil || source.baseURL != nil {
            cursor.error("a focus source reads files: it has settings.path and neither key nor base_url")
        }
        if source.settings["path"]?.isEmpty ?? true {
            cursor.error("a focus source has no settings.path such as /var/lib/costs/*.csv")
        }
        if let cost = source.settings["cost"], !["billed", "effective"].contains(cost) {
            cursor.error("settings.cost of a focus source is billed or effective")
        }
    }

    private func settings(
        _ cursor: YAMLCursor, known: ConfigurationVocabulary.Provider?
    ) -> [String: String] {
        var settings: [String: String] = [:]
        for entry in cursor.entries() {
            if SecretShape.isName(entry.key) {
                entry.errorAtKey(
                    "\(OutsideText.quoted(entry.key)) would put a secret into this file; use key_env or key_file")
            } else if let known, !known.settings.contains(entry.key) {
                entry.errorAtKey(
                    "\(known.name) has no setting \(OutsideText.quoted(entry.key))"
                        + NearestName.hint(for: entry.key, among: known.settings))
            } else if entry.key == "scenario" {
                // The scenario that a whole account is billed for: a name like any other that refers to one.
                if let scenario = context.scenario(entry) { settings[entry.key] = scenario.id.rawValue }
            } else if known?.name == "focus", entry.key == "path" {
                settings[entry.key] = context.path(entry, "the path of a cost export, or a pattern of paths")
            } else if let text = entry.text() {
                settings[entry.key] = text
            }
        }
        return settings
    }
}
