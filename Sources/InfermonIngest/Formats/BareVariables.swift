import InfermonRollup

/// Quotes what an operator's log format writes without quotes and is no JSON: nginx puts nothing or a dash where there was no
/// upstream, and a list where there were several (`0.002, 0.293`, and ` : ` between groups).
///
/// Only for lines that cannot be read otherwise: among them are just the retried and the refused requests.
enum BareVariables {
    /// The line with such values as strings.
    ///
    /// - Parameter line: The text of one object.
    /// - Returns: `nil` when there is nothing to quote.
    static func quoted(_ line: LogText) -> [UInt8]? {
        let bytes = line.bytes
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + 32)
        var isInString = false
        var hasChanged = false
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            result.append(byte)
            index += 1
            if byte == UInt8(ascii: "\\"), isInString, index < bytes.count {
                result.append(bytes[index])
                index += 1
            } else if byte == UInt8(ascii: "\"") {
                isInString.toggle()
            } else if byte == UInt8(ascii: ":"), !isInString {
                while index < bytes.count, bytes[index] == UInt8(ascii: " ") { index += 1 }
                let end = endOfList(bytes, from: index)
                let value = bytes[index..<end]
                // Passed over either way: each byte is looked at once.
                index = end
                let isWhole = end == bytes.count || bytes[end] == UInt8(ascii: "}") || bytes[end] == UInt8(ascii: ",")
                guard isWhole, value.contains(where: isSeparator) || !value.contains(where: isDigit) else {
                    result += value
                    continue
                }
                result += [UInt8(ascii: "\"")] + value + [UInt8(ascii: "\"")]
                hasChanged = true
            }
        }
        return hasChanged ? result : nil
    }

    /// The end of digits and what stands between them, at the latest the comma in front of the next key.
    private static func endOfList(_ bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        var index = start
        while index < bytes.count, isOfList(bytes[index]) {
            if bytes[index] == UInt8(ascii: ",") {
                var next = index + 1
                while next < bytes.count, bytes[next] == UInt8(ascii: " ") { next += 1 }
                if next >= bytes.count || bytes[next] == UInt8(ascii: "\"") { return index }
                index = next
            } else {
                index += 1
            }
        }
        return index
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: ",") || byte == UInt8(ascii: ":") }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

    private static func isOfList(_ byte: UInt8) -> Bool {
        isSeparator(byte) || isDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: " ")
    }
}
