/// JSON that is laid out over several lines, such as a payload that a gateway wrote with indentation.
enum SpreadJSON {
    /// The most bytes gathered; what follows is read line by line.
    static let sizeLimit = 16 << 20

    /// Whether the first line with anything on it only opens an object or an array, and a key or a value follows.
    static func begins(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var rest = bytes
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
        rest = rest.drop(while: isSpace)
        guard let opening = rest.popFirst(), opening == UInt8(ascii: "{") || opening == UInt8(ascii: "[") else {
            return false
        }
        let gap = rest.prefix(while: isSpace)
        guard gap.contains(0x0A), let next = rest.dropFirst(gap.count).first else { return false }
        return [UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "[")].contains(next)
    }

    /// Puts each outermost object or array on one line: a newline inside of it becomes a space.
    ///
    /// A newline inside of a string is no JSON; there the line is given up, so that what follows is read.
    static func gather(_ text: inout [UInt8]) {
        var depth = 0
        var isInString = false
        var isEscaped = false
        for index in text.indices {
            let byte = text[index]
            if byte == 0x0A {
                if isInString {
                    depth = 0
                    isInString = false
                }
                if depth > 0 { text[index] = 0x20 }
                isEscaped = false
            } else if isEscaped {
                isEscaped = false
            } else if isInString {
                if byte == UInt8(ascii: "\\") { isEscaped = true }
                if byte == UInt8(ascii: "\"") { isInString = false }
            } else if byte == UInt8(ascii: "\"") {
                isInString = true
            } else if byte == UInt8(ascii: "{") || byte == UInt8(ascii: "[") {
                depth += 1
            } else if byte == UInt8(ascii: "}") || byte == UInt8(ascii: "]") {
                depth = max(0, depth - 1)
            }
        }
    }

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}
