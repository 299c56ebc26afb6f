import InfermonModel

extension Snapshot {
    /// All that a budget can be set for, as scenarios: they themselves, all of them together, and providers.
    var budgeted: [ScenarioSnapshot] {
        // What a log calls like one of infermon's own subjects has no budget.
        let own = Set([StandardRules.totalID] + providers.map { ScenarioID.account($0.id) })
        return scenarios.filter { !own.contains($0.scenario.id) } + [total]
            + providers.compactMap { provider in
                provider.budget.map { budget in
                    ScenarioSnapshot(
                        scenario: Scenario(id: ScenarioID.account(provider.id), title: provider.id),
                        state: .noData,
                        windows: [:],
                        objectives: [], budget: budget, history: total.history)
                }
            }
    }
}
