import InfermonCost
import InfermonModel
import InfermonRollup

/// How the budget of one provider's account stands.
///
/// Logs name providers, not accounts: where a provider has one account, what they say of it is forecast like a scenario's spend.
/// Of several accounts only the bills are known apart, and a bill that is hours late makes no forecast.
struct ProviderBudget {
    let source: ProviderSource
    let configuration: Configuration

    func status(_ readings: LiveReadings, billed: Money?, month: BillingMonth, now: Timestamp) -> BudgetStatus? {
        let accounts = configuration.providers.count { $0.provider == source.provider }
        guard accounts == 1, source.provider != FocusAgent.provider else {
            // Until its bill is known nothing is known of it, and nothing is not zero.
            guard let billed else { return nil }
            var status = BudgetStatus(
                month: month, limit: source.budget?.limit, spent: billed, basis: .billed, billed: billed,
                elapsedRatio: month.elapsedRatio(at: now),
                forecastNote: "Its bill is all that is known of this account: no forecast.")
            status.pace = status.usedRatio.map { $0 / max(1e-6, status.elapsedRatio) }
            return status
        }
        let name = ProviderName.canonical(source.provider)
        let spend = readings.traffic.spendByHour(now: now) { ProviderName.canonical($0) == name }
        let input = SpendForecastInput(
            history: SpendHistory(start: spend.start, hours: spend.amounts), budget: source.budget, month: month,
            zone: configuration.zone, now: now, basis: .best, billed: billed)
        var generator = SplitMix64(seed: UInt64(bitPattern: now.floored(to: .hours(1)).seconds))
        var status = SpendForecast(input, using: &generator).status
        status.usualPerHour = input.usualPerHour
        return status
    }
}
