public import InfermonModel

/// Several FOCUS exports as one bill: parts of one export are added up, copies and newer exports of the same days count once.
public struct FocusFiles: Hashable, Sendable {
    /// One file.
    public struct File: Hashable, Sendable {
        /// Its name for messages.
        public var name: String
        /// When it was last written.
        public var modified: Timestamp
        /// What is in it.
        public var content: FocusImport

        /// Creates a file.
        public init(name: String, modified: Timestamp, content: FocusImport) {
            self.name = name
            self.modified = modified
            self.content = content
        }
    }

    /// The records, rows of the same period, provider, model, item and project summed; oldest first.
    public private(set) var records: [ProviderUsage] = []
    /// Sums by currency of what is not in US dollars.
    public private(set) var otherCurrencies: [String: Money] = [:]
    /// Rows that could not be read; the sums are without them.
    public private(set) var unreadableRows = 0
    /// What is to be known about the sums, as sentences.
    public private(set) var notes: [String] = []

    /// Puts files together.
    ///
    /// Where newer files hold at least half of the rows that a file has of their days, by provider and account, it is an earlier
    /// export of those days and what it says of them is left out; its other days stay. Elsewhere rows that files share count once.
    ///
    /// - Parameters:
    ///   - files: The files, in any order.
    ///   - askedDirectly: Providers whose own APIs are asked: their rows are left out, for they would be billed twice.
    /// - Complexity: O(n log n) in the number of rows.
    public init(_ files: [File], askedDirectly: Set<String> = []) {
        var seen: [UInt64: Int] = [:]
        var newer: Set<AccountDay> = []
        var sums: [ProviderUsage: ProviderUsage] = [:]
        var corrections = 0
        var credits = Money.zero
        var otherServices = 0
        var direct: [String: Money] = [:]
        let directNames = Set(askedDirectly.map(ProviderName.canonical))
        for file in files.sorted(by: { ($0.modified, $0.name) > ($1.modified, $1.name) }) {
            let content = file.content
            var own: [UInt64: Int] = [:]
            let rows = content.records + content.foreign.map(\.record)
            var shared = (content.fingerprints + content.foreign.map(\.fingerprint)).map { print -> Bool in
                own[print, default: 0] += 1
                return own[print, default: 0] <= seen[print, default: 0]
            }
            let restated = rows.map { newer.contains(AccountDay($0)) }
            let restatedCount = restated.count(where: \.self)
            let known = zip(restated, shared).count { $0 && $1 }
            if known > 0, known * 2 >= restatedCount {
                shared = zip(restated, shared).map { $0 || $1 }
                notes.append(
                    restatedCount == shared.count
                        ? "\(file.name) is left out: a newer file holds the same days."
                        : "\(restatedCount) rows of \(file.name) are left out: a newer file holds their days.")
            } else if known > 0 {
                notes.append("\(known) rows of \(file.name) are also in a newer file and count once.")
            }
            for (print, count) in own { seen[print] = max(seen[print, default: 0], count) }
            newer.formUnion(rows.lazy.map(AccountDay.init))
            if !shared.isEmpty, shared.allSatisfy(\.self) { continue }
            for (index, record) in content.records.enumerated() where !shared[index] {
                if let amount = record.billed, amount < .zero { credits += amount }
                if content.correctionRecords.contains(index) { corrections += 1 }
                if directNames.contains(record.provider) {
                    direct[record.provider, default: .zero] += record.billed ?? .zero
                } else {
                    Self.add(record, to: &sums)
                }
            }
            for (row, isShared) in zip(content.foreign, shared.dropFirst(content.records.count)) where !isShared {
                otherCurrencies[row.currency, default: .zero] += row.amount
            }
            unreadableRows += content.unreadableRows
            otherServices += content.otherServices
            notes += content.notes.map { files.count > 1 ? "\(file.name): \($0)" : $0 }
        }
        records = sums.values.sorted { Self.order($0) < Self.order($1) }
        for (name, amount) in direct.sorted(by: { $0.key < $1.key }) {
            notes.append("\(amount.decimal) dollars of \(name) are left out: its own API is asked.")
        }
        for (currency, amount) in otherCurrencies.sorted(by: { $0.key < $1.key }) {
            notes.append("\(amount.decimal) \(currency) are left out: infermon counts US dollars only.")
        }
        if corrections > 0 { notes.append("\(corrections) rows correct charges of earlier periods.") }
        if credits < .zero { notes.append("Credits of \(credits.decimal) dollars are in the sum.") }
        if otherServices > 0 { notes.append("\(otherServices) rows of other services are left out.") }
    }

    private struct AccountDay: Hashable {
        let provider: String
        let project: String?
        let day: Timestamp

        init(_ record: ProviderUsage) {
            provider = record.provider
            project = record.project
            day = record.start.floored(to: .days(1))
        }
    }

    private static func add(_ record: ProviderUsage, to sums: inout [ProviderUsage: ProviderUsage]) {
        var group = record
        group.tokens = nil
        group.billed = nil
        var sum = sums[group] ?? group
        if let tokens = record.tokens {
            var total = sum.tokens ?? .zero
            total += tokens
            sum.tokens = total
        }
        if let billed = record.billed { sum.billed = (sum.billed ?? .zero) + billed }
        sums[group] = sum
    }

    private struct Order: Comparable {
        let start: Timestamp
        let texts: [String]

        static func < (left: Order, right: Order) -> Bool {
            left.start != right.start ? left.start < right.start : left.texts.lexicographicallyPrecedes(right.texts)
        }
    }

    private static func order(_ record: ProviderUsage) -> Order {
        Order(
            start: record.start,
            texts: [
                record.provider, record.model ?? "", record.lineItem ?? "", record.project ?? "", record.end.rfc3339,
            ])
    }
}
