/// Reads comma-separated values as in RFC 4180: quotes, doubled quotes, any line end, a byte order mark, no last newline.
enum CSVReader {
    /// The rows with their fields; empty lines are left out.
    static func rows(_ bytes: some Collection<UInt8>) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuote = false
        func endField() {
            row.append(String(decoding: field, as: UTF8.self))
            field = []
        }
        func endRow() {
            endField()
            if row.count > 1 || row[0].isEmpty == false { rows.append(row) }
            row = []
        }
        let content = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes.dropFirst(0)
        for byte in content {
            if isQuoted {
                if wasQuote {
                    wasQuote = false
                    if byte == UInt8(ascii: "\"") {
                        field.append(byte)
                        continue
                    }
                    isQuoted = false
                } else if byte == UInt8(ascii: "\"") {
                    wasQuote = true
                    continue
                } else {
                    field.append(byte)
                    continue
                }
            }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: ","): endField()
            case UInt8(ascii: "\n"): endRow()
            case UInt8(ascii: "\r"): break
            default: field.append(byte)
            }
        }
        if !field.isEmpty || !row.isEmpty { endRow() }
        return rows
    }

    /// A field as it is written: quoted where it has to be.
    static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
