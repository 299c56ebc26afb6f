import InfermonModel

/// Spend by hour and provider on the best basis: what a provider's budget is forecast from.
struct ProviderSpendHours: Sendable {
    private var amounts: [String: [Timestamp: Money]] = [:]

    /// Providers at most: logs may name any number of them.
    private static let limit = 200

    mutating func add(_ row: RollupRow) {
        guard row.rollup.bestCost != .zero else { return }
        let provider = row.series.provider
        guard amounts[provider] != nil || amounts.count < Self.limit else { return }
        amounts[provider, default: [:]][row.start.floored(to: .hours(1)), default: .zero] += row.rollup.bestCost
    }

    mutating func expire(before instant: Timestamp) {
        for provider in amounts.keys where amounts[provider]?.keys.contains(where: { $0 < instant }) == true {
            amounts[provider] = amounts[provider]?.filter { $0.key >= instant }
        }
        if amounts.values.contains(where: \.isEmpty) { amounts = amounts.filter { !$0.value.isEmpty } }
    }

    /// Spend by the hour at the providers whose name `isWanted` takes, from the first hour known to the one of `now`.
    func spendByHour(now: Timestamp, _ isWanted: (String) -> Bool) -> (start: Timestamp, amounts: [Money]) {
        var sums: [Timestamp: Money] = [:]
        for (provider, hours) in amounts where isWanted(provider) { sums.merge(hours, uniquingKeysWith: +) }
        let current = now.floored(to: .hours(1))
        guard let first = sums.keys.min(), first <= current else { return (current, []) }
        let count = (current - first).microseconds / TimeSpan.hours(1).microseconds + 1
        return (first, (0..<count).map { sums[first + .hours($0)] ?? .zero })
    }
}
