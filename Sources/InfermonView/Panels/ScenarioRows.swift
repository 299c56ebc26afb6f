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
        if order == .configured { return reversed ? scenarios.reversed() : scenarios }
        // Their places, since a row is too large to be moved about.
        let keys = scenarios.map { key($0, order) }
        let places = scenarios.indices.sorted { keys[$0] == keys[$1] ? $0 < $1 : keys[$0] > keys[$1] }
        return (reversed ? places.reversed() : places).map { scenarios[$0] }
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
