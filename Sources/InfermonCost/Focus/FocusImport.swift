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

    /// How a file is read.
    public struct Options: Hashable, Sendable {
        /// Which cost to take.
        public var cost: Cost
        /// A part of the service's name or category, in any case; `nil` takes all.
        public var services: String?
        /// The tag whose value is the record's project; a row without it has its sub-account there.
        public var tag: String

        /// Creates options.
        public init(cost: Cost = .billed, services: String? = nil, tag: String = "scenario") {
            self.cost = cost
            self.services = services
            self.tag = tag
        }
    }

    /// Records in US dollars, in the order of the file.
    public var records: [ProviderUsage] = []
    /// Sums by currency of what is not in US dollars.
    public var otherCurrencies: [String: Money] {
        foreign.reduce(into: [:]) { $0[$1.currency, default: .zero] += $1.amount }
    }
    /// Rows read, without the header.
    public var rows = 0
    /// Rows that say nothing that can be counted; the sums are without them.
    public var unreadableRows = 0
    /// Rows of other services than those asked for.
    public var otherServices = 0
    /// Rows that change a charge of an earlier billing period (`ChargeClass` is `Correction`), which are in the sums.
    public var corrections: Int { correctionRecords.count }
    /// The sum of credits and other negative amounts, which are in the sums.
    public var credits: Money { records.compactMap(\.billed).filter { $0 < .zero }.reduce(.zero, +) }
    /// Whether the file has the columns of a FOCUS export.
    public private(set) var isExport = false
    /// Whether the file ends inside a row, as one does that is still being written.
    public var isCut = false
    /// What could not be read, as sentences with line numbers; at most ``noteLimit``.
    public var notes: [String] = []
    /// A row that is not in US dollars.
    struct Foreign: Hashable, Sendable {
        var currency: String
        var amount: Money
        /// The row without its amount.
        var record: ProviderUsage
        var fingerprint: UInt64
    }

    /// The rows that are not in US dollars.
    var foreign: [Foreign] = []
    /// The indices of records that are corrections.
    var correctionRecords: Set<Int> = []
    /// A number per record that equal rows share.
    var fingerprints: [UInt64] = []

    /// The most notes that are kept.
    public static let noteLimit = 20
    /// An amount beyond this is a broken file; sums of such would not fit.
    static let mostOfRow = Money(dollars: 1_000_000_000_000)
    /// How long after its end a charge can still change: exports lag by a day or two.
    static let settling = TimeSpan.days(2)

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - cost: Which cost to take.
    ///   - now: The instant; buckets that are not over are provisional.
    public init(_ bytes: some Collection<UInt8>, cost: Cost = .billed, now: Timestamp) {
        self.init(bytes, options: Options(cost: cost), now: now)
    }

    /// Reads a file.
    ///
    /// - Parameters:
    ///   - bytes: The file.
    ///   - options: What to take of it.
    ///   - now: The instant; charges that ended less than two days before it are provisional.
    /// - Complexity: O(n) in the length of the file.
    public init(_ bytes: some Collection<UInt8>, options: Options, now: Timestamp) {
        var reader = CSVReader(bytes)
        guard let header = reader.row() else {
            notes = ["The file is empty: a FOCUS export begins with a line of column names."]
            return
        }
        var columns: [String: Int] = [:]
        for (index, name) in header.enumerated() where columns[FocusRow.key(name)] == nil {
            columns[FocusRow.key(name)] = index
        }
        let missing = [options.cost.rawValue, "BillingCurrency", "ChargePeriodStart", "ChargePeriodEnd"].filter {
            columns[FocusRow.key($0)] == nil
        }
        guard missing.isEmpty else {
            notes = ["The file has no column \(missing.joined(separator: ", ")): it is no FOCUS export."]
            return
        }
        isExport = true
        while let fields = reader.row() {
            // Spreadsheets leave rows of commas behind.
            if !reader.isAtEnd, fields.allSatisfy({ Self.trimmed($0).isEmpty }) { continue }
            rows += 1
            guard fields.count >= header.count || !reader.isAtEnd else {
                isCut = true
                note("The file ends inside line \(reader.line): is it still being written?")
                break
            }
            read(FocusRow(columns: columns, fields: fields), options: options, line: reader.line, now: now)
        }
        if reader.isInsideQuotes, !isCut {
            isCut = true
            note("The file ends inside the quotes of line \(reader.line): is it still being written?")
        }
    }

    private mutating func read(_ row: FocusRow, options: Options, line: Int, now: Timestamp) {
        if let services = options.services?.lowercased() {
            let names = [row["ServiceName"], row["ServiceCategory"], row["ServiceSubcategory"]]
            guard names.contains(where: { $0.lowercased().contains(services) }) else {
                otherServices += 1
                return
            }
        }
        guard let amount = FocusRow.money(row[options.cost.rawValue]) else {
            return refuse("Line \(line): \(options.cost.rawValue) is no number.")
        }
        guard amount <= Self.mostOfRow, Money.zero - amount <= Self.mostOfRow else {
            return refuse("Line \(line): \(options.cost.rawValue) is more than anybody pays.")
        }
        guard let start = FocusRow.date(row["ChargePeriodStart"]), var end = FocusRow.date(row["ChargePeriodEnd"]),
            start <= end
        else { return refuse("Line \(line): the charge period is no pair of dates.") }
        let project = FocusTags.value(options.tag, in: row["Tags"]) ?? row.first("SubAccountId")
        let currency = row["BillingCurrency"].uppercased()
        guard currency == "USD" else {
            foreign.append(
                Foreign(
                    currency: currency.isEmpty ? "unnamed" : String(currency.prefix(12)), amount: amount,
                    record: ProviderUsage(provider: row.provider, start: start, end: end, project: project),
                    fingerprint: row.fingerprint))
            return
        }
        if row["ChargeClass"].lowercased() == "correction" { correctionRecords.insert(records.count) }
        // A purchase for a year is on one invoice: what is billed belongs to that period, what is effective to the year.
        if options.cost == .billed, let close = FocusRow.date(row["BillingPeriodEnd"]), close > start {
            end = min(end, close)
        }
        fingerprints.append(row.fingerprint)
        records.append(
            ProviderUsage(
                provider: row.provider, start: start, end: end,
                model: row.first("x_Model"),
                lineItem: row.first("ChargeDescription", "SkuMeter", "ServiceName"),
                project: project, tokens: row.tokens, billed: amount, isProvisional: end + Self.settling > now))
    }

    private mutating func refuse(_ text: String) {
        unreadableRows += 1
        note(text)
    }

    private mutating func note(_ text: String) {
        if notes.count < Self.noteLimit { notes.append(text) }
    }

    static func trimmed(_ text: String) -> String {
        var text = text.drop(while: \.isWhitespace)
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
