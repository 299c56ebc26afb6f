import InfermonModel

/// When the document's hardware would be paid back, which it never says.
extension ClaimsAudit {
    func breakEvenLines() -> [ClaimLine] {
        scenarios.flatMap { scenario -> [ClaimLine] in
            guard let local = option(scenario.localOption), case .local(let owned) = local.place,
                let each = local.claim?.costPerRequest
            else { return [] }
            let purchase = owned.purchase.dollars
            let cloud = scenario.cloudOptions.compactMap(option)
            return cloud.flatMap { lines(scenario, $0, purchase: purchase, local: each.dollars) }
                + [tableLine(scenario, purchase: purchase)].compactMap { $0 }
        }
    }

    private func lines(
        _ scenario: DocumentScenario, _ option: ModelOption, purchase: Double, local: Double
    ) -> [ClaimLine] {
        guard let claimed = option.claim?.costPerRequest?.dollars, let price = price(option)?.dollars else { return [] }
        let requests = Double(monthly(scenario))
        func months(_ cloud: Double) -> ClaimValue {
            let months = BreakEven.months(
                purchase: purchase, cloudPerMonth: cloud * requests, runningPerMonth: local * requests)
            return months.map(ClaimValue.months) ?? .words("never")
        }
        func perDay(_ cloud: Double) -> ClaimValue {
            let fixed = purchase / Double(hardware.months)
            return BreakEven.requestsPerDay(fixedPerMonth: fixed, cloudPerRequest: cloud, localPerRequest: local)
                .map(ClaimValue.requestsPerDay) ?? .words("never")
        }
        let subject =
            "\(scenario.title): \(MoneyText.dollars(Money(roughDollars: purchase))) against \(Self.name(option))"
        let life = Double(hardware.months)
        let isNever = (months(price).number ?? .infinity) > life * 3
        let daily = perDay(price)
        let capacity = capacityPerDay(scenario)
        let beyond =
            capacity.map { ($0 < daily.number ?? .infinity) ? ", above its capacity of \(NumberText.short($0))" : "" }
            ?? ""
        return [
            ClaimLine(
                topic: .breakEven, subject: subject, claimed: months(claimed), recomputed: months(price),
                verdict: .unstated,
                reason: isNever ? "never in practice" : "by its own prices on the left, at correct prices on the right"),
            ClaimLine(
                topic: .breakEven, subject: subject + ", requests a day", claimed: perDay(claimed), recomputed: daily,
                verdict: .unstated, reason: "the load from which \(hardware.months) months pay for it\(beyond)"),
        ]
    }

    private func capacityPerDay(_ scenario: DocumentScenario) -> Double? {
        option(scenario.localOption)?.claim?.throughputPerHour.map { $0 * 24 }
    }

    private func tableLine(_ scenario: DocumentScenario, purchase: Double) -> ClaimLine? {
        let table = scenario.monthlyTable
        guard
            let months = BreakEven.months(
                purchase: purchase, cloudPerMonth: table.cloud.dollars, runningPerMonth: table.local.dollars)
        else { return nil }
        return ClaimLine(
            topic: .breakEven, subject: "\(scenario.title): by the table at 1,000 requests a month",
            claimed: .months(months),
            recomputed: nil, verdict: .contradiction,
            reason: "\(NumberText.short(months / 12)) years: the table cannot be meant")
    }
}
