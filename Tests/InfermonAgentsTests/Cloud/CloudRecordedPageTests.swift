import InfermonModel
import Testing

@testable import InfermonAgents

/// Recorded pages of the other providers: the money written beside each.
@Suite struct CloudRecordedPageTests {
    private func query(_ provider: any CloudProvider, _ feed: String, from: String, to: String, page: String? = nil)
        throws
        -> ProviderQuery
    {
        let start = try #require(DateText.instant(from))
        let end = try #require(DateText.instant(to))
        return ProviderQuery(
            feed: try #require(provider.feeds.first { $0.name == feed }), from: start, to: end, page: page,
            now: end + .days(3), baseURL: "https://example.com")
    }

    private func sum(_ page: ProviderPage) -> Money {
        page.records.reduce(into: Money.zero) { $0 += $1.usage.billed ?? .zero }
    }

    @Test func `Anthropic's report of 123.78912 cents is $1.2378912`() throws {
        let provider = AnthropicProvider()
        let page = try provider.page(
            from: try CloudFixture.bytes("anthropic/cost_report.page.json"),
            for: try query(provider, "costs", from: "2025-08-01", to: "2025-08-02"))
        let usage = try #require(page.records.first?.usage)
        #expect(sum(page).decimal == "1.2378912")
        #expect(usage.model == "claude-sonnet-4-20250514")
        #expect(usage.project == "wrkspc_01JwQvzr7rXLA5AGx3HKfFUJ")
        #expect(page.next == "2019-12-27T18:11:19.117Z")
        #expect(page.notes.contains { $0.contains("Priority Tier") })
    }

    @Test func `Anthropic's amounts are decimal cents`() throws {
        let provider = AnthropicProvider()
        let query = try query(provider, "costs", from: "2025-08-01", to: "2025-08-02")
        let rows = try CloudFixture.text("anthropic/amount_examples.json")
        let body =
            #"{"data":[{"starting_at":"2025-08-01T00:00:00Z","results":\#(rows)}],"has_more":false,"next_page":null}"#
        let page = try provider.page(from: Array(body.utf8), for: query)
        #expect(page.records.map { $0.usage.billed?.decimal } == ["1.2345", "1.2378912", "412.8", "12.34567890123"])
    }

    @Test func `Anthropic's input leaves the cache out, and its writes have two lifetimes`() throws {
        let provider = AnthropicProvider()
        let page = try provider.page(
            from: try CloudFixture.bytes("anthropic/usage_report_messages.page.json"),
            for: try query(provider, "usage", from: "2025-08-01", to: "2025-08-02"))
        let usage = try #require(page.records.first?.usage)
        #expect(
            usage.tokens
                == TokenUsage(uncachedInput: 1_500, cacheRead: 200, cacheWrite5m: 500, cacheWrite1h: 1_000, output: 500)
        )
        #expect(usage.requests == nil)
    }

    @Test func `Anthropic is asked as documented`() throws {
        let provider = AnthropicProvider()
        let request = try provider.request(
            for: try query(provider, "costs", from: "2025-07-01", to: "2025-08-06"), key: Secret("k"))
        #expect(
            request.url
                == "https://example.com/v1/organizations/cost_report?starting_at=2025-07-01T00%3A00%3A00Z"
                + "&ending_at=2025-08-06T00%3A00%3A00Z&bucket_width=1d&limit=31&group_by%5B%5D=workspace_id"
                + "&group_by%5B%5D=description")
        #expect(request.credentials == [HTTPHeader("x-api-key", "k")])
        #expect(request.headers == [HTTPHeader("anthropic-version", "2023-06-01")])
    }

    @Test func `OpenRouter's key has spent $25.50 of $100 this month`() throws {
        let provider = OpenRouterProvider()
        let page = try provider.page(
            from: try CloudFixture.bytes("openrouter/key.json"),
            for: try query(provider, "spend", from: "2025-08-01", to: "2025-08-25"))
        #expect(sum(page) == Money("25.5"))
        #expect(page.spendLimit == Money("100"))
        #expect(page.notes.contains("Another $17.38 this month went over own keys, which their providers bill."))
        #expect(
            page.limits == [
                ProviderLimit(
                    .limit, of: "key", amount: Money(dollars: 100), spent: Money("25.5"), period: "monthly",
                    isEnforced: true)
            ])
        #expect(page.notes.contains("The key's limit is $100 monthly, $74.5 of it left."))
    }

    @Test func `OpenRouter's activity is $0.015, and what own keys cost is apart`() throws {
        let provider = OpenRouterProvider()
        let page = try provider.page(
            from: try CloudFixture.bytes("openrouter/activity.json"),
            for: try query(provider, "spend", from: "2025-08-01", to: "2025-08-25", page: "activity"))
        #expect(sum(page) == Money("0.015"))
        #expect(page.records.first?.usage.tokens == TokenUsage(uncachedInput: 50, output: 125, reasoning: 25))
        #expect(page.notes.contains("Another $0.012 this month went over own keys, which their providers bill."))
        let earlier = try provider.page(
            from: try CloudFixture.bytes("openrouter/activity.json"),
            for: try query(provider, "spend", from: "2025-09-01", to: "2025-09-02", page: "activity"))
        #expect(earlier.records.isEmpty, "another month's days are not this one's")
    }

    @Test func `OpenRouter's balance is $74.75 of $100.50`() throws {
        let provider = OpenRouterProvider()
        let page = try provider.page(
            from: try CloudFixture.bytes("openrouter/credits.json"),
            for: try query(provider, "spend", from: "2025-08-01", to: "2025-08-25", page: "credits"))
        #expect(page.notes == ["$74.75 of $100.5 in credits are left."])
        #expect(
            page.limits == [
                ProviderLimit(.credits, of: "account", amount: try #require(Money("100.5")), spent: Money("25.75"))
            ])
        #expect(page.next == "activity")
    }

    @Test func `LiteLLM's day is $0.0177072, whatever part its models explain`() throws {
        let provider = LiteLLMProvider()
        let page = try provider.page(
            from: try CloudFixture.bytes("litellm/user_daily_activity.json"),
            for: try query(provider, "spend", from: "2025-03-27", to: "2025-03-28"))
        #expect(sum(page).decimal == "0.0177072")
        #expect(page.records.first?.usage.model == "gpt-4o-mini")
        #expect(page.records.first?.usage.billed?.decimal == "0.00001095")
        #expect(page.records.reduce(0) { $0 + ($1.usage.requests ?? 0) } == 11)
        #expect(page.records.reduce(0) { $0 + ($1.usage.tokens?.output ?? 0) } == 1_711)
    }

    @Test func `LiteLLM's budget is $100 with $0.7274667 spent`() throws {
        let provider = LiteLLMProvider()
        let page = try provider.page(
            from: try CloudFixture.bytes("litellm/global_spend.json"),
            for: try query(provider, "budget", from: "2025-03-27", to: "2025-03-28"))
        #expect(page.spendLimit == Money("100"))
        #expect(page.notes == ["The proxy's own budget is $100, of which it counts $0.7274667 as spent."])
        let budgets = try provider.page(
            from: Array(#"{"providers":{"openai":{"budget_limit":1e-2,"time_period":"1d","spend":0.005}}}"#.utf8),
            for: try query(provider, "provider budgets", from: "2025-03-27", to: "2025-03-28"))
        #expect(
            page.limits == [ProviderLimit(.limit, of: "proxy", amount: Money(dollars: 100), spent: Money("0.7274667"))])
        #expect(
            budgets.limits == [
                ProviderLimit(
                    .limit, of: "openai", amount: try #require(Money("0.01")), spent: Money("0.005"), period: "1d")
            ])
        #expect(budgets.notes == ["The proxy's budget for openai: $0.005 of $0.01 per 1d."])
    }

    @Test func `LiteLLM's requests are counted once though a page moved`() throws {
        let provider = LiteLLMProvider()
        let row = try CloudFixture.text("litellm/spend_log.row.json").trimmingBlanks().dropLast()
        func body(_ ids: [String], page: Int) -> [UInt8] {
            let rows = ids.map { #"\#(row),"request_id":"\#($0)","startTime":"2025-03-27T10:00:59.5Z","model":"m"}"# }
            return Array(#"{"data":[\#(rows.joined(separator: ","))],"total":3,"page":\#(page),"total_pages":2}"#.utf8)
        }
        var query = try query(provider, "spend logs", from: "2025-03-27", to: "2025-03-28")
        var assembly = PageAssembly(query: query)
        query.page = try assembly.add(try provider.page(from: body(["a", "b"], page: 1), for: query))
        #expect(query.page == "2")
        #expect(try assembly.add(try provider.page(from: body(["b", "c"], page: 2), for: query)) == nil)
        let usage = try #require(assembly.report().usage.first)
        #expect(assembly.report().usage.count == 1)
        #expect(usage.requests == 3)
        #expect(usage.tokens == TokenUsage(uncachedInput: 60, output: 240))
        #expect(usage.start == DateText.instant("2025-03-27T10:00:00Z"))
        #expect(usage.project == "e8d1460f-846c-45d7-9b43-55f3cc52ac32")
        let request = try provider.request(for: query, key: Secret("k"))
        #expect(request.url.contains("start_date=2025-03-27%2000%3A00%3A00&end_date=2025-03-28%2000%3A00%3A00&page=2"))
    }

    @Test func `LiteLLM that sends one page for all numbers never doubles`() throws {
        let provider = LiteLLMProvider()
        var query = try query(provider, "spend", from: "2025-03-27", to: "2025-03-28")
        let body = Array(
            #"{"results":[{"date":"2025-03-27","metrics":{"spend":3}}],"metadata":{"total_pages":2}}"#.utf8)
        var assembly = PageAssembly(query: query)
        query.page = try assembly.add(try provider.page(from: body, for: query))
        #expect(query.page == "2")
        let second = try provider.page(from: body, for: query)
        #expect(throws: ProviderFailure.self) { try assembly.add(second) }
    }

    @Test func `LiteLLM that ignores the page is an error`() throws {
        let provider = LiteLLMProvider()
        let query = try query(provider, "spend", from: "2025-03-27", to: "2025-03-28", page: "2")
        let body = try CloudFixture.bytes("litellm/user_daily_activity.json")
        #expect(throws: ProviderFailure.self) { try provider.page(from: body, for: query) }
    }

    @Test func `AWS's month is $39.2940765264 by tag`() throws {
        let provider = AWSProvider()
        var query = try query(provider, "costs", from: "2017-09-01", to: "2017-10-01")
        let body = try CloudFixture.bytes("aws/get_cost_and_usage.json")
        #expect(try provider.page(from: body, for: query).records.isEmpty, "storage is no inference")
        query.settings = ["services": "all", "tag": "Environment"]
        let page = try provider.page(from: body, for: query)
        #expect(sum(page).decimal == "39.2940765264")
        #expect(page.records.map(\.usage.project) == ["Prod", "Test"])
        #expect(page.records.allSatisfy { !$0.usage.isProvisional })
        #expect(provider.feeds.first?.costPerRequest == Money("0.01"))
        #expect(provider.feeds.first?.interval == .hours(6))
    }

    @Test func `AWS's answer without groups is its total, and never zero`() throws {
        let provider = AWSProvider()
        var query = try query(provider, "costs", from: "2025-03-01", to: "2025-03-02")
        func body(_ fields: String) -> [UInt8] {
            Array(#"{"ResultsByTime":[{"TimePeriod":{"Start":"2025-03-01","End":"2025-03-02"},\#(fields)}]}"#.utf8)
        }
        let total = body(#""Groups":[],"Total":{"UnblendedCost":{"Amount":"1.25","Unit":"USD"}}"#)
        #expect(throws: ProviderFailure.self) { try provider.page(from: total, for: query) }
        #expect(throws: ProviderFailure.self) { try provider.page(from: body(#""Estimated":true"#), for: query) }
        #expect(try provider.page(from: body(#""Groups":[],"Total":{}"#), for: query).records.isEmpty)
        query.settings = ["services": "all"]
        #expect(sum(try provider.page(from: total, for: query)) == Money("1.25"))
        #expect(try provider.page(from: body(#""Groups":[],"Total":{}"#), for: query).records.isEmpty)
    }

    @Test func `AWS's metrics are tokens and requests by model`() throws {
        let provider = AWSProvider()
        let query = try query(provider, "usage", from: "2025-03-27", to: "2025-03-28")
        let body = #"""
            {"MetricDataResults":[
            {"Id":"requests","Label":"amazon.nova","Timestamps":[1743033600],"Values":[4.0],"StatusCode":"Complete"},
            {"Id":"input","Label":"amazon.nova","Timestamps":[1743033600.0],"Values":[1.2E3],"StatusCode":"Complete"},
            {"Id":"output","Label":"amazon.nova","Timestamps":[1743033600],"Values":[50],"StatusCode":"Complete"},
            {"Id":"cacheread","Label":"amazon.nova","Timestamps":[],"Values":[],"StatusCode":"Complete"}]}
            """#
        var assembly = PageAssembly(query: query)
        _ = try assembly.add(try provider.page(from: Array(body.utf8), for: query))
        let usage = try #require(assembly.report().usage.first)
        #expect(assembly.report().usage.count == 1)
        #expect(usage.tokens == TokenUsage(uncachedInput: 1_200, output: 50))
        #expect(usage.requests == 4)
        #expect(usage.model == "amazon.nova")
    }

    @Test func `AWS says with 400 what others say with 401 and 429`() {
        let provider = AWSProvider()
        func failure(_ type: String) -> ProviderFailure? {
            let body = #"{"__type":"com.amazon.coral.service#\#(type)","message":"no"}"#
            return provider.failure(in: .json(body, status: 400), key: Secret("AKID:secret"), at: .epoch)
        }
        #expect(failure("UnrecognizedClientException") == .keyRefused("UnrecognizedClientException: no"))
        #expect(failure("AccessDeniedException") == .forbidden("AccessDeniedException: no"))
        #expect(failure("ThrottlingException") == .rateLimited(retryAfter: nil))
        #expect(failure("LimitExceededException") == .rateLimited(retryAfter: nil))
        #expect(failure("ValidationException") == .refused(status: 400, message: "ValidationException: no"))
    }

    @Test func `a request to AWS is JSON that quotes what it is given`() throws {
        let provider = AWSProvider()
        var query = try query(provider, "costs", from: "2025-03-27", to: "2025-03-28", page: "a\"b\\\n")
        query.baseURL = nil
        let request = try provider.request(for: query, key: Secret("AKID:secret:token"))
        #expect(request.url == "https://ce.us-east-1.amazonaws.com/")
        let body = String(decoding: try #require(request.body), as: UTF8.self)
        #expect(body.hasSuffix(#""GroupBy":[{"Type":"DIMENSION","Key":"SERVICE"}],"NextPageToken":"a\"b\\\u000a"}"#))
        #expect(request.credentials.map(\.name) == ["X-Amz-Security-Token", "Authorization"])
        #expect(throws: ProviderFailure.self) { try provider.request(for: query, key: Secret("nonsense")) }
    }

    @Test(
        arguments: [
            ("2025-08-01", 1_754_006_400), ("2025-08-01T00:00:00Z", 1_754_006_400),
            ("2025-08-01 00:00:01", 1_754_006_401),
            ("2025-08-01T02:00:00+02:00", 1_754_006_400), ("2025-07-31T22:30:00.123456-01:30", 1_754_006_400),
            ("2025-02-29", nil), ("2025-13-01", nil), ("2025-08-01T24:00:00Z", nil), ("2025-08-01Tx", nil), ("", nil),
            ("2025-08-01T00:00:00Zx", nil), ("20250801", nil),
        ] as [(String, Int64?)])
    func `dates are read in the forms that providers write`(_ text: String, _ seconds: Int64?) {
        #expect(DateText.instant(text) == seconds.map { Timestamp(seconds: $0) })
    }
}
