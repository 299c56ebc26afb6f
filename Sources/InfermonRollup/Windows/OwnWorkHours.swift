import InfermonModel

/// Tokens of requests that own hardware served, by UTC hour and scenario: what its cost is shared by.
struct OwnWorkHours: Sendable {
    private let models: [PatternMatcher]
    private var known: [String: Bool] = [:]
    private(set) var hours: [Timestamp: [ScenarioID: TokenUsage]] = [:]

    /// Creates hours without work.
    ///
    /// - Parameter models: Patterns with `*` and `?` of the models that own hardware serves.
    init(models: [String]) {
        self.models = models.map { PatternMatcher(.glob($0), regex: { _ in nil }) }
    }

    mutating func add(_ row: RollupRow, scenario: ScenarioID) {
        guard !models.isEmpty, isOwn(row.series.model) else { return }
        hours[row.start.floored(to: .hours(1)), default: [:]][scenario, default: .zero] += row.rollup.tokens
    }

    mutating func expire(before instant: Timestamp) {
        if hours.keys.contains(where: { $0 < instant }) { hours = hours.filter { $0.key >= instant } }
    }

    private mutating func isOwn(_ model: String) -> Bool {
        if let answer = known[model] { return answer }
        if known.count > 10_000 { known = [:] }
        var name = model
        let answer = name.withUTF8 { bytes in models.contains { $0.matches(LogText(bytes)) } }
        known[model] = answer
        return answer
    }
}
