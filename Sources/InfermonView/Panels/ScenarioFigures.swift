import InfermonModel

/// The figures of one scenario as every panel shows them.
struct ScenarioFigures {
    let row: ScenarioSnapshot
    let hour: Rollup
    /// The sums that latency is taken from: the objective's window, five minutes without one.
    private let recent: Rollup

    init(_ row: ScenarioSnapshot) {
        self.row = row
        hour = row[.oneHour]
        recent = row[row.latencyObjective?.objective.window ?? .fiveMinutes]
    }

    var name: String { row.scenario.id.rawValue }

    private var quantile: Double {
        if case .latency(let quantile, _)? = row.latencyObjective?.objective.kind { return quantile }
        return 0.95
    }

    var requestsPerHour: Int64? { hour.requests > 0 || row[.month].requests > 0 ? hour.requests : nil }
    var goal: Double? { target { if case .throughput = $0 { true } else { false } } }
    var availability: Double? { availabilityResult?.value ?? hour.outcomes.availability }
    var availabilityResult: ObjectiveResult? {
        row.objectives.first { if case .availability = $0.objective.kind { true } else { false } }
    }
    var median: Double? { recent.latency.percentile(0.5)?.seconds }
    var latency: Double? { row.latencyObjective?.value ?? recent.latency.percentile(quantile)?.seconds }
    var latencyName: String { "p\(NumberFormat.fixed(quantile * 100, 0))" }
    var bound: Double? { row.latencyObjective?.target }
    var share: Double? { row.latencyObjective?.shareOfTarget }
    var firstToken: Double? { recent.timeToFirstToken.percentile(0.95)?.seconds }
    var tokensPerSecond: Double? { hour.outputTokensPerSecond }
    var ceiling: Double? { target { if case .costPerRequest = $0 { true } else { false } } }
    var budget: BudgetStatus { row.budget }

    /// The cost of a request with its word: `unpriced` where requests came and none has a price.
    var costPerRequest: String {
        let sums = hour.requests > 0 ? hour : row[.oneDay]
        guard sums.requests > 0 else { return NumberFormat.unknown }
        return sums.costPerRequest.map { MoneyFormat.perRequest($0) } ?? "unpriced"
    }

    var isOverCeiling: Bool {
        guard let ceiling, let cost = hour.costPerRequest else { return false }
        return cost.dollars > ceiling
    }

    private func target(_ matches: (Objective.Kind) -> Bool) -> Double? {
        row.objectives.first { matches($0.objective.kind) }?.target
    }

    /// How a value under a bound is painted.
    static func paint(share: Double?) -> Paint {
        guard let share else { return Paint(.value) }
        return Paint(share > 1 ? .critical : share > 0.9 ? .warning : .value)
    }

    /// How a budget's share is painted: by where the month leads, not by how far it has come.
    static func paint(_ budget: BudgetStatus) -> Paint {
        if let limit = budget.limit {
            if budget.spent > limit { return Paint(.critical) }
            if let estimate = budget.estimate, estimate > limit { return Paint(.warning) }
        }
        return Paint(.value)
    }
}

extension ScenarioSnapshot {
    /// Whether anything was promised that can be kept or broken.
    var hasGoal: Bool { !objectives.isEmpty || budget.limit != nil }

    /// The state in a word: that nothing is wrong with what promises nothing says nothing of how it does.
    var stateWord: String { isWithoutGoal ? "no goal" : state.word }

    /// The colour of the word.
    var stateRole: StyleRole { isWithoutGoal ? .dim : state.role }

    /// The word where there is little room.
    var shortStateWord: String { isWithoutGoal || state == .noData ? NumberFormat.unknown : state.word }

    private var isWithoutGoal: Bool { state == .ok && !hasGoal }
}

extension HealthState {
    /// The word on the screen.
    var word: String {
        switch self {
        case .ok: "OK"
        case .warning: "WARN"
        case .critical: "CRIT"
        case .noData: "no data"
        }
    }

    /// The colour of the word.
    var role: StyleRole {
        switch self {
        case .ok: .ok
        case .warning: .warning
        case .critical: .criticalBadge
        case .noData: .dim
        }
    }
}

extension Severity {
    /// The word on the screen.
    var word: String {
        switch self {
        case .notice: "NOTE"
        case .warning: "WARN"
        case .critical: "CRIT"
        }
    }

    /// The colour of the word.
    var role: StyleRole {
        switch self {
        case .notice: .notice
        case .warning: .warning
        case .critical: .criticalBadge
        }
    }
}
