import InfermonModel

/// OpenRouter's key, credits and activity.
///
/// Source: openrouter.ai/docs, API reference. Any key knows its own spend of the UTC month. A management key also reads the account's
/// balance and its activity by day, which lists completed UTC days only. Money of own keys at other providers (BYOK) is apart: that
/// provider bills it, so it is a note and in no sum.
public struct OpenRouterProvider: CloudProvider {
    /// `openrouter`.
    public let id = "openrouter"
    /// The variable of OpenRouter's own examples.
    public let keyVariables = ["OPENROUTER_API_KEY"]
    /// One feed: which pages follow the first depends on the key.
    public let feeds = [
        ProviderFeed(name: "spend", kind: .costs, interval: .minutes(10), reach: .month, settling: .hours(1))
    ]

    /// Creates the provider.
    public init() {}

    /// The request for the key, and for a management key the credits and the activity.
    public func request(for query: ProviderQuery, key: Secret) throws(ProviderFailure) -> HTTPRequest {
        HTTPRequest(
            url: (query.baseURL ?? "https://openrouter.ai") + "/api/v1/\(query.page ?? "key")",
            credentials: [HTTPHeader("Authorization", "Bearer \(key.text)")])
    }

    /// Reads whichever of the three was asked.
    public func page(from body: [UInt8], for query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        switch query.page {
        case "credits": try credits(body)
        case "activity": try activity(body, query)
        default: try keyPage(body, query)
        }
    }

    private struct Envelope<Content: Decodable>: Decodable {
        let data: Content
    }

    private struct Key: Decodable {
        let limit: ExactAmount?
        let limit_remaining: ExactAmount?
        let limit_reset: String?
        let usage_monthly: ExactAmount
        let byok_usage_monthly: ExactAmount?
        let is_management_key: Bool?
        let is_provisioning_key: Bool?
    }

    private func keyPage(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let key = try ProviderJSON.decode(Envelope<Key>.self, from: body).data
        var page = ProviderPage()
        if let limit = key.limit?.dollars {
            if key.limit_reset == "monthly" { page.spendLimit = limit }
            page.limits = [
                ProviderLimit(
                    .limit, of: "key", amount: limit, spent: key.limit_remaining.map { limit - $0.dollars },
                    period: key.limit_reset, isEnforced: true)
            ]
            let left = key.limit_remaining.map { ", $\($0.dollars.decimal) of it left" } ?? ""
            page.note("The key's limit is $\(limit.decimal) \(key.limit_reset ?? "in all")\(left).")
        }
        if key.is_management_key == true || key.is_provisioning_key == true {
            page.next = "credits"
            return page
        }
        page.note("This is the spend of one key; a management key shows the account by model and day.")
        noteOwnKeys(key.byok_usage_monthly?.dollars ?? .zero, on: &page)
        let usage = ProviderUsage(
            provider: id, start: query.from, end: query.to, billed: key.usage_monthly.dollars, isProvisional: true)
        page.records = [.init(usage, identity: "month")]
        return page
    }

    private struct Credits: Decodable {
        let total_credits: ExactAmount
        let total_usage: ExactAmount
    }

    private func credits(_ body: [UInt8]) throws(ProviderFailure) -> ProviderPage {
        let credits = try ProviderJSON.decode(Envelope<Credits>.self, from: body).data
        let balance = credits.total_credits.dollars - credits.total_usage.dollars
        return ProviderPage(
            next: "activity",
            limits: [
                ProviderLimit(
                    .credits, of: "account", amount: credits.total_credits.dollars, spent: credits.total_usage.dollars)
            ],
            notes: ["$\(balance.decimal) of $\(credits.total_credits.dollars.decimal) in credits are left."])
    }

    private struct Activity: Decodable {
        let date: InstantText
        let model: String?
        let model_permaslug: String?
        let endpoint_id: String?
        let provider_name: String?
        let usage: ExactAmount
        let byok_usage_inference: ExactAmount?
        let requests: WholeCount
        let prompt_tokens: WholeCount
        let completion_tokens: WholeCount
        let reasoning_tokens: WholeCount?
    }

    private func activity(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let rows = try ProviderJSON.decode(Envelope<[Activity]>.self, from: body).data
        var page = ProviderPage(notes: ["Today is not in the sum: OpenRouter lists completed UTC days."])
        var ownKeys = Money.zero
        // The answer always covers the last thirty days; those before the month are another month's.
        for row in rows where row.date.value >= query.from && row.date.value < query.to {
            let span = query.bucket(holding: row.date.value)
            ownKeys += row.byok_usage_inference?.dollars ?? .zero
            page.records.append(
                .init(
                    ProviderUsage(
                        provider: id, start: span.start, end: span.end, model: row.model, lineItem: row.provider_name,
                        tokens: TokenUsage(
                            uncachedInput: row.prompt_tokens.value, output: row.completion_tokens.value,
                            reasoning: row.reasoning_tokens?.value ?? 0),
                        requests: row.requests.value, billed: row.usage.dollars, isProvisional: query.isOpen(span.end)),
                    identity: ProviderPage.identity(
                        row.model, row.model_permaslug, row.endpoint_id, row.provider_name)))
        }
        noteOwnKeys(ownKeys, on: &page)
        return page
    }

    private func noteOwnKeys(_ amount: Money, on page: inout ProviderPage) {
        guard amount != .zero else { return }
        page.note("Another $\(amount.decimal) this month went over own keys, which their providers bill.")
    }
}
