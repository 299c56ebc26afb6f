/// A header line of a request or an answer.
public struct HTTPHeader: Hashable, Sendable {
    /// The name as written; names are compared without regard to case.
    public var name: String
    /// The value without the spaces around it.
    public var value: String

    /// Creates a header.
    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }

    /// Whether name and value can be sent: a line break in either would start another header.
    var isSendable: Bool {
        !name.isEmpty && (name + value).utf8.allSatisfy { $0 >= 32 && $0 != 127 }
    }

    /// Reads the lines of a response's head; the status line and what is no header are left out.
    static func headers(inHead head: some Collection<UInt8>) -> [HTTPHeader] {
        head.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            let name = String(decoding: line[..<colon], as: UTF8.self).trimmingBlanks()
            guard !name.isEmpty, !name.contains(" ") else { return nil }
            let value = String(decoding: line[line.index(after: colon)...], as: UTF8.self).trimmingBlanks()
            return HTTPHeader(name, value)
        }
    }
}

extension StringProtocol {
    /// The text without blanks and control characters of ASCII at its ends.
    func trimmingBlanks() -> String {
        let bytes = Array(utf8)
        guard let first = bytes.firstIndex(where: { $0 > 32 }), let last = bytes.lastIndex(where: { $0 > 32 }) else {
            return ""
        }
        return String(decoding: bytes[first...last], as: UTF8.self)
    }
}
