import InfermonModel

/// OpenAI's organization usage and costs; needs an admin key.
///
/// Source: openai/openai-openapi, `/organization/usage/completions`, `/organization/costs`, `/organization/spend_limit`,
/// `/organization/spend_alerts`. Amounts of costs are dollars as a number or a string; those of limits and alerts are cents.
public struct OpenAIProvider: CloudProvider {
    /// `openai`.
    public let id = "openai"
    /// The variable of OpenAI's own examples.
    public let keyVariables = ["OPENAI_ADMIN_KEY"]
    /// How arrays are written.
    public let settings = ["arrays"]
    /// Costs by day, usage by minute, the organization's limit and alerts.
    public let feeds = [
        ProviderFeed(
            name: "costs", kind: .costs, interval: .minutes(10), reach: .openDays, settling: .days(1)),
        ProviderFeed(
            name: "usage", kind: .usage, interval: .minutes(1), bucket: .minutes(1), reach: .recent(.minutes(15)),
            settling: .minutes(10)),
        ProviderFeed(name: "spend limit", kind: .limits, interval: .hours(1), reach: .month, isOptional: true),
        ProviderFeed(name: "spend alerts", kind: .limits, interval: .hours(1), reach: .month, isOptional: true),
    ]

    /// Creates the provider.
    public init() {}

    /// The request for one page; the setting `arrays` with the value `brackets` writes `group_by[]` for proxies that want it.
    public func request(for query: ProviderQuery, key: Secret) throws(ProviderFailure) -> HTTPRequest {
        var parameters = URLQuery()
        let path: String
        switch query.feed.name {
        case "costs":
            path = "costs"
            add(["line_item", "project_id"], of: query, limit: 180, to: &parameters)
        case "usage":
            path = "usage/completions"
            add(["model", "project_id"], of: query, limit: 1_440, to: &parameters)
        case "spend limit": path = "spend_limit"
        default: path = "spend_alerts"
        }
        let base = query.baseURL ?? "https://api.openai.com"
        return HTTPRequest(
            url: "\(base)/v1/organization/\(path)\(parameters.description)",
            credentials: [HTTPHeader("Authorization", "Bearer \(key.text)")])
    }

    private func add(_ groups: [String], of query: ProviderQuery, limit: Int64, to parameters: inout URLQuery) {
        parameters.add("start_time", "\(query.from.seconds)")
        // A bucket that has not ended is cut off at the present rather than asked for up to a future instant.
        parameters.add("end_time", "\(min(query.to, query.now + .seconds(1)).seconds)")
        parameters.add("bucket_width", query.feed.bucket == .days(1) ? "1d" : "1m")
        parameters.add("limit", "\(query.bucketCount(upTo: limit))")
        for group in groups {
            parameters.add(query.settings["arrays"] == "brackets" ? "group_by[]" : "group_by", group)
        }
        if let page = query.page { parameters.add("page", page) }
    }

    /// Reads a page of costs, usage, the limit or the alerts.
    public func page(from body: [UInt8], for query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        switch query.feed.kind {
        case .costs: try costs(body, query)
        case .usage: try usage(body, query)
        case .limits: try query.feed.name == "spend limit" ? limit(body) : alerts(body)
        }
    }

    private struct Envelope<Row: Decodable>: Decodable {
        struct Bucket: Decodable {
            let start_time: Int64
            let end_time: Int64
            let results: [Row]
        }

        let data: [Bucket]
        let has_more: Bool?
        let next_page: String?

        func next() throws(ProviderFailure) -> String? {
            guard has_more ?? (next_page != nil) else { return nil }
            guard let next_page, !next_page.isEmpty else {
                throw .malformed("The provider says that there are more pages and names none; the part is not counted.")
            }
            return next_page
        }
    }

    private struct Cost: Decodable {
        struct Amount: Decodable {
            let value: ExactAmount
            let currency: String?
        }

        let amount: Amount?
        let line_item: String?
        let project_id: String?
        let api_key_id: String?
    }

    private func costs(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let envelope = try ProviderJSON.decode(Envelope<Cost>.self, from: body)
        var page = ProviderPage(next: try envelope.next())
        for bucket in envelope.data {
            let span = query.bucket(holding: Timestamp(seconds: bucket.start_time))
            for row in bucket.results {
                guard let amount = row.amount else {
                    page.note("A row without an amount is left out.")
                    continue
                }
                guard page.isDollar(amount.currency) else { continue }
                page.records.append(
                    .init(
                        ProviderUsage(
                            provider: id, start: span.start, end: span.end, model: Self.model(in: row.line_item),
                            lineItem: row.line_item, project: row.project_id, billed: amount.value.dollars,
                            isProvisional: query.isOpen(span.end)),
                        identity: ProviderPage.identity(row.line_item, row.project_id, row.api_key_id)))
            }
        }
        return page
    }

    /// The model of a line item such as `gpt-4o-2024-08-06, cached input`.
    private static func model(in lineItem: String?) -> String? {
        guard let lineItem, let comma = lineItem.lastIndex(of: ",") else { return nil }
        let meter = lineItem[lineItem.index(after: comma)...]
        let isTokens = ["input", "output", "cache"].contains { meter.lowercased().range(of: $0) != nil }
        return isTokens ? String(lineItem[..<comma]) : nil
    }

    private struct Usage: Decodable {
        let input_tokens: WholeCount
        let input_cached_tokens: WholeCount?
        let input_cache_write_tokens: WholeCount?
        let output_tokens: WholeCount?
        let num_model_requests: WholeCount
        let model: String?
        let project_id: String?
        let user_id: String?
        let api_key_id: String?
        let batch: Bool?
        let service_tier: String?
    }

    private func usage(_ body: [UInt8], _ query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        let envelope = try ProviderJSON.decode(Envelope<Usage>.self, from: body)
        var page = ProviderPage(next: try envelope.next())
        for bucket in envelope.data {
            let span = query.bucket(holding: Timestamp(seconds: bucket.start_time))
            for row in bucket.results {
                // OpenAI's input includes what came from and went to the cache.
                let cached = row.input_cached_tokens?.value ?? 0
                let written = row.input_cache_write_tokens?.value ?? 0
                let rest = row.input_tokens.value &- cached &- written
                if rest < 0 {
                    page.note("A row says that more tokens were cached than sent; its prompt counts as cached.")
                }
                let tokens = TokenUsage(
                    uncachedInput: max(0, rest), cacheRead: cached, cacheWrite5m: written,
                    output: row.output_tokens?.value ?? 0)
                page.records.append(
                    .init(
                        ProviderUsage(
                            provider: id, start: span.start, end: span.end, model: row.model, project: row.project_id,
                            tokens: tokens, requests: row.num_model_requests.value,
                            isProvisional: query.isOpen(span.end)),
                        identity: ProviderPage.identity(
                            row.model, row.project_id, row.user_id, row.api_key_id, row.service_tier,
                            row.batch.map { "\($0)" })))
            }
        }
        return page
    }

    private struct Limit: Decodable {
        struct Enforcement: Decodable {
            let status: String?
        }

        let threshold_amount: ExactAmount
        let currency: String?
        let enforcement: Enforcement?
    }

    private func limit(_ body: [UInt8]) throws(ProviderFailure) -> ProviderPage {
        let limit = try ProviderJSON.decode(Limit.self, from: body)
        var page = ProviderPage()
        guard page.isDollar(limit.currency) else { return page }
        page.spendLimit = limit.threshold_amount.cents
        let isEnforced = limit.enforcement?.status == "enforcing"
        page.limits = [
            ProviderLimit(
                .limit, of: "organization", amount: limit.threshold_amount.cents, period: "monthly",
                isEnforced: limit.enforcement?.status.map { $0 == "enforcing" })
        ]
        page.note(
            "OpenAI's own limit is $\(limit.threshold_amount.cents.decimal) a month\(isEnforced ? ", enforced" : "").")
        return page
    }

    private struct Alerts: Decodable {
        let data: [Limit]
    }

    private func alerts(_ body: [UInt8]) throws(ProviderFailure) -> ProviderPage {
        let alerts = try ProviderJSON.decode(Alerts.self, from: body)
        var page = ProviderPage()
        for alert in alerts.data.prefix(8) where page.isDollar(alert.currency) {
            page.limits.append(
                ProviderLimit(.alert, of: "organization", amount: alert.threshold_amount.cents, period: "monthly"))
            page.note("OpenAI sends mail when a month's spend passes $\(alert.threshold_amount.cents.decimal).")
        }
        return page
    }
}
