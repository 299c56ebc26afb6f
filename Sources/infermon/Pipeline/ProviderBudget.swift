import InfermonCost
import InfermonModel
import InfermonRollup

/// How the budget of one provider's account stands.
///
/// Logs name providers, not accounts: where a provider has one account, what they say of it is forecast like a scenario's spend.
/// Of several accounts, of exports and of gateways only the bills and counts are known apart.
struct ProviderBudget {
    let source: ProviderSource
    let configuration: Configuration

    func status(
        _ readings: LiveReadings, of provider: ProviderStatus, month: BillingMonth, now: Timestamp
    ) -> BudgetStatus? {
        let accounts = configuration.providers.count { $0.provider == source.provider }
        var logged: SpendHistory?
        if accounts == 1, source.provider != FocusAgent.provider, !provider.isGateway {
            let spend = readings.traffic.spendByHour(now: now, ofProvider: ProviderName.canonical(source.provider))
            logged = SpendHistory(start: spend.start, hours: spend.amounts)
        }
        var generator = SplitMix64(seed: UInt64(bitPattern: now.floored(to: .hours(1)).seconds))
        return AccountBudget(
            budget: source.budget, logged: logged, billed: billed(readings, provider, month: month, now: now),
            isGateway: provider.isGateway, month: month, zone: configuration.zone, now: now
        ).status(using: &generator)
    }

    private func billed(
        _ readings: LiveReadings, _ provider: ProviderStatus, month: BillingMonth, now: Timestamp
    ) -> Money? {
        if let sum = AccountBudget.billed(to: source.id, readings.bills, in: month) { return sum }
        // A count without days is of the provider's own month, which is UTC's.
        guard let readAt = provider.billedThisMonth.readAt else { return nil }
        let isOfMonth = [readAt, now].allSatisfy { instant in
            let theirs = BillingMonth(containing: instant, in: .utc)
            return theirs.year == month.year && theirs.month == month.month
        }
        return isOfMonth ? provider.billedThisMonth.value : nil
    }
}
