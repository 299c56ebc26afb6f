import InfermonModel

/// Anthropic's usage and cost report; needs an admin key of an organization.
///
/// Source: platform.claude.com, "Get Messages Usage Report" and "Get Cost Report". Amounts are decimal strings of CENTS; input
/// tokens leave out what was read from or written to the cache; requests are not counted.
public struct AnthropicProvider: CloudProvider {
    /// `anthropic`.
    public let id = "anthropic"
    /// The variable of Anthropic's own examples.
    public let keyVariables = ["ANTHROPIC_ADMIN_KEY"]
    /// Costs by day and usage by minute.
    public let feeds = [
        ProviderFeed(name: "costs", kind: .costs, interval: .minutes(10), reach: .openDays, settling: .hours(1)),
        ProviderFeed(
            name: "usage", kind: .usage, interval: .minutes(1), bucket: .minutes(1), reach: .recent(.minutes(15)),
            settling: .minutes(10)),
    ]

    /// Creates the provider.
    public init() {}

    /// The request for one page.
    public func request(for query: ProviderQuery, key: Secret) throws(ProviderFailure) -> HTTPRequest {
        let isCosts = query.feed.kind == .costs
        var parameters = URLQuery()
        parameters.add("starting_at", query.from.rfc3339)
        parameters.add("ending_at", query.to.rfc3339)
        parameters.add("bucket_width", isCosts ? "1d" : "1m")
        parameters.add("limit", "\(query.bucketCount(upTo: isCosts ? 31 : 1_440))")
        for group in ["workspace_id", isCosts ? "description" : "model"] { parameters.add("group_by[]", group) }
        if let page = query.page { parameters.add("page", page) }
        let path = isCosts ? "cost_report" : "usage_report/messages"
        return HTTPRequest(
            url: (query.baseURL ?? "https://api.anthropic.com") + "/v1/organizations/\(path)\(parameters.description)",
            headers: [HTTPHeader("anthropic-version", "2023-06-01")], credentials: [HTTPHeader("x-api-key", key.text)])
    }

    /// Reads a page of costs or usage.
    public func page(from body: [UInt8], for query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        query.feed.kind == .costs ? try costs(body, query) : try usage(body, query)
    }

    private struct Envelope<Row: Decodable>: Decodable {
        struct Bucket: Decodable {
            let starting_at: InstantText
            let results: [Row]
        }

        let data: [Bucket]
        let has_more: Bool
        let next_page: String?

        func next() throws(ProviderFailure) -> String? {
            guard has_more else { return nil }
            guard let next_page, !next_page.isEmpty else {
                throw .malformed("The provider says that there are more pages and names none; the part is not counted.")
            }
            return next_page
        }
    }

    private struct Cost: Decodable {
        let amount: ExactAmount
        let currency: String?
        let cost_type: String?
        let token_type: String?
        let model: String?
        let context_window: String?
        let service_tier: String?
        let inference_geo: String?
        let description: String?
        let workspace_id: String?
    }

    private func costs(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let envelope = try ProviderJSON.decode(Envelope<Cost>.self, from: body)
        var page = ProviderPage(
            next: try envelope.next(),
            notes: ["Anthropic's cost report leaves Priority Tier out: the sum is a lower bound."])
        for bucket in envelope.data {
            let span = query.bucket(holding: bucket.starting_at.value)
            for row in bucket.results where page.isDollar(row.currency) {
                page.records.append(
                    .init(
                        ProviderUsage(
                            provider: id, start: span.start, end: span.end, model: row.model, lineItem: row.description,
                            project: row.workspace_id, billed: row.amount.cents,
                            isProvisional: query.isOpen(span.end)),
                        identity: ProviderPage.identity(
                            row.workspace_id, row.description, row.cost_type, row.token_type, row.model,
                            row.context_window, row.service_tier, row.inference_geo)))
            }
        }
        return page
    }

    private struct Usage: Decodable {
        struct CacheCreation: Decodable {
            let ephemeral_5m_input_tokens: WholeCount?
            let ephemeral_1h_input_tokens: WholeCount?
        }

        let uncached_input_tokens: WholeCount
        let cache_read_input_tokens: WholeCount?
        let cache_creation: CacheCreation?
        let output_tokens: WholeCount
        let api_key_id: String?
        let workspace_id: String?
        let model: String?
        let service_tier: String?
        let context_window: String?
    }

    private func usage(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let envelope = try ProviderJSON.decode(Envelope<Usage>.self, from: body)
        var page = ProviderPage(next: try envelope.next())
        for bucket in envelope.data {
            let span = query.bucket(holding: bucket.starting_at.value)
            for row in bucket.results {
                let tokens = TokenUsage(
                    uncachedInput: row.uncached_input_tokens.value, cacheRead: row.cache_read_input_tokens?.value ?? 0,
                    cacheWrite5m: row.cache_creation?.ephemeral_5m_input_tokens?.value ?? 0,
                    cacheWrite1h: row.cache_creation?.ephemeral_1h_input_tokens?.value ?? 0,
                    output: row.output_tokens.value)
                page.records.append(
                    .init(
                        ProviderUsage(
                            provider: id, start: span.start, end: span.end, model: row.model, project: row.workspace_id,
                            tokens: tokens, isProvisional: query.isOpen(span.end)),
                        identity: ProviderPage.identity(
                            row.workspace_id, row.api_key_id, row.model, row.service_tier, row.context_window)))
            }
        }
        return page
    }
}
