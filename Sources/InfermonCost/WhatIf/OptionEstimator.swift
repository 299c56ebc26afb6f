import InfermonModel

/// Works out what one option would cost and whether it could serve.
struct OptionEstimator {
    private let input: WhatIfInput
    private let traffic: MeasuredTraffic
    /// The known requests' sums stand for a month of all that a provider must answer.
    private let monthFactor: Double

    init(_ input: WhatIfInput) {
        self.input = input
        traffic = input.traffic
        let answered = Double(max(0, traffic.total.requests - traffic.total.cacheHits))
        let known = Double(traffic.requestsWithTokens)
        monthFactor = known > 0 ? PlanningMonth.hours / traffic.hours * answered / known : 0
    }

    func estimate(_ option: ModelOption) -> OptionEstimate {
        switch option.place {
        case .cloud: cloud(option)
        case .local(let hardware): local(option, LocalPhysics(hardware))
        }
    }

    private func cloud(_ option: ModelOption) -> OptionEstimate {
        let price = AggregatePrice(prices: input.prices, model: option.model, at: input.now)
        func month(_ tokens: TokenUsage) -> Money? {
            guard monthFactor > 0 else { return nil }
            return price.of(tokens, requests: traffic.requestsWithTokens).map {
                Money(roughDollars: $0.dollars * monthFactor)
            }
        }
        var estimate = blank(option)
        estimate.monthly = month(traffic.total.tokens)
        estimate.monthlyWithoutCache = month(traffic.total.tokens.withoutCache)
        estimate.retiresOn = price.model?.retiresOn
        let context = option.contextTokens ?? price.model?.contextTokens
        estimate.fittingShare = context.flatMap(traffic.shareFitting)
        return finished(estimate)
    }

    private func local(_ option: ModelOption, _ physics: LocalPhysics) -> OptionEstimate {
        var estimate = blank(option)
        estimate.fittingShare = option.contextTokens.flatMap(traffic.shareFitting)
        guard let output = traffic.meanOutput else { return finished(estimate) }
        let machines = machines(option, physics, output: output)
        let count = Double(machines ?? 1)
        estimate.gpus = machines.map { $0 * physics.hardware.gpus }
        estimate.purchase = Money(roughDollars: physics.hardware.purchase.dollars * count)
        let busy = physics.busyRatio(requestsPerHour: traffic.requestsPerHour / count, outputTokens: output)
        let fixed = (physics.amortisationPerMonth(cost: input.hardware) + input.hardware.fixedPerMonth.dollars) * count
        if let electricity = physics.electricityPerHour(busyRatio: busy, cost: input.hardware),
            let idle = physics.electricityPerHour(busyRatio: 0, cost: input.hardware)
        {
            estimate.electricityPerMonth = Money(roughDollars: electricity * count * PlanningMonth.hours)
            estimate.fixedPerMonth = Money(roughDollars: fixed + idle * count * PlanningMonth.hours)
            estimate.monthly = Money(roughDollars: fixed) + estimate.electricityPerMonth
            estimate.monthlyWithoutCache = estimate.monthly
        }
        addBreakEven(&estimate, fixed: fixed)
        estimate.latency = .atLeast(physics.leastTime(outputTokens: output))
        return finished(estimate)
    }

    private func blank(_ option: ModelOption) -> OptionEstimate {
        OptionEstimate(
            option: option, monthly: nil, monthlyWithoutCache: nil, perRequest: nil, fixedPerMonth: .zero,
            electricityPerMonth: .zero, fitsBudget: nil, latency: .unknown, meetsLatency: nil, fittingShare: nil,
            gpus: nil,
            purchase: .zero, breakEvenMonths: nil, breakEvenPerDay: nil, retiresOn: nil)
    }

    private func finished(_ estimate: OptionEstimate) -> OptionEstimate {
        var estimate = estimate
        if let monthly = estimate.monthly, traffic.requestsPerMonth > 0 {
            estimate.perRequest = Money(roughDollars: monthly.dollars / traffic.requestsPerMonth)
        }
        if let monthly = estimate.monthly, let budget = input.budget { estimate.fitsBudget = monthly <= budget }
        let quantile = input.latencyTarget?.quantile ?? 0.95
        if let measured = measuredLatency(of: estimate.option.model, quantile: quantile) {
            estimate.latency = .measured(measured)
        }
        if let target = input.latencyTarget?.bound {
            switch estimate.latency {
            case .measured(let value): estimate.meetsLatency = value <= target
            case .atLeast(let least): estimate.meetsLatency = least > target ? false : nil
            case .unknown: estimate.meetsLatency = nil
            }
        }
        return estimate
    }

    /// The log's own percentile of the model, under whatever name it goes there.
    private func measuredLatency(of model: String, quantile: Double) -> TimeSpan? {
        let wanted = input.prices.rate(model: model, provider: "")?.model.model ?? model
        var histogram = LatencyHistogram()
        for (name, rollup) in traffic.models {
            let logged = input.prices.rate(model: name, provider: "")?.model.model ?? name
            if logged == wanted { histogram.merge(rollup.latency) }
        }
        return histogram.percentile(quantile)
    }

    /// Whole machines for the busiest hour; the claimed capacity is for answers of the claimed length.
    private func machines(_ option: ModelOption, _ physics: LocalPhysics, output: Double) -> Int? {
        guard var capacity = physics.hardware.capacityPerHour, capacity > 0 else { return nil }
        if let claimed = option.claim?.outputTokens, claimed > 0, output > 0 {
            capacity *= Double(claimed) / output
        }
        let machines = (traffic.peakPerHour / capacity).rounded(.up)
        return machines < 1e6 ? max(1, Int(machines)) : nil
    }

    private func addBreakEven(_ estimate: inout OptionEstimate, fixed: Double) {
        guard let now = traffic.actualPerMonth?.dollars, traffic.requestsPerMonth > 0 else { return }
        let running = estimate.electricityPerMonth.dollars + input.hardware.fixedPerMonth.dollars
        estimate.breakEvenMonths = BreakEven.months(
            purchase: estimate.purchase.dollars, cloudPerMonth: now, runningPerMonth: running)
        estimate.breakEvenPerDay = BreakEven.requestsPerDay(
            fixedPerMonth: fixed, cloudPerRequest: now / traffic.requestsPerMonth,
            localPerRequest: estimate.electricityPerMonth.dollars / traffic.requestsPerMonth)
    }

    var assumptions: [String] {
        var list = [
            "The same tokens on every model: tokenizers differ by about 15 %, and answers differ in length.",
            "\(NumberText.short(traffic.hours)) hours measured, taken for a month of \(NumberText.fixed(PlanningMonth.hours, 0)) hours.",
            "Prices of \(PriceReasons.date(input.now)), checked on \(input.prices.checkedOn); long prompts by the mean prompt.",
            "The quality of answers is not modelled.",
        ]
        if traffic.hours < 24 { list.append("Less than a day was measured: nights and weekends are not in it.") }
        if traffic.total.requestsWithoutTokens > 0 {
            let count = NumberText.fixed(Double(traffic.total.requestsWithoutTokens), 0)
            list.append("\(count) requests without token counts are taken for average ones.")
        }
        if input.options.contains(where: { $0.place != .cloud }) {
            let tariff = input.hardware.meanTariff.map { MoneyText.dollars(Money(roughDollars: $0)) } ?? "no tariff"
            list.append(
                "Own hardware: \(tariff) a kWh, PUE \(NumberText.short(input.hardware.powerUsageEffectiveness)), written off over "
                    + "\(input.hardware.months) months; capacity as claimed for it, not measured.")
        }
        return list
    }
}
