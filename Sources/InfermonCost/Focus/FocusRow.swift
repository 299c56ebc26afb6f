import InfermonModel

/// One line of a FOCUS export by column name.
struct FocusRow {
    let columns: [String: Int]
    let fields: [String]

    /// The field without spaces around it; empty when there is none.
    subscript(name: String) -> String {
        guard let index = columns[name], fields.indices.contains(index) else { return "" }
        let text = FocusImport.trimmed(fields[index])
        return text.lowercased() == "null" ? "" : text
    }

    /// The first of these columns that holds something.
    func first(_ names: String...) -> String? { names.lazy.map { self[$0] }.first { !$0.isEmpty } }

    /// Tokens, where the line counts them and its meter says of which kind.
    var tokens: TokenUsage? {
        let unit = self["ConsumedUnit"].lowercased()
        guard unit.contains("token"), let number = DecimalDigits(Array(self["ConsumedQuantity"].utf8)),
            let units = number.scaled(byPowerOfTen: 0)
        else { return nil }
        let scale: Int128 = unit.hasPrefix("1000") || unit.hasPrefix("1k") ? 1_000 : 1
        guard let count = Int64(exactly: units * scale) else { return nil }
        let meter = (self["SkuMeter"] + " " + self["ChargeDescription"]).lowercased()
        if meter.contains("output") || meter.contains("completion") { return TokenUsage(output: count) }
        if meter.contains("cache") {
            return meter.contains("write") ? TokenUsage(cacheWrite5m: count) : TokenUsage(cacheRead: count)
        }
        return meter.contains("input") || meter.contains("prompt") ? TokenUsage(uncachedInput: count) : nil
    }

    /// Reads `1234.5`, `1.2E-05`, `$10,000.00`, `-$5`, `(5.00)`.
    static func money(_ text: String) -> Money? {
        var bytes = text.utf8.filter { $0 != UInt8(ascii: "$") && $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: " ") }
        if bytes.first == UInt8(ascii: "("), bytes.last == UInt8(ascii: ")") {
            bytes = [UInt8(ascii: "-")] + bytes.dropFirst().dropLast()
        }
        return Money(decimal: bytes)
    }

    /// Reads `2025-05-01T00:00:00Z`, `2025-05-01 00:00:00`, `2025-05-01` and `5/1/25`, all in UTC.
    static func date(_ text: String) -> Timestamp? {
        let numbers = text.split { !$0.isASCII || !$0.isNumber }.prefix(6).map { Int($0) ?? -1 }
        guard numbers.count >= 3, numbers.allSatisfy({ $0 >= 0 && $0 < 10_000 }) else { return nil }
        let isAmerican = text.contains("/")
        var year = isAmerican ? numbers[2] : numbers[0]
        let month = isAmerican ? numbers[0] : numbers[1]
        let day = isAmerican ? numbers[1] : numbers[2]
        if year < 100 { year += 2_000 }
        let time = numbers.dropFirst(3) + [0, 0, 0]
        let (hour, minute, second) = (time[3], time[4], time[5])
        guard (1_970...9_999).contains(year), (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60,
            second < 61
        else { return nil }
        let civil = CivilDateTime(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
        return Timestamp(seconds: civil.secondsSince1970)
    }
}
