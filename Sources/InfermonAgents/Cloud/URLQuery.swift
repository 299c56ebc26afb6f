/// The query of a URL under construction.
struct URLQuery {
    private var text = ""

    /// Adds a name and its value, both percent-encoded but for the characters that RFC 3986 calls unreserved.
    mutating func add(_ name: String, _ value: String) {
        text += (text.isEmpty ? "?" : "&") + Self.encoded(name) + "=" + Self.encoded(value)
    }

    /// The query with its question mark; empty without names.
    var description: String { text }

    /// `text` with everything but letters, digits and `-._~` percent-encoded.
    static func encoded(_ text: String) -> String {
        var result = ""
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                result += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return result
    }
}
