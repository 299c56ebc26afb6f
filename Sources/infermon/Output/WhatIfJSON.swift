import InfermonCost
import InfermonModel

/// What measured traffic would cost on every option, as JSON: schema `infermon.whatif/1`.
enum WhatIfJSON {
    static func document(_ results: [WhatIf], at instant: Timestamp) -> JSONText {
        .object([
            ("schema", .string("infermon.whatif/1")), ("at", .string(instant.rfc3339)), ("currency", .string("USD")),
            ("scenarios", .array(results.map(scenario))),
        ])
    }

    private static func scenario(_ result: WhatIf) -> JSONText {
        .object([
            ("id", .string(result.scenario.rawValue)), ("from", .string(result.traffic.from.rfc3339)),
            ("to", .string(result.traffic.to.rfc3339)), ("requests", .integer(result.traffic.total.requests)),
            ("requests_per_hour", .double(result.traffic.requestsPerHour)),
            ("peak_requests_per_hour", .double(result.traffic.peakPerHour)),
            ("mean_input_tokens", .double(result.traffic.meanInput)),
            ("mean_output_tokens", .double(result.traffic.meanOutput)),
            ("cached_ratio", .double(result.traffic.cacheShare)),
            ("actual_per_month", money(result.actualPerMonth)), ("budget", money(result.budget)),
            ("options", .array(result.options.map(option))), ("hybrid", result.hybrid.map(hybrid) ?? .null),
            ("saved_by_response_cache", money(result.leaks.savedByResponseCache)),
            ("saved_by_prompt_cache", money(result.leaks.savedByPromptCache)), ("wasted", money(result.leaks.wasted)),
            ("advice", .string(result.advice)), ("contradictions", .array(result.contradictions.map(JSONText.string))),
            ("assumptions", .array(result.assumptions.map(JSONText.string))),
        ])
    }

    private static func option(_ estimate: OptionEstimate) -> JSONText {
        let (latency, kind): (TimeSpan?, String) =
            switch estimate.latency {
            case .measured(let span): (span, "measured")
            case .atLeast(let span): (span, "at_least")
            case .unknown: (nil, "unknown")
            }
        return .object([
            ("id", .string(estimate.option.id)), ("title", .string(estimate.option.title)),
            ("model", .string(estimate.option.model)), ("place", .string(estimate.isLocal ? "local" : "cloud")),
            ("per_month", money(estimate.monthly)), ("per_month_without_cache", money(estimate.monthlyWithoutCache)),
            ("per_request", money(estimate.perRequest)),
            ("fits_budget", estimate.fitsBudget.map(JSONText.bool) ?? .null),
            ("latency_s", .double(latency?.seconds)), ("latency_kind", .string(kind)),
            ("meets_latency", estimate.meetsLatency.map(JSONText.bool) ?? .null),
            ("context_fit_ratio", .double(estimate.fittingShare)),
            ("gpus", estimate.gpus.map { .integer($0) } ?? .null),
            ("purchase", money(estimate.purchase)), ("break_even_months", .double(estimate.breakEvenMonths)),
            ("break_even_requests_per_day", .double(estimate.breakEvenPerDay)),
            ("retires_on", .optional(estimate.retiresOn?.rfc3339)),
        ])
    }

    private static func hybrid(_ hybrid: WhatIf.Hybrid) -> JSONText {
        .object([
            ("premium", .string(hybrid.premium.id)), ("base", .string(hybrid.base.id)),
            ("largest_premium_ratio", .double(hybrid.share)),
        ])
    }

    private static func money(_ money: Money?) -> JSONText { money.map { .number($0.decimal) } ?? .null }
}
