import InfermonModel

/// The cost of one request.
extension ClaimsAudit {
    func requestLines() -> [ClaimLine] {
        scenarios.flatMap { scenario in
            (scenario.cloudOptions + [scenario.localOption]).compactMap { id in
                option(id).flatMap { option in
                    switch option.place {
                    case .cloud: cloudLine(option)
                    case .local(let hardware): localLine(option, LocalPhysics(hardware), scenario)
                    }
                }
            }
        }.sorted { $0.subject < $1.subject }
    }

    private func cloudLine(_ option: ModelOption) -> ClaimLine? {
        guard let claim = option.claim, let claimed = claim.costPerRequest, let recomputed = price(option) else {
            return nil
        }
        let (verdict, reason) = judge(option, claim, claimed: claimed, recomputed: recomputed)
        return ClaimLine(
            topic: .request, subject: subject(option, claim), claimed: .money(claimed), recomputed: .money(recomputed),
            verdict: verdict, reason: reason)
    }

    private func subject(_ option: ModelOption, _ claim: ModelOption.Claim) -> String {
        let input = NumberText.fixed(Double(claim.inputTokens), 0)
        return "\(Self.name(option)), \(input) + \(NumberText.fixed(Double(claim.outputTokens), 0)) tokens"
    }

    /// Looks for the slip that makes the claim out of the same prices.
    private func judge(
        _ option: ModelOption, _ claim: ModelOption.Claim, claimed: Money, recomputed: Money
    ) -> (ClaimLine.Verdict, String) {
        if Self.isClose(claimed, recomputed) {
            return (.consistent, claimed == recomputed ? "exact" : "rounded by \(Self.difference(claimed, recomputed))")
        }
        if let row = formerRow(option, claim, claimed: claimed) {
            let until = row.validUntil.map { " until \(PriceReasons.date($0))" } ?? ""
            let factor = NumberText.short(claimed.dollars / recomputed.dollars)
            return (.stale, "the price\(until); \(factor) times today's")
        }
        let off = Self.difference(claimed, recomputed)
        let all = claim.inputTokens + claim.outputTokens
        let count = NumberText.fixed(Double(all), 0)
        if claimed == price(option.model, input: all, output: 0) {
            return (.wrong, "\(off): all \(count) tokens at the input price")
        }
        if claimed == price(option.model, input: 0, output: all) {
            return (.wrong, "\(off): all \(count) tokens at the output price")
        }
        if let (other, factor) = multiple(option, of: claimed) {
            return (.wrong, "\(off): it is \(factor) times the figure of \(other.id)")
        }
        return (.wrong, off)
    }

    /// A row of the past that gives the claim.
    private func formerRow(_ option: ModelOption, _ claim: ModelOption.Claim, claimed: Money) -> PriceRow? {
        let rows = prices.rate(model: option.model, provider: "")?.model.rows ?? []
        let tokens = TokenUsage(uncachedInput: claim.inputTokens, output: claim.outputTokens)
        return rows.first { $0.tier == .standard && $0.aboveInputTokens == 0 && $0.prices.cost(of: tokens) == claimed }
    }

    /// Another option of the same model whose claim, taken a whole number of times, is this one.
    private func multiple(_ option: ModelOption, of claimed: Money) -> (ModelOption, Int)? {
        for other in options where other.id != option.id && other.model == option.model {
            guard let cost = other.claim?.costPerRequest, cost < claimed else { continue }
            let (factor, rest) = claimed.picodollars.quotientAndRemainder(dividingBy: cost.picodollars)
            // The nearest option by load: the document went through its scenarios in order.
            if rest == 0, factor <= 10 { return (other, Int(factor)) }
        }
        return nil
    }

    private func localLine(
        _ option: ModelOption, _ physics: LocalPhysics, _ scenario: DocumentScenario
    ) -> ClaimLine? {
        guard let claim = option.claim, let claimed = claim.costPerRequest, let latency = claim.latency,
            let electricity = electricityPerRequest(physics, claim, scenario)
        else { return nil }
        let watts = claimed.dollars * scenario.requestsPerHour / Self.impliedTariff * 1_000
        let kilowatts = NumberText.short(watts / 1_000)
        let tariff = MoneyText.dollars(Money(roughDollars: Self.impliedTariff))
        let load = NumberText.fixed(scenario.requestsPerHour, 0)
        let implied = "\(kilowatts) kW around the clock at \(tariff) a kWh and \(load) requests an hour"
        let gpus = Double(physics.hardware.gpus)
        let energy = latency.seconds * gpus * Self.boardPower / 3.6e6 * Self.impliedTariff
        let times = NumberText.short(claimed.dollars / energy)
        if watts < physics.idleWatts {
            let idle = NumberText.short(physics.idleWatts / 1_000)
            return ClaimLine(
                topic: .request, subject: subject(option, claim), claimed: .money(claimed),
                recomputed: .money(electricity), verdict: .wrong,
                reason:
                    "\(implied): less than the idle machine's \(idle) kW; \(times) times the energy of its latency alone"
            )
        }
        return ClaimLine(
            topic: .request, subject: subject(option, claim), claimed: .money(claimed), recomputed: .money(electricity),
            verdict: .plausible, reason: "\(implied), a whole server; \(times) times the energy of its latency alone")
    }

    /// Electricity of one request at the expected load, idle hours included.
    func electricityPerRequest(
        _ physics: LocalPhysics, _ claim: ModelOption.Claim, _ scenario: DocumentScenario
    ) -> Money? {
        let busy = physics.busyRatio(
            requestsPerHour: scenario.requestsPerHour, outputTokens: Double(claim.outputTokens))
        return physics.electricityPerHour(busyRatio: busy, cost: hardware).map {
            Money(roughDollars: $0 / scenario.requestsPerHour)
        }
    }

    static func difference(_ claimed: Money, _ recomputed: Money) -> String {
        let ratio = claimed.dollars / recomputed.dollars
        if ratio >= 2 { return NumberText.short(ratio) + " times as much" }
        return (ratio >= 1 ? "+" : "") + NumberText.percent(ratio - 1)
    }
}
