import InfermonModel

/// One request as `infermon tail --format json` prints it: schema `infermon.request/1`.
enum EventJSON {
    static func document(_ event: RequestEvent, budget: BudgetStatus?) -> JSONText {
        func money(_ amount: Money?) -> JSONText { amount.map { .number($0.decimal) } ?? .null }
        var members: [(String, JSONText)] = [
            ("schema", .string("infermon.request/1")),
            ("at", .string(event.endedAt.rfc3339)),
            ("scenario", .string(event.scenario.rawValue)),
            ("model", .string(event.model)),
            ("provider", .string(event.provider)),
            ("outcome", .string(event.outcome.name)),
            ("status", event.status.map { .integer($0) } ?? .null),
            ("latency_ms", .double(event.latency?.milliseconds)),
            ("ttft_ms", .double(event.timeToFirstToken?.milliseconds)),
            ("input_tokens", event.tokens.map { .integer($0.input) } ?? .null),
            ("cached_input_tokens", event.tokens.map { .integer($0.cacheRead) } ?? .null),
            ("output_tokens", event.tokens.map { .integer($0.output) } ?? .null),
            ("cost_gateway_usd", money(event.gatewayCost)),
            ("cost_computed_usd", money(event.computedCost)),
            ("cache_hit", .bool(event.isCacheHit)),
            ("stream", event.isStream.map { .bool($0) } ?? .null),
            ("attempt", .integer(event.attempt)),
            ("id", .string(event.id)),
            ("error", .string(event.errorClass)),
        ]
        if let budget {
            members.append(("month_spent_usd", .number(budget.spent.decimal)))
            members.append(("month_budget_usd", money(budget.limit)))
            members.append(("month_used", .double(budget.usedRatio)))
        }
        return .object(members)
    }
}
