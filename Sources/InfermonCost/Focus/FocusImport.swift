public import InfermonModel

/// A cost export in FOCUS 1.2 (the FinOps Foundation's common format), as AWS, Azure, Google Cloud and others write it.
///
/// Real files break the specification, its own samples included: a byte order mark, `"$10,000.00 "`, dates as `5/1/25`, no last
/// newline. All of these are read. Amounts in other currencies are kept apart and never converted.
public struct FocusImport: Hashable, Sendable {
    /// Which of FOCUS's costs is taken.
    public enum Cost: String, Hashable, Sendable {
        /// What the invoice sums to.
        case billed = "BilledCost"
        /// The same spread over what it pays for.
        case effective = "EffectiveCost"
    }

    /// Records in US dollars.
    public var records: [ProviderUsage] = []
    /// Sums by currency of what is not in US dollars.
    public var otherCurrencies: [String: Money] = [:]
    /// Rows read, without the header.
    public var rows = 0
    /// Whether the file has the columns of a FOCUS export.
    public private(set) var isExport = false
    /// What could not be read, as sentences with line numbers; at most ``noteLimit``.
    public var notes: [String] = []

    /// The most notes that are kept.
    public static let noteLimit = 20

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - cost: Which cost to take.
    ///   - now: The instant; buckets that are not over are provisional.
    public init(_ bytes: some Collection<UInt8>, cost: Cost = .billed, now: Timestamp) {
        let table = CSVReader.rows(bytes)
        guard let header = table.first else {
            notes = ["The file is empty: a FOCUS export begins with a line of column names."]
            return
        }
        var columns: [String: Int] = [:]
        for (index, name) in header.enumerated() { columns[Self.trimmed(name)] = index }
        let missing = [cost.rawValue, "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd"].filter {
            columns[$0] == nil
        }
        guard missing.isEmpty else {
            notes = ["The file has no column \(missing.joined(separator: ", ")): it is no FOCUS export."]
            return
        }
        isExport = true
        for (line, fields) in table.dropFirst().enumerated() {
            rows += 1
            read(FocusRow(columns: columns, fields: fields), cost: cost, line: line + 2, now: now)
        }
    }

    private mutating func read(_ row: FocusRow, cost: Cost, line: Int, now: Timestamp) {
        guard let amount = FocusRow.money(row[cost.rawValue]) else {
            note("Line \(line): \(cost.rawValue) is no number.")
            return
        }
        guard let start = FocusRow.date(row["ChargePeriodStart"]), let end = FocusRow.date(row["ChargePeriodEnd"]),
            start <= end
        else {
            note("Line \(line): the charge period is no pair of dates.")
            return
        }
        let currency = row["BillingCurrency"].uppercased()
        guard currency == "USD" else {
            otherCurrencies[currency.isEmpty ? "unnamed" : currency, default: .zero] += amount
            return
        }
        records.append(
            ProviderUsage(
                provider: ProviderName.canonical(row["ProviderName"]), start: start, end: end, model: nil,
                lineItem: row.first("ChargeDescription", "SkuMeter", "ServiceName"),
                project: row.first("SubAccountId"), tokens: row.tokens, billed: amount, isProvisional: end > now))
    }

    private mutating func note(_ text: String) {
        if notes.count < Self.noteLimit { notes.append(text) }
    }

    static func trimmed(_ text: String) -> String {
        String(text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
