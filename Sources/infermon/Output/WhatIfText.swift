import InfermonCost
import InfermonModel
import InfermonView

/// What measured traffic would cost on every option, in text and Markdown.
enum WhatIfText {
    private static let names = ["option", "$/month", "no cache", "$/request", "budget", "remark"]

    static func text(_ result: WhatIf, now: Timestamp) -> [String] {
        let rows = [names.map { $0.uppercased() }] + cells(result, now: now)
        return (heading(result) + [""] + AlignedColumns.lines(rows, texts: 1, lastIsText: true) + [""] + notes(result))
            .map(clean)
    }

    static func markdown(_ result: WhatIf, now: Timestamp) -> [String] {
        let table = AlignedColumns.markdown([names] + cells(result, now: now), texts: 1, lastIsText: true)
        let heading = heading(result)
        return ["## " + clean(heading[0]), ""] + heading.dropFirst().map { clean($0) + "  " } + [""] + table + [""]
            + notes(result).map { "* " + clean($0) }
    }

    private static func heading(_ result: WhatIf) -> [String] {
        let traffic = result.traffic
        let perHour = NumberText.short(traffic.requestsPerHour)
        var lines = [
            "\(result.scenario): \(perHour) requests an hour over \(NumberText.short(traffic.hours)) hours"
        ]
        if let input = traffic.meanInput, let output = traffic.meanOutput {
            let cached =
                traffic.cacheShare > 0 ? ", \(NumberText.percent(traffic.cacheShare)) of the prompt cached" : ""
            lines.append(
                "\(NumberText.fixed(input, 0)) prompt + \(NumberText.fixed(output, 0)) answer tokens a request\(cached), "
                    + "busiest hour \(NumberText.short(traffic.peakPerHour)) requests, largest "
                    + "\(NumberText.fixed(Double(traffic.total.largestContext), 0)) tokens")
        }
        let now = result.actualPerMonth.map { MoneyText.dollars($0) + " a month" } ?? "unpriced"
        lines.append("now \(now)" + (result.budget.map { ", budget \(MoneyText.dollars($0))" } ?? ", no budget"))
        return lines
    }

    private static func cells(_ result: WhatIf, now: Timestamp) -> [[String]] {
        zip(result.options, result.screenLines).map { estimate, line in
            [
                estimate.option.id == estimate.option.title
                    ? estimate.option.title : "\(estimate.option.id) \(estimate.option.title)",
                estimate.monthly.map(MoneyText.dollars) ?? "--",
                estimate.monthlyWithoutCache.map(MoneyText.dollars) ?? "--",
                estimate.perRequest.map(MoneyText.dollars) ?? "--",
                budgetWord(estimate, now: now), line.remark,
            ]
        }
    }

    /// What is shut off fits no budget.
    private static func budgetWord(_ estimate: OptionEstimate, now: Timestamp) -> String {
        if let retires = estimate.retiresOn, retires <= now { return "--" }
        return estimate.fitsBudget.map { $0 ? "fits" : "over" } ?? "--"
    }

    private static func notes(_ result: WhatIf) -> [String] {
        var notes = [result.advice] + result.contradictions
        if let hybrid = result.hybrid {
            notes.append(
                "Hybrid: the budget allows \(NumberText.percent(hybrid.share, 1)) of requests on \(hybrid.premium.title), "
                    + "the rest on \(hybrid.base.title).")
        }
        let leaks = result.leaks
        if leaks.responseCacheRatio > 0 {
            notes.append(
                "The response cache answers \(NumberText.percent(leaks.responseCacheRatio, 1)) of requests and saves "
                    + "\(MoneyText.dollars(leaks.savedByResponseCache)) a month.")
        }
        if let saved = leaks.savedByPromptCache, saved > .zero {
            notes.append("The prompt cache saves \(MoneyText.dollars(saved)) a month.")
        }
        if leaks.wasted > .zero {
            notes.append("Failed and retried attempts waste \(MoneyText.dollars(leaks.wasted)) a month.")
        }
        return notes + ["Assumed: " + result.assumptions.joined(separator: " ")]
    }

    private static func clean(_ text: String) -> String { SafeText.clean(text, repertoire: .unicode, limit: 800) }
}
