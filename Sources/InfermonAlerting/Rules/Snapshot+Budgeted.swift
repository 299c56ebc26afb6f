import InfermonModel

extension Snapshot {
    /// All that a budget can be set for, as scenarios: they themselves, all of them together, and providers.
    var budgeted: [ScenarioSnapshot] {
        scenarios + [total]
            + providers.compactMap { provider in
                provider.budget.map { budget in
                    ScenarioSnapshot(
                        scenario: Scenario(id: ScenarioID(provider.id), title: provider.id), state: .noData,
                        windows: [:],
                        objectives: [], budget: budget, history: total.history)
                }
            }
    }
}
