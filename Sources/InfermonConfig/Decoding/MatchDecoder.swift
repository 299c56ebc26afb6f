import InfermonModel

/// The keys of a rule: what of a request it looks at.
enum MatchKey: String, ConfigurationKey {
    case tag, header, meta, key, team, route, model
    case endUser = "end_user"
    case userAgent = "user_agent"
    case host, source

    static let section = "match"
}

/// The keys of a pattern that is not a plain text.
enum PatternKey: String, ConfigurationKey {
    case exact, prefix, regex

    static let section = "pattern"
}

/// Decodes `match`: a list of rules, of which any suffices.
enum MatchDecoder {
    static func rules(_ cursor: YAMLCursor) -> [MatchRule] {
        var rules: [MatchRule] = []
        for item in cursor.itemsOrSelf() {
            let conditions = conditions(item)
            if !conditions.isEmpty { rules.append(MatchRule(conditions: conditions)) }
        }
        if case .sequence(let nodes) = cursor.node.content, nodes.isEmpty {
            cursor.error("found an empty list; \(cursor.path) has at least one rule such as {tag: chatbot}")
        }
        return rules
    }

    private static func conditions(_ cursor: YAMLCursor) -> [MatchRule.Condition] {
        var conditions: [MatchRule.Condition] = []
        func add(_ selector: MatchSelector, _ cursor: YAMLCursor) {
            let patterns = cursor.itemsOrSelf().compactMap(pattern)
            if !patterns.isEmpty { conditions.append(MatchRule.Condition(selector: selector, patterns: patterns)) }
        }
        if case .mapping(let entries) = cursor.node.content, entries.isEmpty {
            cursor.error("found a rule without conditions, which would take every request")
        }
        cursor.forEachKey(of: MatchKey.self) { key, value in
            switch key {
            case .tag: add(.tag, value)
            case .header:
                for entry in value.entries() { add(.header(entry.key.lowercased()), entry) }
            case .meta:
                for entry in value.entries() { add(.meta(entry.key), entry) }
            case .key: add(.key, value)
            case .team: add(.team, value)
            case .route: add(.route, value)
            case .model: add(.model, value)
            case .endUser: add(.endUser, value)
            case .userAgent: add(.userAgent, value)
            case .host: add(.host, value)
            case .source: add(.source, value)
            }
        }
        return conditions
    }

    private static func pattern(_ cursor: YAMLCursor) -> MatchPattern? {
        guard case .mapping = cursor.node.content else {
            guard let text = cursor.text("a text, a list of them, or one of {exact: }, {prefix: } and {regex: }") else {
                return nil
            }
            return text.utf8.contains { $0 == UInt8(ascii: "*") || $0 == UInt8(ascii: "?") }
                ? .glob(text) : .exact(text)
        }
        var patterns: [MatchPattern] = []
        cursor.forEachKey(of: PatternKey.self) { key, value in
            guard let text = value.text() else { return }
            switch key {
            case .exact: patterns.append(.exact(text))
            case .prefix: patterns.append(.prefix(text))
            case .regex:
                do {
                    _ = try RegexMatcher(text)
                    patterns.append(.regex(text))
                } catch {
                    value.error("\(OutsideText.quoted(text)) \(error)")
                }
            }
        }
        if patterns.count > 1 { cursor.error("found several kinds of pattern in one; write them as a list") }
        return patterns.first
    }
}
