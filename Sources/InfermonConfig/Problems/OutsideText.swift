/// Text from a file, made fit for a message: no control characters, no secrets, not long.
enum OutsideText {
    /// `text` in quotation marks, or a remark in its place when it looks like a secret.
    static func quoted(_ text: String) -> String {
        SecretShape.isLikely(text) ? "a value that looks like a secret (not shown)" : "\"\(cleaned(text, limit: 60))\""
    }

    /// `text` with everything but letters, digits and printable ASCII escaped, cut to `limit` characters.
    static func cleaned(_ text: String, limit: Int) -> String {
        var result = ""
        var count = 0
        for scalar in text.unicodeScalars {
            guard count < limit else { return result + "..." }
            count += 1
            let isPrintableASCII = scalar.value >= 0x20 && scalar.value < 0x7f
            let isLetter =
                scalar.value >= 0xa0 && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            if isPrintableASCII || isLetter {
                result.unicodeScalars.append(scalar)
            } else {
                result += "\\u{\(String(scalar.value, radix: 16))}"
            }
        }
        return result
    }
}
