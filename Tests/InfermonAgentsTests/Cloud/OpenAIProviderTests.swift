import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct OpenAIProviderTests {
    private let provider = OpenAIProvider()
    private let key = Secret("sk-admin-canary")

    private func query(_ name: String, from: Int64, days: Int64 = 1, page: String? = nil) throws -> ProviderQuery {
        let feed = try #require(provider.feeds.first { $0.name == name })
        let start = Timestamp(seconds: from)
        return ProviderQuery(feed: feed, from: start, to: start + .days(days), page: page, now: start + .days(days + 3))
    }

    private func bucket(_ row: String) -> [UInt8] {
        Array(
            #"{"object":"page","data":[{"start_time":1730419200,"end_time":1730505600,"results":[\#(row)]}],"has_more":false,"next_page":null}"#
                .utf8)
    }

    @Test func `the recorded page of costs is 6 cents`() throws {
        let query = try query("costs", from: 1_730_419_200)
        let page = try provider.page(from: try CloudFixture.bytes("openai/costs.page.json"), for: query)
        #expect(page.records.map(\.usage.billed) == [Money("0.06")])
        #expect(page.records.first?.usage.end == Timestamp(seconds: 1_730_505_600))
        #expect(page.records.first?.usage.isProvisional == false)
        #expect(page.next == nil)
    }

    @Test(arguments: [
        ("openai/costs.result.line_item.json", "0.06"), ("openai/costs.result.string_amount.observed.json", "12.5"),
    ])
    func `an amount is a number or a string`(_ file: String, _ dollars: String) throws {
        let page = try provider.page(
            from: bucket(try CloudFixture.text(file)), for: try query("costs", from: 1_730_419_200))
        #expect(page.records.map { $0.usage.billed?.decimal } == [dollars])
    }

    @Test(arguments: [
        ("0.00026750000000000003", "0.0002675"), ("1234567890.123456789", "1234567890.123456789"),
        ("1e-7", "0.0000001"),
        ("\"5.2699999999999993e-05\"", "0.0000527"), ("-3", "-3"), ("0", "0"), ("0.1", "0.1"), ("1.10", "1.1"),
    ])
    func `an amount keeps its digits`(_ json: String, _ dollars: String) throws {
        let page = try provider.page(
            from: bucket(#"{"amount":{"value":\#(json),"currency":"usd"}}"#),
            for: try query("costs", from: 1_730_419_200))
        #expect(page.records.map { $0.usage.billed?.decimal } == [dollars])
    }

    @Test func `another currency is left out and said so`() throws {
        let row = #"{"amount":{"value":5,"currency":"eur"}},{"amount":{"value":2,"currency":"USD"}}"#
        let page = try provider.page(from: bucket(row), for: try query("costs", from: 1_730_419_200))
        #expect(page.records.map { $0.usage.billed?.decimal } == ["2"])
        #expect(page.notes == ["Amounts in eur are left out: infermon counts US dollars only."])
    }

    @Test(
        arguments: [
            ("gpt-4o-2024-08-06, cached input", "gpt-4o-2024-08-06"),
            ("gpt-4o-mini-2024-07-18, output", "gpt-4o-mini-2024-07-18"),
            ("web search tool calls", nil), ("Fine-tuning, training", nil),
        ] as [(String, String?)])
    func `a line item of tokens names its model`(_ item: String, _ model: String?) throws {
        let row = #"{"amount":{"value":1,"currency":"usd"},"line_item":"\#(item)"}"#
        let page = try provider.page(from: bucket(row), for: try query("costs", from: 1_730_419_200))
        #expect(page.records.map(\.usage.model) == [model])
        #expect(page.records.map(\.usage.lineItem) == [item])
    }

    @Test func `the recorded usage has classes of tokens that do not overlap`() throws {
        let query = try query("usage", from: 1_730_419_200)
        let page = try provider.page(from: try CloudFixture.bytes("openai/usage_completions.page.json"), for: query)
        let usage = try #require(page.records.first?.usage)
        #expect(usage.tokens == TokenUsage(uncachedInput: 500, cacheRead: 400, cacheWrite5m: 100, output: 500))
        #expect(usage.tokens?.input == 1_000)
        #expect(usage.requests == 5)
        #expect(page.next == "page_AAAAAGdGxdEiJdKOAAAAAGcqsYA=")
    }

    @Test func `a grouped row names model and project`() throws {
        let page = try provider.page(
            from: bucket(try CloudFixture.text("openai/usage_completions.result.grouped.json")),
            for: try query("usage", from: 1_730_419_200))
        let usage = try #require(page.records.first?.usage)
        #expect(usage.model == "gpt-4o-mini-2024-07-18")
        #expect(usage.project == "proj_abc")
        #expect(usage.tokens == TokenUsage(uncachedInput: 3_000, cacheRead: 1_800, cacheWrite5m: 200, output: 1_000))
    }

    @Test func `embeddings have no output`() throws {
        let page = try provider.page(
            from: try CloudFixture.bytes("openai/usage_embeddings.page.json"),
            for: try query("usage", from: 1_730_419_200))
        #expect(page.records.first?.usage.tokens == TokenUsage(uncachedInput: 16))
        #expect(page.records.first?.usage.requests == 2)
    }

    @Test func `real buckets with a cut first one and an empty one are read`() throws {
        let data = try CloudFixture.text("openai/usage_completions.cookbook_buckets.json")
        var query = try query("usage", from: 1_736_553_600, days: 14)
        query.feed.bucket = .days(1)
        let page = try provider.page(
            from: Array(#"{"object":"page","data":\#(data),"has_more":false,"next_page":null}"#.utf8), for: query)
        #expect(page.records.first?.usage.start == Timestamp(seconds: 1_736_553_600))
        #expect(page.records.first?.usage.end == Timestamp(seconds: 1_736_640_000))
        #expect(page.records.first?.usage.tokens == TokenUsage(uncachedInput: 141_201, output: 9_756))
        #expect(page.records.allSatisfy { ($0.usage.requests ?? 0) > 0 })
    }

    @Test func `limit and alerts are cents`() throws {
        let limit = try provider.page(
            from: try CloudFixture.bytes("openai/spend_limit.json"), for: try query("spend limit", from: 1_730_419_200))
        #expect(limit.spendLimit == Money("100"))
        #expect(limit.notes == ["OpenAI's own limit is $100 a month, enforced."])
        let alerts = try provider.page(
            from: try CloudFixture.bytes("openai/spend_alerts.list.json"),
            for: try query("spend alerts", from: 1_730_419_200))
        #expect(alerts.spendLimit == nil)
        let hundred = try #require(Money("100"))
        let limits = [
            ProviderLimit(.limit, of: "organization", amount: hundred, period: "monthly", isEnforced: true)
        ]
        #expect(limit.limits == limits)
        #expect(
            alerts.limits == [
                ProviderLimit(.alert, of: "organization", amount: Money(dollars: 1_000), period: "monthly")
            ])
        #expect(alerts.notes == ["OpenAI sends mail when a month's spend passes $1000."])
    }

    @Test func `a bucket of the last day can still change`() throws {
        var query = try query("costs", from: 1_730_419_200)
        query.now = Timestamp(seconds: 1_730_505_600) + .hours(23)
        let body = try CloudFixture.bytes("openai/costs.page.json")
        #expect(try provider.page(from: body, for: query).records.first?.usage.isProvisional == true)
        query.now = query.now + .hours(1)
        #expect(try provider.page(from: body, for: query).records.first?.usage.isProvisional == false)
    }

    @Test func `requests are those of the documentation`() throws {
        var costs = try query("costs", from: 1_730_419_200, days: 3, page: "page_a=/b")
        let request = try provider.request(for: costs, key: key)
        #expect(
            request.url
                == "https://api.openai.com/v1/organization/costs?start_time=1730419200&end_time=1730678400&bucket_width=1d"
                + "&limit=3&group_by=line_item&group_by=project_id&page=page_a%3D%2Fb")
        #expect(request.credentials == [HTTPHeader("Authorization", "Bearer sk-admin-canary")])
        costs.settings = ["arrays": "brackets"]
        costs.baseURL = "http://127.0.0.1:1"
        costs.now = costs.to - .hours(1)
        let other = try provider.request(for: costs, key: key).url
        #expect(other.hasPrefix("http://127.0.0.1:1/v1/organization/costs?"))
        #expect(other.contains("group_by%5B%5D=line_item"))
        #expect(other.contains("end_time=1730674801&"))
        let usage = try provider.request(for: try query("usage", from: 1_730_419_200, days: 3), key: key).url
        #expect(usage.contains("/usage/completions?"))
        #expect(usage.contains("bucket_width=1m&limit=1440&group_by=model&group_by=project_id"))
    }

    @Test func `a missing scope is a sentence without secrets`() throws {
        let response = HTTPResponse(
            status: 403, body: try CloudFixture.bytes("openai/error.missing_scope.observed.json"))
        let failure = try #require(provider.failure(in: response, key: key, at: .epoch))
        #expect(failure.needsNewKey)
        #expect(failure.description.contains("Missing scopes: api.usage.read."))
    }

    @Test(arguments: [
        #"{"object":"page","has_more":false}"#, #"{"data":null}"#, #"{"data":{}}"#,
        #"{"data":[{"start_time":1730419200}]}"#,
        #"{"data":[{"start_time":1730419200,"end_time":1730505600,"results":null}]}"#, #"[]"#, "null", "7", "",
        #"{"data":[],"has_more":true,"next_page":null}"#, #"{"data":[],"has_more":true}"#,
    ])
    func `a missing list is an error`(_ body: String) throws {
        let query = try query("costs", from: 1_730_419_200)
        #expect(throws: ProviderFailure.self) { try provider.page(from: Array(body.utf8), for: query) }
    }

    @Test func `an empty list is nothing spent`() throws {
        let page = try provider.page(
            from: Array(#"{"object":"page","data":[],"has_more":false,"next_page":null}"#.utf8),
            for: try query("costs", from: 1_730_419_200))
        #expect(page.records.isEmpty && page.notes.isEmpty && page.next == nil)
    }
}
