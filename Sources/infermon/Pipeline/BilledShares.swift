import InfermonModel

/// What providers billed this month, by scenario where accounts or projects are assigned to scenarios.
struct BilledShares {
    private let byScenario: [ScenarioID: Money]
    private let total: Money?

    init(
        configuration: Configuration, providers: [String: ProviderStatus], bills: [ProviderUsage], month: BillingMonth
    ) {
        total = providers.values.billedThisMonth
        var shares: [ScenarioID: Money] = [:]
        let scenarios = configuration.scenarioByProject
        for source in configuration.providers {
            // An account that serves one scenario needs no projects.
            if let scenario = source.settings["scenario"] {
                // A gateway's count is of the providers behind it, which bill the same money.
                guard let status = providers[source.id], !status.isGateway, let billed = status.billedThisMonth.value
                else { continue }
                shares[ScenarioID(scenario), default: .zero] += billed
            } else {
                for bill in bills
                where bill.account == source.id && bill.start >= month.start && bill.start < month.end {
                    guard let scenario = bill.project.flatMap({ scenarios[source.id]?[$0] }),
                        let amount = bill.billed
                    else {
                        continue
                    }
                    shares[scenario, default: .zero] += amount
                }
            }
        }
        byScenario = shares
    }

    /// The amount of a scenario, or of everything for `nil`; `nil` when no provider is attributed to it.
    func amount(for id: ScenarioID?) -> Money? {
        guard let id else { return total }
        return byScenario[id]
    }
}
