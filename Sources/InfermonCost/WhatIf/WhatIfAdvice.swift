import InfermonModel

/// One sentence of advice with its reason, and where it departs from the document.
struct WhatIfAdvice {
    let input: WhatIfInput
    let estimates: [OptionEstimate]
    let hybrid: WhatIf.Hybrid?

    /// The cheapest option that nothing known speaks against.
    private var best: OptionEstimate? { estimates.first { $0.isFeasible(at: input.now) } }

    private var isBestWithinBudget: Bool { best?.fitsBudget ?? (best != nil) }

    /// Hours below which a month is more guessed than measured.
    private static let leastHours = 1.0

    var sentence: String {
        guard input.traffic.total.requests > 0 else { return "No request was measured: there is nothing to advise on." }
        guard input.traffic.hours < Self.leastHours else { return verdict }
        let minutes = NumberText.short(input.traffic.hours * 60)
        return
            "Only \(minutes) \(minutes == "1" ? "minute was" : "minutes were") measured, too little to decide on; if they are typical: "
            + verdict
    }

    private var verdict: String {
        guard let best, let monthly = best.monthly else {
            if let now = currentIsCheaper(than: nil) {
                return
                    "Stay with \(topModel): at \(MoneyText.dollars(now)) a month\(share(now)); no other option is known to serve it."
            }
            return "No option can serve this traffic with certainty: \(obstacle)."
        }
        let price = "\(MoneyText.dollars(monthly)) a month\(share(monthly))"
        if best.fitsBudget == false, isCurrent(best) || currentIsCheaper(than: monthly) == nil {
            return "No option fits the budget: the cheapest is \(best.option.title) at \(price)."
        }
        let latency = latencyWords(best)
        if !isCurrent(best), let now = currentIsCheaper(than: monthly) {
            return
                "Stay with \(topModel): at \(MoneyText.dollars(now)) a month\(share(now)) no option that fits is cheaper."
        }
        if isCurrent(best) {
            return "Stay with \(best.option.title): at \(price) no other option that fits is cheaper\(latency)."
        }
        return "Use \(best.option.title): \(price)\(saving(monthly))\(latency).\(premiumSentence)"
    }

    var contradictions: [String] {
        guard let best, isBestWithinBudget, input.traffic.total.requests > 0,
            best.monthly.flatMap({ currentIsCheaper(than: $0) }) == nil || isCurrent(best)
        else { return [] }
        let advised: DocumentScenario.Approach = best.isLocal ? .local : .cloud
        var list: [String] = []
        if let document = DocumentScenario.named(input.scenario.id), !document.recommended.contains(best.option.id) {
            let names = document.recommended.joined(separator: " + ")
            list.append("This contradicts the document, which recommends \(names)\(reasonAgainst(document)).")
        }
        let perDay = input.traffic.requestsPerHour * 24
        let rule = DocumentScenario.guideline(requestsPerDay: perDay)
        if rule != advised {
            let load = NumberText.fixed(perDay, 0)
            list.append(
                "This contradicts the volume guideline, which says \(rule.rawValue) for \(load) requests a day\(breakEvenWords)."
            )
        }
        return list
    }

    /// Why the document's first choice is not the advice.
    private func reasonAgainst(_ document: DocumentScenario) -> String {
        guard let estimate = estimates.first(where: { $0.option.id == document.recommended.first }) else { return "" }
        if let retires = estimate.retiresOn, retires <= input.now {
            return ": \(estimate.option.title) was shut off on \(PriceReasons.date(retires))"
        }
        if estimate.fitsBudget == false { return ": \(estimate.option.title) breaks the budget" }
        if estimate.meetsLatency == false { return ": \(estimate.option.title) is too slow" }
        if (estimate.fittingShare ?? 0) < 0.99 { return ": not all requests fit \(estimate.option.title)" }
        guard let monthly = estimate.monthly else { return "" }
        return ": \(estimate.option.title) costs \(MoneyText.dollars(monthly)) a month"
    }

    private var breakEvenWords: String {
        guard let local = estimates.first(where: \.isLocal) else { return "" }
        guard let perDay = local.breakEvenPerDay else {
            return "; own hardware never pays back against what is spent now"
        }
        return "; own hardware pays from \(NumberText.short(perDay)) requests a day"
    }

    private func share(_ monthly: Money) -> String {
        guard let budget = input.budget, budget > .zero else { return "" }
        return ", \(NumberText.percent(monthly.dollars / budget.dollars)) of the budget"
    }

    private func saving(_ monthly: Money) -> String {
        guard let now = input.traffic.actualPerMonth, now > .zero else { return "" }
        let change = monthly.dollars / now.dollars - 1
        let amount = NumberText.percent(abs(change))
        return change < 0 ? ", \(amount) less than now" : ", \(amount) more than now"
    }

    private func latencyWords(_ estimate: OptionEstimate) -> String {
        guard input.latencyTarget != nil else { return "" }
        return switch estimate.latency {
        case .measured(let span): ", p95 \(NumberText.short(span.seconds)) s as measured"
        case .atLeast, .unknown: ", its latency still to be measured"
        }
    }

    private var premiumSentence: String {
        guard let hybrid, hybrid.share > 0.01, hybrid.base == best?.option else { return "" }
        let percent = NumberText.percent(hybrid.share, 1)
        return " The budget leaves room for \(percent) of requests on \(hybrid.premium.title)."
    }

    /// The model that most requests ask for.
    private var topModel: String { input.traffic.models.max { $0.value.requests < $1.value.requests }?.key ?? "" }

    /// What the traffic costs where it runs now, when that is no more than `monthly`, within the budget and its promise, and the model is
    /// not shut off.
    private func currentIsCheaper(than monthly: Money?) -> Money? {
        guard let now = input.traffic.actualPerMonth, input.traffic.total.unpriced == 0, !topModel.isEmpty else {
            return nil
        }
        if let monthly, now > monthly { return nil }
        if let budget = input.budget, now > budget { return nil }
        if let retires = input.prices.rate(model: topModel, provider: "")?.model.retiresOn, retires <= input.now {
            return nil
        }
        if let target = input.latencyTarget {
            guard let measured = input.traffic.total.latency.percentile(target.quantile), measured <= target.bound
            else {
                return nil
            }
        }
        return now
    }

    private func isCurrent(_ estimate: OptionEstimate) -> Bool {
        let top = topModel
        let logged = input.prices.rate(model: top, provider: "")?.model.model ?? top
        let wanted = input.prices.rate(model: estimate.option.model, provider: "")?.model.model ?? estimate.option.model
        return logged == wanted
    }

    private var obstacle: String {
        if input.traffic.meanInput == nil { return "the log has no token counts" }
        if estimates.allSatisfy({ $0.monthly == nil }) { return "none has a price" }
        if estimates.allSatisfy({ ($0.retiresOn ?? .init(microseconds: .max)) <= input.now }) {
            return "all are retired"
        }
        if estimates.allSatisfy({ ($0.fittingShare ?? 0) < 0.99 }) { return "requests do not fit their contexts" }
        return "each is retired, too slow, too small or without a price"
    }
}
