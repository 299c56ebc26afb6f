import InfermonModel

/// One line of a FOCUS export by column name.
struct FocusRow {
    let columns: [String: Int]
    let fields: [String]

    /// The field without spaces around it; empty when there is none.
    subscript(name: String) -> String {
        guard let index = columns[Self.key(name)], fields.indices.contains(index) else { return "" }
        let text = FocusImport.trimmed(fields[index])
        return text.lowercased() == "null" ? "" : text
    }

    /// A column's name as it is looked up: exports also write `billed_cost`.
    static func key(_ name: String) -> String {
        String(decoding: FocusImport.trimmed(name).lowercased().utf8.filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
    }

    /// A number that rows with the same fields share (FNV-1a, 64 bits).
    var fingerprint: UInt64 {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for field in fields {
            for byte in field.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
            hash = (hash ^ 0xFF) &* 0x100_0000_01B3
        }
        return hash
    }

    /// The first of these columns that holds something.
    func first(_ names: String...) -> String? { names.lazy.map { self[$0] }.first { !$0.isEmpty } }

    /// Who charges, by the name that logs have for it.
    var provider: String {
        let name = first("ProviderName", "ServiceProviderName", "InvoiceIssuerName", "PublisherName") ?? "unknown"
        switch name.lowercased() {
        case "amazon web services", "amazon": return "bedrock"
        case "microsoft", "microsoft azure": return "azure"
        case "google cloud", "google cloud platform", "gcp": return "vertex_ai"
        default: return ProviderName.canonical(name)
        }
    }

    /// Tokens, where the line counts them and its meter says of which kind.
    var tokens: TokenUsage? {
        let unit = self["ConsumedUnit"].lowercased()
        guard unit.contains("token"), let number = DecimalDigits(Array(self["ConsumedQuantity"].utf8)),
            let units = number.scaled(byPowerOfTen: 0)
        else { return nil }
        let scale: Int128 = unit.hasPrefix("1000") || unit.hasPrefix("1k") ? 1_000 : 1
        let (product, isTooGreat) = units.multipliedReportingOverflow(by: scale)
        guard !isTooGreat, let count = Int64(exactly: product) else { return nil }
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
        // Spreadsheets write nothing as "$-".
        if bytes == [UInt8(ascii: "-")], text.contains("$") { return .zero }
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
