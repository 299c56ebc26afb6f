public import InfermonModel

/// The lines of cost exports, added up by charge period, provider, account and description: exports repeat them by the thousand.
public struct FocusBuckets: Sendable {
    private struct Key: Hashable {
        var provider: String
        var start: Timestamp
        var end: Timestamp
        var lineItem: String?
        var project: String?
    }

    private let account: String
    private var sums: [Key: ProviderUsage] = [:]

    /// Creates empty buckets.
    ///
    /// - Parameter account: The name of the source.
    public init(account: String) {
        self.account = account
    }

    /// Adds records.
    public mutating func add(_ records: [ProviderUsage]) {
        for record in records {
            let key = Key(
                provider: record.provider, start: record.start, end: record.end, lineItem: record.lineItem,
                project: record.project)
            guard var sum = sums[key] else {
                sums[key] = record
                sums[key]?.account = account
                continue
            }
            sum.billed = (sum.billed ?? .zero) + (record.billed ?? .zero)
            if let tokens = record.tokens {
                var all = sum.tokens ?? .zero
                all += tokens
                sum.tokens = all
            }
            sum.isProvisional = sum.isProvisional || record.isProvisional
            sums[key] = sum
        }
    }

    /// The sums, oldest first.
    public var records: [ProviderUsage] {
        sums.values.sorted {
            ($0.start, $0.end, $0.provider, $0.project ?? "", $0.lineItem ?? "")
                < ($1.start, $1.end, $1.provider, $1.project ?? "", $1.lineItem ?? "")
        }
    }

    /// What was billed in a month.
    public func billed(in month: BillingMonth) -> Money {
        sums.values.reduce(into: Money.zero) { sum, record in
            if record.start >= month.start, record.start < month.end { sum += record.billed ?? .zero }
        }
    }

    /// The end of the newest charge period of a month; `nil` without any.
    public func end(in month: BillingMonth) -> Timestamp? {
        sums.values.filter { $0.start >= month.start && $0.start < month.end }.map(\.end).max()
    }
}
