import InfermonModel

/// The scenarios that are shown, in the order that was asked for.
enum ScenarioRows {
    /// All but those that hold requests nobody claimed, while there are none.
    static func shown(_ snapshot: Snapshot) -> [ScenarioSnapshot] {
        snapshot.scenarios.filter { row in
            let id = row.scenario.id
            guard id == .unattributed || id == .unauthenticated || id == .other else { return true }
            return WindowSpan.allCases.contains { row[$0].requests > 0 } || row.budget.spent > .zero
        }
    }

    /// Orders scenarios; ties keep the configured order.
    static func ordered(
        _ scenarios: [ScenarioSnapshot], by order: ScenarioOrder, reversed: Bool
    ) -> [ScenarioSnapshot] {
        let keyed = scenarios.enumerated().map { (index: $0.offset, key: key($0.element, order), row: $0.element) }
        let sorted = keyed.sorted { left, right in
            left.key == right.key ? left.index < right.index : left.key > right.key
        }
        let rows = sorted.map(\.row)
        return reversed ? rows.reversed() : rows
    }

    private static func key(_ row: ScenarioSnapshot, _ order: ScenarioOrder) -> Double {
        switch order {
        case .configured: 0
        case .state: Double(row.state.rank)
        case .latency: row.latencyObjective?.shareOfTarget ?? -1
        case .requests: Double(row[.oneHour].requests)
        case .spent: row.budget.spent.dollars
        }
    }
}
