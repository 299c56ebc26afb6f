import InfermonModel

/// What hardware and models cannot do, and which are gone.
extension ClaimsAudit {
    func limitLines() -> [ClaimLine] {
        scenarios.flatMap { scenario in
            latencyLines(scenario) + contextLines(scenario)
        } + retiredLines()
    }

    private func latencyLines(_ scenario: DocumentScenario) -> [ClaimLine] {
        guard let local = option(scenario.localOption), case .local(let owned) = local.place,
            let claim = local.claim, let claimed = claim.latency
        else { return [] }
        let physics = LocalPhysics(owned)
        let least = physics.leastTime(outputTokens: Double(claim.outputTokens))
        let perToken = NumberText.short(physics.secondsPerToken * 1_000)
        let misses = least > scenario.latencyTarget
        let target = NumberText.short(scenario.latencyTarget.seconds)
        return [
            ClaimLine(
                topic: .limits, subject: "\(Self.name(local)): latency of \(claim.outputTokens) tokens",
                claimed: .seconds(claimed.seconds), recomputed: .seconds(least.seconds),
                verdict: claimed < least ? .wrong : .plausible,
                reason: "at least \(perToken) ms a token, since each reads all weights from memory"
                    + (misses ? "; misses the \(target) s target" : ""))
        ]
    }

    private func contextLines(_ scenario: DocumentScenario) -> [ClaimLine] {
        let ids = scenario.cloudOptions + [scenario.localOption]
        return ids.compactMap(option).compactMap { option in
            guard let claim = option.claim, let context = option.contextTokens else { return nil }
            let needed = claim.inputTokens + claim.outputTokens
            if needed > context {
                return ClaimLine(
                    topic: .limits, subject: "\(Self.name(option)): context", claimed: .tokens(needed),
                    recomputed: .tokens(context), verdict: .wrong, reason: "its own request does not fit the model")
            }
            guard let required = scenario.requiredContext, required > context else { return nil }
            return ClaimLine(
                topic: .limits, subject: "\(Self.name(option)): context", claimed: .tokens(required),
                recomputed: .tokens(context), verdict: .contradiction,
                reason: "the scenario requires \(required / 1_000)K tokens and more")
        }
    }

    private func retiredLines() -> [ClaimLine] {
        var seen: Set<String> = []
        return options.filter { $0.place == .cloud && seen.insert($0.model).inserted }.compactMap { option in
            guard let model = prices.rate(model: option.model, provider: "")?.model, let retires = model.retiresOn
            else {
                return nil
            }
            let successor = model.successor.map { "; \($0) takes its place" } ?? ""
            return ClaimLine(
                topic: .limits, subject: "\(option.title): availability", claimed: .words("recommended"),
                recomputed: .words(retires <= at ? "retired" : "going"), verdict: .stale,
                reason: "shut off on \(PriceReasons.date(retires))\(successor)")
        }
    }
}
