/// Text from a driver or another process, made fit for a screen.
enum PlainText {
    /// The text without control, format and unassigned characters, runs of blanks as one, cut at `limit` characters; `nil` when
    /// nothing is left.
    static func cleaned(_ bytes: some Sequence<UInt8>, limit: Int = 96) -> String? {
        var text = String.UnicodeScalarView()
        var endsInBlank = true
        for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars where text.count < limit {
            switch scalar.properties.generalCategory {
            case .control, .format, .surrogate, .privateUse, .unassigned: continue
            case .spaceSeparator, .lineSeparator, .paragraphSeparator:
                if !endsInBlank { text.append(" ") }
                endsInBlank = true
            default:
                text.append(scalar)
                endsInBlank = false
            }
        }
        if text.last == " " { text.removeLast() }
        return text.isEmpty ? nil : String(text)
    }
}
