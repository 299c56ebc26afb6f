import InfermonRollup

/// Takes the fields of a text line one after the other: words, and texts in quotes or brackets.
struct TextFields {
    private var rest: LogText

    init(_ line: LogText) {
        rest = line.trimmed
    }

    /// Whether nothing is left.
    var isAtEnd: Bool { rest.isEmpty }

    /// The next word, up to a space; `nil` at the end.
    mutating func word() -> LogText? {
        skipSpace()
        guard !rest.isEmpty else { return nil }
        let end = rest.firstIndex(of: 0x20) ?? rest.count
        defer { rest = rest.dropping(end + 1) }
        return LogText(address: rest.address, count: end)
    }

    /// The next text between `open` and `close`; `nil` when the next field is something else.
    mutating func enclosed(_ open: UInt8, _ close: UInt8) -> LogText? {
        skipSpace()
        let bytes = rest.bytes
        guard bytes.first == open else { return nil }
        let content = rest.dropping(1)
        guard let end = content.firstIndex(of: close) else { return nil }
        let text = LogText(address: content.address, count: end)
        if text.firstIndex(of: UInt8(ascii: "\\")) == nil {
            rest = content.dropping(end + 1)
            return text
        }
        var index = 1
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "\\") {
                index += 2
                continue
            }
            if bytes[index] == close {
                defer { rest = rest.dropping(index + 1) }
                return LogText(address: rest.address &+ 1, count: index - 1)
            }
            index += 1
        }
        return nil
    }

    private mutating func skipSpace() {
        while let first = rest.bytes.first, first == 0x20 || first == 0x09 { rest = rest.dropping(1) }
    }

    /// The next text in double quotes.
    mutating func quoted() -> LogText? { enclosed(UInt8(ascii: "\""), UInt8(ascii: "\"")) }

    /// The next text in brackets.
    mutating func bracketed() -> LogText? { enclosed(UInt8(ascii: "["), UInt8(ascii: "]")) }
}

extension LogText {
    /// A whole number without sign; `nil` for anything else and over 18 digits.
    var unsignedInteger: Int64? {
        guard count > 0, count <= 18 else { return nil }
        var value: Int64 = 0
        for byte in bytes {
            guard byte &- 48 < 10 else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        return value
    }

    /// Whether the text is one name: letters, digits, `_`, `.` and `-`, and nothing that prose has.
    var isIdentifier: Bool {
        count > 0
            && bytes.allSatisfy { byte in
                byte &- 48 < 10 || (byte | 0x20) &- 97 < 26 || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
                    || byte == UInt8(ascii: "-")
            }
    }

    /// The text, or nothing where a dash stands for nothing.
    var orNothing: LogText { self == "-" ? .empty : self }
}
