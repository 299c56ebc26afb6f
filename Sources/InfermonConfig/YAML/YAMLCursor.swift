import InfermonModel

/// The keys that one kind of mapping knows, in the order in which they are decoded.
protocol ConfigurationKey: RawRepresentable<String>, CaseIterable, Hashable, Sendable {
    /// What the mapping is, as the documentation heads it.
    static var section: String { get }
}

/// A node with its path, read by typed accessors that report what is wrong and go on.
struct YAMLCursor {
    let node: YAMLNode
    /// The keys that lead here, such as `scenarios.chatbot.budget`.
    let path: String
    let problems: ProblemCollector
    /// The key that names this value as it is written; empty in a list.
    let key: String
    /// The place of the key that names this value, or of the value itself in a list.
    let keyMark: TextMark

    init(node: YAMLNode, path: String, problems: ProblemCollector, key: String = "", keyMark: TextMark? = nil) {
        self.node = node
        self.path = path
        self.problems = problems
        self.key = key
        self.keyMark = keyMark ?? node.mark
    }

    /// Adds an error at the value.
    func error(_ message: String) { problems.error(message, at: node.mark) }

    /// Adds an error at the key.
    func errorAtKey(_ message: String) { problems.error(message, at: keyMark) }

    /// Adds a warning at the value.
    func warn(_ message: String) { problems.warning(message, at: node.mark) }

    /// Says what was found where `expected` should be.
    func mismatch(_ expected: String) {
        error("found \(node.kind); \(path.isEmpty ? "the configuration" : path) is \(expected)")
    }

    /// The entries of a mapping whose keys are names of the user's; empty, and reported, when this is none.
    func entries() -> [YAMLCursor] {
        guard case .mapping(let entries) = node.content else {
            mismatch("a mapping of keys")
            return []
        }
        return entries.map {
            let shown = OutsideText.cleaned($0.key, limit: 60)
            return YAMLCursor(
                node: $0.value, path: path.isEmpty ? shown : "\(path).\(shown)", problems: problems, key: $0.key,
                keyMark: $0.keyMark)
        }
    }

    /// Calls `body` for each known key that is there, in the order of `Key`; reports the unknown ones.
    func forEachKey<Key: ConfigurationKey>(of: Key.Type, _ body: (Key, YAMLCursor) -> Void) {
        guard case .mapping(let pairs) = node.content else {
            mismatch("a mapping of keys: \(Key.allCases.map(\.rawValue).joined(separator: ", "))")
            return
        }
        var found: [Key: YAMLCursor] = [:]
        for (pair, cursor) in zip(pairs, entries()) {
            if let key = Key(rawValue: pair.key) {
                found[key] = cursor
            } else {
                reportUnknown(pair.key, at: cursor, known: Key.allCases.map(\.rawValue))
            }
        }
        for key in Key.allCases {
            if let cursor = found[key] { body(key, cursor) }
        }
    }

    private func reportUnknown(_ key: String, at cursor: YAMLCursor, known: [String]) {
        if SecretShape.isName(key) {
            cursor.errorAtKey(
                "\(OutsideText.quoted(key)) would put a secret into this file; name an environment variable with key_env, "
                    + "a file that only you can read with key_file, or a systemd credential with key_credential")
            return
        }
        let place = path.isEmpty ? "" : " in \(path)"
        cursor.errorAtKey("unknown key \(OutsideText.quoted(key))\(place)\(NearestName.hint(for: key, among: known))")
    }

    /// The items of a list; empty, and reported, when this is none.
    func items(_ expected: String) -> [YAMLCursor] {
        guard case .sequence(let nodes) = node.content else {
            mismatch(expected)
            return []
        }
        return nodes.enumerated().map { YAMLCursor(node: $1, path: "\(path)[\($0)]", problems: problems) }
    }

    /// The items of a list, or this value alone.
    func itemsOrSelf() -> [YAMLCursor] {
        guard case .sequence = node.content else { return [self] }
        return items("a list")
    }

    /// The text; `nil`, and reported, when there is none.
    func text(_ expected: String = "a text") -> String? {
        guard case .scalar(let text, _) = node.content, !node.isNull, !text.isEmpty else {
            mismatch(expected)
            return nil
        }
        return text
    }
}
