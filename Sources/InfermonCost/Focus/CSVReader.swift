/// Reads comma-separated values as in RFC 4180, row by row: quotes, doubled quotes, any line end, a byte order mark, no last newline.
struct CSVReader<Bytes: Collection<UInt8>> {
    private var rest: Bytes.SubSequence
    private var nextLine = 1
    /// The line of the file on which the row last read begins, 1 for the first.
    private(set) var line = 1
    /// Whether the row last read ended with the file rather than with a line end of its own.
    private(set) var isAtEnd = false
    /// Whether the file ended inside quotes.
    private(set) var isInsideQuotes = false

    init(_ bytes: Bytes) {
        rest = bytes[...]
        if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    }

    /// The fields of the next row that is not empty; `nil` at the end.
    mutating func row() -> [String]? {
        while !rest.isEmpty {
            let fields = anyRow()
            if fields.count > 1 || fields[0].isEmpty == false { return fields }
        }
        return nil
    }

    private mutating func anyRow() -> [String] {
        line = nextLine
        isAtEnd = true
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var wasQuote = false
        var index = rest.startIndex
        scan: while index < rest.endIndex {
            let byte = rest[index]
            index = rest.index(after: index)
            if byte == UInt8(ascii: "\n") { nextLine += 1 }
            if isQuoted {
                let isQuote = byte == UInt8(ascii: "\"")
                switch (wasQuote, isQuote) {
                case (false, true):
                    wasQuote = true
                    continue
                case (false, false), (true, true):
                    wasQuote = false
                    field.append(byte)
                    continue
                case (true, false):
                    wasQuote = false
                    isQuoted = false
                }
            }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty: isQuoted = true
            case UInt8(ascii: ","):
                row.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
            case UInt8(ascii: "\n"):
                isAtEnd = false
                break scan
            case UInt8(ascii: "\r"): break
            default: field.append(byte)
            }
        }
        rest = rest[index...]
        isInsideQuotes = isQuoted && !wasQuote
        row.append(String(decoding: field, as: UTF8.self))
        return row
    }
}

/// Writes comma-separated values.
enum CSVWriter {
    /// A field as it is written: quoted where it has to be.
    static func field(_ text: String) -> String {
        guard text.utf8.contains(where: { [34, 44, 10, 13].contains($0) }) else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
