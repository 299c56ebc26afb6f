import InfermonModel

/// Spend by hour of the providers that have a budget, on the best basis: what it is forecast from.
struct ProviderSpendHours: Sendable {
    private let provider: @Sendable (String) -> String?
    private var known: [String: String?] = [:]
    private var amounts: [String: [Timestamp: Money]] = [:]

    /// Creates hours without spend.
    ///
    /// - Parameter provider: The budgeted provider that a log's name means; `nil` for all others.
    init(provider: @escaping @Sendable (String) -> String?) {
        self.provider = provider
    }

    mutating func add(_ row: RollupRow) {
        guard row.rollup.bestCost != .zero, let provider = name(row.series.provider) else { return }
        amounts[provider, default: [:]][row.start.floored(to: .hours(1)), default: .zero] += row.rollup.bestCost
    }

    private mutating func name(_ logged: String) -> String? {
        if let name = known[logged] { return name }
        // Logs may name any number of them.
        if known.count > 1_000 { known = [:] }
        let name = provider(logged)
        known[logged] = .some(name)
        return name
    }

    mutating func expire(before instant: Timestamp) {
        for provider in amounts.keys where amounts[provider]?.keys.contains(where: { $0 < instant }) == true {
            amounts[provider] = amounts[provider]?.filter { $0.key >= instant }
        }
        if amounts.values.contains(where: \.isEmpty) { amounts = amounts.filter { !$0.value.isEmpty } }
    }

    /// Spend by the hour at a provider, from the first hour known to the one of `now`.
    func spendByHour(of provider: String, now: Timestamp) -> (start: Timestamp, amounts: [Money]) {
        let hours = amounts[provider] ?? [:]
        let current = now.floored(to: .hours(1))
        guard let first = hours.keys.min(), first <= current else { return (current, []) }
        let count = (current - first).microseconds / TimeSpan.hours(1).microseconds + 1
        return (first, (0..<count).map { hours[first + .hours($0)] ?? .zero })
    }
}
