import InfermonModel

/// The document's tables at 1,000 requests a month, and what it concludes from them.
extension ClaimsAudit {
    private static let tableRequests: Int64 = 1_000

    func tableLines() -> [ClaimLine] {
        scenarios.flatMap { scenario -> [ClaimLine] in
            guard let (cloud, local, hybrid) = fromOwnFigures(scenario) else { return [] }
            let table = scenario.monthlyTable
            let mean = (table.cloud + table.local).scaled(by: 1, over: 2)
            // The document's own mean, to the cent that it prints.
            let isPlainMean = abs((mean - table.hybrid).dollars) <= 0.0051
            let prices = correctPrices(scenario)
            return [
                line(scenario, "cloud", table.cloud, cloud, prices),
                line(scenario, "local", table.local, local, ""),
                line(
                    scenario, "hybrid", table.hybrid, hybrid,
                    isPlainMean ? "a plain mean of the two, whatever is routed" : ""),
            ]
        } + loadLines()
    }

    /// 1,000 requests at the document's own figures per request: cloud, local, and half of each.
    func fromOwnFigures(_ scenario: DocumentScenario) -> (cloud: Money, local: Money, hybrid: Money)? {
        guard let cloud = scenario.cloudOptions.first.flatMap(option)?.claim?.costPerRequest,
            let local = option(scenario.localOption)?.claim?.costPerRequest
        else { return nil }
        let (all, own) = (cloud.scaled(by: Self.tableRequests, over: 1), local.scaled(by: Self.tableRequests, over: 1))
        return (all, own, (all + own).scaled(by: 1, over: 2))
    }

    private func correctPrices(_ scenario: DocumentScenario) -> String {
        guard let price = scenario.cloudOptions.first.flatMap(option).flatMap(price) else { return "" }
        return "at correct prices \(MoneyText.dollars(price.scaled(by: Self.tableRequests, over: 1)))"
    }

    private func line(
        _ scenario: DocumentScenario, _ way: String, _ claimed: Money, _ recomputed: Money, _ more: String
    ) -> ClaimLine {
        let factor = recomputed.dollars / claimed.dollars
        let verdict: ClaimLine.Verdict = Self.isClose(claimed, recomputed) ? .consistent : .wrong
        let finding =
            verdict == .consistent
            ? "agrees with its figure per request"
            : "\(NumberText.short(factor)) times too low by its own figures per request"
        return ClaimLine(
            topic: .table, subject: "\(scenario.title), \(way)", claimed: .money(claimed),
            recomputed: .money(recomputed),
            verdict: verdict, reason: more.isEmpty ? finding : "\(finding); \(more)")
    }

    private func loadLines() -> [ClaimLine] {
        scenarios.map { scenario in
            let requests = monthly(scenario)
            let hours = Double(Self.tableRequests) / scenario.requestsPerHour
            let factor = Double(requests) / Double(Self.tableRequests)
            return ClaimLine(
                topic: .table, subject: "\(scenario.title): requests a month", claimed: .words("1,000"),
                recomputed: .words(NumberText.fixed(Double(requests), 0)), verdict: .contradiction,
                reason: "1,000 are \(NumberText.short(hours)) hours of the stated load: the table understates "
                    + "\(NumberText.short(factor)) times")
        }
    }

    func ruleLines() -> [ClaimLine] {
        scenarios.flatMap { savingLines($0) + [purchaseLine($0)] + cheapestLines($0) + [guidelineLine($0)] }
    }

    private func savingLines(_ scenario: DocumentScenario) -> [ClaimLine] {
        guard let promised = scenario.promisedSaving, let own = fromOwnFigures(scenario),
            let premium = scenario.recommended.first.flatMap(option).flatMap(price),
            let local = option(scenario.localOption), case .local(let owned) = local.place,
            let each = local.claim?.costPerRequest
        else { return [] }
        let table = scenario.monthlyTable
        let saved = 1 - table.hybrid.dollars / table.cloud.dollars
        let repaired = 1 - own.hybrid.dollars / own.cloud.dollars
        let requests = Double(monthly(scenario))
        let perRequest = premium.dollars - each.dollars
        let needed = promised * premium.dollars / perRequest
        let amortisation = LocalPhysics(owned).amortisationPerMonth(cost: hardware)
        let neededWithPurchase = (promised * premium.dollars * requests + amortisation) / (perRequest * requests)
        return [
            ClaimLine(
                topic: .rules, subject: "\(scenario.title): saving of the hybrid", claimed: .ratio(promised),
                recomputed: .ratio(saved), verdict: .wrong,
                reason: "by its own table, \(NumberText.percent(repaired, 1)) with that repaired; "
                    + "\(NumberText.percent(promised)) needs \(NumberText.percent(needed, 1)) of requests local, "
                    + "\(NumberText.percent(neededWithPurchase, 1)) with the purchase over \(hardware.months) months")
        ]
    }

    private func purchaseLine(_ scenario: DocumentScenario) -> ClaimLine {
        let table = scenario.upfrontTable
        return ClaimLine(
            topic: .rules, subject: "\(scenario.title): purchase for the hybrid", claimed: .money(table.hybrid),
            recomputed: .money(table.local), verdict: .wrong,
            reason:
                "\(NumberText.percent(table.hybrid.dollars / table.local.dollars)) of the machine cannot be bought: "
                + "a hybrid needs the whole of it")
    }

    private func cheapestLines(_ scenario: DocumentScenario) -> [ClaimLine] {
        guard let local = option(scenario.localOption), case .local(let owned) = local.place,
            let claim = local.claim, let claimed = claim.costPerRequest,
            let cloud = scenario.cloudOptions.first.flatMap(option), let price = price(cloud),
            let electricity = electricityPerRequest(LocalPhysics(owned), claim, scenario)
        else { return [] }
        let requests = Double(monthly(scenario))
        let amortisation = LocalPhysics(owned).amortisationPerMonth(cost: hardware) / requests
        let whole = electricity + Money(roughDollars: amortisation)
        let month = Money(roughDollars: whole.dollars * requests)
        return [
            ClaimLine(
                topic: .rules, subject: "\(Self.name(local)): cost per request with the purchase",
                claimed: .money(claimed), recomputed: .money(whole), verdict: .wrong,
                reason:
                    "\(MoneyText.dollars(month)) a month, \(NumberText.short(whole.dollars / claimed.dollars)) times the claim; "
                    + (whole > price ? "dearer than" : "cheaper than")
                    + " \(cloud.title) at \(MoneyText.dollars(price))")
        ]
    }

    private func guidelineLine(_ scenario: DocumentScenario) -> ClaimLine {
        let perDay = scenario.requestsPerHour * 24
        let rule = DocumentScenario.guideline(requestsPerDay: perDay)
        let advised = scenario.recommendedApproach
        return ClaimLine(
            topic: .rules, subject: "\(scenario.title): recommendation against the volume guideline",
            claimed: .words(advised.rawValue), recomputed: .words(rule.rawValue),
            verdict: rule == advised ? .consistent : .contradiction,
            reason: "\(NumberText.fixed(perDay, 0)) requests a day; what decides is the break-even below, not a count")
    }
}
