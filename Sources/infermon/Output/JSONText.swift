/// A JSON document that keeps the order of its keys and the digits of its numbers.
///
/// `JSONEncoder` can promise neither, and money printed here must never pass through a binary fraction.
indirect enum JSONText {
    case null
    case bool(Bool)
    /// A number as it is to be printed.
    case number(String)
    case string(String)
    case array([JSONText])
    case object([(String, JSONText)])

    static func integer(_ value: some BinaryInteger) -> JSONText { .number(String(value)) }

    /// A measured number to six decimals; `null` when it was not measured or is not finite.
    static func double(_ value: Double?) -> JSONText {
        guard let value, value.isFinite else { return .null }
        let rounded = (value * 1e6).rounded() / 1e6
        if rounded == rounded.rounded(), abs(rounded) < 1e15 { return .number(String(Int64(rounded))) }
        return .number("\(rounded)")
    }

    static func optional(_ value: String?) -> JSONText { value.map(JSONText.string) ?? .null }

    /// The document on one line, ASCII only: what came from outside cannot reach a terminal as control bytes.
    var text: String {
        var output = ""
        write(into: &output)
        return output
    }

    private func write(into output: inout String) {
        switch self {
        case .null: output += "null"
        case .bool(let value): output += value ? "true" : "false"
        case .number(let digits): output += digits
        case .string(let value): Self.quote(value, into: &output)
        case .array(let elements):
            output += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { output += "," }
                element.write(into: &output)
            }
            output += "]"
        case .object(let members):
            output += "{"
            for (index, member) in members.enumerated() {
                if index > 0 { output += "," }
                Self.quote(member.0, into: &output)
                output += ":"
                member.1.write(into: &output)
            }
            output += "}"
        }
    }

    private static func quote(_ text: String, into output: inout String) {
        output += "\""
        for unit in text.utf16 {
            switch unit {
            case 0x22: output += "\\\""
            case 0x5C: output += "\\\\"
            case 0x0A: output += "\\n"
            case 0x09: output += "\\t"
            case 0x20...0x7E: output.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            case let unit:
                let digits = String(unit, radix: 16)
                output += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
            }
        }
        output += "\""
    }
}
