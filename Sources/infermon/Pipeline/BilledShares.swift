import InfermonModel

/// What providers billed this month, by scenario where projects are assigned to scenarios.
struct BilledShares {
    private let byScenario: [ScenarioID: Money]
    private let total: Money?

    init(configuration: Configuration, providers: [String: ProviderStatus]) {
        let known = providers.values.compactMap(\.billedThisMonth.value)
        total = known.isEmpty ? nil : known.reduce(.zero, +)
        var shares: [ScenarioID: Money] = [:]
        for source in configuration.providers {
            guard let billed = providers[source.provider]?.billedThisMonth.value else { continue }
            // A provider whose whole account serves one scenario needs no projects.
            if let scenario = source.settings["scenario"] { shares[ScenarioID(scenario), default: .zero] += billed }
        }
        byScenario = shares
    }

    /// The amount of a scenario, or of everything for `nil`; `nil` when no provider is attributed to it.
    func amount(for id: ScenarioID?) -> Money? {
        guard let id else { return total }
        return byScenario[id]
    }
}
