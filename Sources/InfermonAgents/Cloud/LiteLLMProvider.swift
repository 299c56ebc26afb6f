import InfermonModel

/// The ledger of a LiteLLM proxy: what the gateway itself counted, by day and by request, and its budgets.
///
/// Source: BerriAI/litellm:litellm/proxy/spend_tracking/spend_management_endpoints.py and
/// litellm/types/proxy/management_endpoints/common_daily_activity.py. All money is a double's text, rounded once. Prompt tokens
/// include what was read from and written to the cache.
public struct LiteLLMProvider: CloudProvider {
    /// `litellm`.
    public let id = "litellm"
    /// The variable of LiteLLM's own examples.
    public let keyVariables = ["LITELLM_MASTER_KEY"]
    /// The providers behind the proxy bill what it counts.
    public let isGateway = true
    /// Spend by day, requests by minute, the proxy's budget and those of its providers.
    public let feeds = [
        ProviderFeed(name: "spend", kind: .costs, interval: .minutes(10), reach: .openDays, settling: .minutes(30)),
        ProviderFeed(
            name: "spend logs", kind: .usage, interval: .minutes(1), bucket: .minutes(1), reach: .recent(.minutes(15)),
            settling: .minutes(10)),
        ProviderFeed(name: "budget", kind: .limits, interval: .hours(1), reach: .month, isOptional: true),
        ProviderFeed(name: "provider budgets", kind: .limits, interval: .hours(1), reach: .month, isOptional: true),
    ]

    /// Creates the provider.
    public init() {}

    /// The request for one page; the proxy's address must be configured.
    public func request(for query: ProviderQuery, key: Secret) throws(ProviderFailure) -> HTTPRequest {
        guard let base = query.baseURL else {
            throw .noKey("The proxy's address is missing: set base_url of the provider litellm.")
        }
        var parameters = URLQuery()
        let path: String
        switch query.feed.name {
        case "spend":
            path = "/user/daily/activity"
            parameters.add("start_date", DateText.day(query.from))
            // The end is inclusive here.
            parameters.add("end_date", DateText.day(query.to - .days(1)))
            parameters.add("page", query.page ?? "1")
            parameters.add("page_size", "1000")
            parameters.add("timezone", "0")
        case "spend logs":
            path = "/spend/logs/v2"
            parameters.add("start_date", Self.spaced(query.from))
            parameters.add("end_date", Self.spaced(query.to))
            parameters.add("page", query.page ?? "1")
            parameters.add("page_size", "1000")
            parameters.add("sort_by", "startTime")
            parameters.add("sort_order", "asc")
        case "budget": path = "/global/spend"
        default: path = "/provider/budgets"
        }
        return HTTPRequest(
            url: base + path + parameters.description, credentials: [HTTPHeader("Authorization", "Bearer \(key.text)")])
    }

    private static func spaced(_ instant: Timestamp) -> String {
        String(instant.rfc3339.dropLast().map { $0 == "T" ? " " : $0 })
    }

    /// Reads whichever was asked.
    public func page(from body: [UInt8], for query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        switch query.feed.name {
        case "spend": try activity(body, query)
        case "spend logs": try logs(body, query)
        case "budget": try budget(body)
        default: try providerBudgets(body)
        }
    }

    private struct Metrics: Decodable {
        let spend: ExactAmount
        let prompt_tokens: WholeCount?
        let completion_tokens: WholeCount?
        let cache_read_input_tokens: WholeCount?
        let cache_creation_input_tokens: WholeCount?
        let api_requests: WholeCount?

        var tokens: TokenUsage {
            let read = cache_read_input_tokens?.value ?? 0
            let written = cache_creation_input_tokens?.value ?? 0
            return TokenUsage(
                uncachedInput: max(0, (prompt_tokens?.value ?? 0) &- read &- written), cacheRead: read,
                cacheWrite5m: written, output: completion_tokens?.value ?? 0)
        }
    }

    private struct Activity: Decodable {
        struct Day: Decodable {
            struct Breakdown: Decodable {
                struct Model: Decodable {
                    let metrics: Metrics
                }

                let models: [String: Model]?
            }

            let date: InstantText
            let metrics: Metrics
            let breakdown: Breakdown?
        }

        struct Metadata: Decodable {
            let page: Int64?
            let total_pages: Int64?
            let has_more: Bool?
        }

        let results: [Day]
        let metadata: Metadata
    }

    private func activity(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let activity = try ProviderJSON.decode(Activity.self, from: body)
        let asked = query.page ?? "1"
        var page = ProviderPage()
        page.next = try next(
            after: asked, answered: activity.metadata.page, of: activity.metadata.total_pages,
            hasMore: activity.metadata.has_more)
        for day in activity.results {
            let span = query.bucket(holding: day.date.value)
            // The proxy cuts its rows into pages, not its days: a day on two pages is the sum of both.
            func add(_ model: String?, _ lineItem: String?, tokens: TokenUsage, requests: Int64, spend: Money) {
                page.records.append(
                    .init(
                        ProviderUsage(
                            provider: id, start: span.start, end: span.end, model: model, lineItem: lineItem,
                            tokens: tokens, requests: requests, billed: spend, isProvisional: query.isOpen(span.end)),
                        identity: ProviderPage.identity(asked, model, lineItem)))
            }
            var rest = (day.metrics.tokens, day.metrics.api_requests?.value ?? 0, day.metrics.spend.dollars)
            for (model, entry) in (day.breakdown?.models ?? [:]).sorted(by: { $0.key < $1.key }) {
                let requests = entry.metrics.api_requests?.value ?? 0
                add(model, nil, tokens: entry.metrics.tokens, requests: requests, spend: entry.metrics.spend.dollars)
                rest.0 -= entry.metrics.tokens
                rest.1 = rest.1 &- requests
                rest.2 -= entry.metrics.spend.dollars
            }
            if rest != (.zero, 0, .zero) {
                add(nil, "without model", tokens: rest.0, requests: rest.1, spend: rest.2)
            }
        }
        return page
    }

    private func next(
        after asked: String, answered: Int64?, of total: Int64?, hasMore: Bool?
    ) throws(ProviderFailure) -> String? {
        let number = Int64(asked) ?? 1
        if let answered, answered != number {
            throw .malformed(
                "The proxy answered with page \(answered) when it was asked for \(number); nothing is counted.")
        }
        let isLast = total.map { number >= $0 } ?? !(hasMore ?? false)
        return isLast ? nil : "\(number + 1)"
    }

    private struct Logs: Decodable {
        struct Row: Decodable {
            let request_id: String
            let startTime: InstantText
            let model: String?
            let team_id: String?
            let prompt_tokens: WholeCount?
            let completion_tokens: WholeCount?
        }

        let data: [Row]
        let page: Int64?
        let total_pages: Int64
    }

    private func logs(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let logs = try ProviderJSON.decode(Logs.self, from: body)
        var page = ProviderPage()
        page.next = try next(after: query.page ?? "1", answered: logs.page, of: logs.total_pages, hasMore: nil)
        for row in logs.data where row.startTime.value < query.to {
            let span = query.bucket(holding: row.startTime.value)
            let tokens = TokenUsage(
                uncachedInput: row.prompt_tokens?.value ?? 0, output: row.completion_tokens?.value ?? 0)
            page.records.append(
                .init(
                    ProviderUsage(
                        provider: id, start: span.start, end: span.end, model: row.model, project: row.team_id,
                        tokens: tokens, requests: 1, isProvisional: query.isOpen(span.end)),
                    identity: row.request_id))
        }
        return page
    }

    private struct Budget: Decodable {
        let spend: ExactAmount
        let max_budget: ExactAmount?
    }

    private func budget(_ body: [UInt8]) throws(ProviderFailure) -> ProviderPage {
        let budget = try ProviderJSON.decode(Budget.self, from: body)
        guard let limit = budget.max_budget?.dollars, limit > .zero else { return ProviderPage() }
        return ProviderPage(
            spendLimit: limit,
            limits: [ProviderLimit(.limit, of: "proxy", amount: limit, spent: budget.spend.dollars)],
            notes: [
                "The proxy's own budget is $\(limit.decimal), of which it counts $\(budget.spend.dollars.decimal) as spent."
            ])
    }

    private struct ProviderBudgets: Decodable {
        struct Budget: Decodable {
            let budget_limit: ExactAmount?
            let time_period: String?
            let spend: ExactAmount?
        }

        let providers: [String: Budget]
    }

    private func providerBudgets(_ body: [UInt8]) throws(ProviderFailure) -> ProviderPage {
        let budgets = try ProviderJSON.decode(ProviderBudgets.self, from: body)
        var page = ProviderPage()
        for (name, budget) in budgets.providers.sorted(by: { $0.key < $1.key }).prefix(16) {
            guard let limit = budget.budget_limit?.dollars else { continue }
            let words = SecretRedaction()
            page.limits.append(
                ProviderLimit(
                    .limit, of: words.redacted(name, limit: 40), amount: limit, spent: budget.spend?.dollars,
                    period: budget.time_period.map { words.redacted($0, limit: 12) }))
            let spent = budget.spend.map { "$\($0.dollars.decimal) of " } ?? ""
            page.note(
                "The proxy's budget for \(words.redacted(name, limit: 40)): \(spent)$\(limit.decimal) per "
                    + "\(words.redacted(budget.time_period ?? "period", limit: 12)).")
        }
        return page
    }
}
