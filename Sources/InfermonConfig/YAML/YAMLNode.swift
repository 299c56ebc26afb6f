/// A value of a YAML document with its place in the text.
struct YAMLNode: Hashable, Sendable {
    /// A key of a mapping and its value.
    struct Entry: Hashable, Sendable {
        let key: String
        let keyMark: TextMark
        let value: YAMLNode
    }

    /// The value; scalars stay text, since `off`, `1e3` and `0644` mean what the decoder says.
    indirect enum Content: Hashable, Sendable {
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Entry])
    }

    let content: Content
    let mark: TextMark

    /// Whether nothing is written: an empty plain scalar, `~` or `null`.
    var isNull: Bool {
        guard case .scalar(let text, isPlain: true) = content else { return false }
        return text.isEmpty || text == "~" || text == "null"
    }

    /// What the value is, for a message.
    var kind: String {
        switch content {
        case .scalar(let text, _): isNull ? "nothing" : OutsideText.quoted(text)
        case .sequence: "a list"
        case .mapping: "a mapping of keys"
        }
    }
}
