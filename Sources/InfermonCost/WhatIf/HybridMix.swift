import InfermonModel

/// The mix of a dearer and a cheaper option that a budget allows.
enum HybridMix {
    /// The mix of the dearest option that breaks the budget alone and the cheapest that leaves most room for it.
    static func largest(_ estimates: [OptionEstimate], budget: Money?, now: Timestamp) -> WhatIf.Hybrid? {
        guard let budget else { return nil }
        let usable = estimates.filter { $0.isFeasible(at: now) }
        let candidates = usable.isEmpty ? estimates.filter { $0.monthly != nil } : usable
        guard let premium = candidates.last, let most = premium.monthly, most > budget, !premium.isLocal else {
            return nil
        }
        var best: WhatIf.Hybrid?
        for base in candidates where base.option != premium.option {
            guard let monthly = base.monthly,
                let share = BreakEven.premiumShare(
                    budget: budget.dollars, fixed: base.fixedPerMonth.dollars, premium: most.dollars,
                    base: (monthly - base.fixedPerMonth).dollars)
            else { continue }
            if share > best?.share ?? -1 {
                best = WhatIf.Hybrid(premium: premium.option, base: base.option, share: share)
            }
        }
        return best
    }
}
