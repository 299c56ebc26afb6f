import InfermonModel

/// Reads FOCUS's `Tags`: a JSON object of texts, which some exports write without its braces.
enum FocusTags {
    /// The tag's value; `nil` when the tag is missing, null, or the text is no map.
    ///
    /// - Complexity: O(n) in the length of the text.
    static func value(_ name: String, in text: String) -> String? {
        var reader = Reader(bytes: text.utf8[...])
        reader.skip("{")
        while let key = reader.string() {
            guard reader.skip(":") else { return nil }
            let value: String?
            if reader.isString {
                guard let text = reader.string() else { return nil }
                value = text
            } else {
                value = reader.bare()
            }
            if key == name { return value.flatMap { $0.isEmpty || $0 == "null" ? nil : $0 } }
            guard reader.skip(",") else { return nil }
        }
        return nil
    }

    private struct Reader {
        var bytes: Substring.UTF8View

        var isString: Bool { bytes.first == UInt8(ascii: "\"") }

        /// Skips blanks, and then the character with the blanks after it where it is next.
        @discardableResult
        mutating func skip(_ character: Unicode.Scalar) -> Bool {
            bytes = bytes.drop { $0 <= 32 }
            guard bytes.first == UInt8(ascii: character) else { return false }
            bytes = bytes.dropFirst().drop { $0 <= 32 }
            return true
        }

        /// A number, `true`, `false` or `null` as it is written.
        mutating func bare() -> String {
            let word = bytes.prefix { $0 > 32 && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: "}") }
            bytes = bytes.dropFirst(word.count)
            return String(decoding: word, as: UTF8.self)
        }

        mutating func string() -> String? {
            guard isString else { return nil }
            bytes = bytes.dropFirst()
            var units: [UInt16] = []
            var plain: [UInt8] = []
            func flushed() -> [UInt16] { Array(String(decoding: plain, as: UTF8.self).utf16) }
            while let byte = bytes.popFirst() {
                switch byte {
                case UInt8(ascii: "\""): return String(decoding: units + flushed(), as: UTF16.self)
                case UInt8(ascii: "\\"):
                    guard let escape = bytes.popFirst() else { return nil }
                    units += flushed()
                    plain = []
                    switch escape {
                    case UInt8(ascii: "n"): units.append(10)
                    case UInt8(ascii: "t"): units.append(9)
                    case UInt8(ascii: "r"): units.append(13)
                    case UInt8(ascii: "b"): units.append(8)
                    case UInt8(ascii: "f"): units.append(12)
                    case UInt8(ascii: "u"):
                        let digits = bytes.prefix(4)
                        guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
                        else { return nil }
                        units.append(unit)
                        bytes = bytes.dropFirst(4)
                    default: units.append(UInt16(escape))
                    }
                default: plain.append(byte)
                }
            }
            return nil
        }
    }
}
