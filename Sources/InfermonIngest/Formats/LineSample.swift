public import InfermonRollup

/// One of the first lines of a file, looked at to find out what wrote it.
public struct LineSample {
    /// The bytes without the line end.
    public let text: LogText
    /// The object that the line is, or the first object of the array that it is; `missing` for anything else.
    ///
    /// Of an object that is broken, what comes before the break: a log whose every line is broken has a maker too.
    public let object: JSONValue
    private let line: LogLine
    /// The object's own members, taken apart once: every format asks for some.
    private var members: [(name: LogText, value: JSONValue)] = []

    /// Creates a sample of `text`, which must outlive it.
    public init(_ text: LogText, arena: ScratchArena) {
        self.text = text
        let reader = LogLine(text: text, arena: arena)
        line = reader
        let first = text.trimmed.bytes.first
        guard first == UInt8(ascii: "{") || first == UInt8(ascii: "[") else {
            object = .missing
            return
        }
        var whole = reader.json(in: text)
        if whole.kind == .missing, first == UInt8(ascii: "{") { whole = reader.brokenObject(in: text.trimmed) }
        var element = whole
        if whole.kind == .array {
            element = .missing
            reader.forEach(in: whole) { _, value in if element.kind == .missing { element = value } }
        }
        object = element.kind == .object ? element : .missing
        var members: [(name: LogText, value: JSONValue)] = []
        reader.forEach(in: object) { members.append(($0, $1)) }
        self.members = members
    }

    /// Whether the line is a JSON object, or an array of some.
    public var isJSON: Bool { object.kind == .object }

    /// The value at a path of keys; `missing` when there is none.
    public func value(_ path: String...) -> JSONValue {
        guard let first = path.first else { return object }
        var value = member(first)
        for key in path.dropFirst() { value = line.value(at: key, in: value) }
        return value
    }

    /// The first member of a name.
    private func member(_ key: String) -> JSONValue {
        var key = key
        return key.withUTF8 { key in
            let key = LogText(key)
            for member in members where member.name == key { return member.value }
            return .missing
        }
    }

    /// Whether the object has the key, be it `null`.
    public func has(_ path: String...) -> Bool {
        guard let first = path.first else { return isJSON }
        var value = member(first)
        for key in path.dropFirst() { value = line.value(at: key, in: value) }
        return value.kind != .missing
    }

    /// Whether a top-level key begins with `prefix`.
    public func hasKey(prefix: StaticString) -> Bool {
        members.contains { $0.name.hasPrefix(prefix) }
    }

    /// Whether each of the object's keys is one of `names`.
    public func hasOnly(_ names: StaticString...) -> Bool {
        members.allSatisfy { member in names.contains { member.name == $0 } }
    }

    /// The keys of the first object in the array at a key; `nil` where there is none.
    func firstElement(of key: String) -> Set<String>? {
        var keys: Set<String>?
        line.forEach(in: value(key)) { _, element in
            guard keys == nil, element.kind == .object else { return }
            var found: Set<String> = []
            line.forEach(in: element) { name, _ in found.insert(name.string) }
            keys = found
        }
        return keys
    }
}
