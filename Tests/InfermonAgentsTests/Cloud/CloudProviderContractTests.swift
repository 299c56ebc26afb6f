import InfermonModel
import Testing

@testable import InfermonAgents

/// What every registered provider must do, with pages of its own.
@Suite struct CloudProviderContractTests {
    /// Bodies of a provider's costs feed.
    struct Pages: Sendable {
        /// A whole answer of one page on the day, and its dollars.
        let one: String
        let dollars: String
        /// The first of two pages, and the second.
        let first: String
        let second: String
        let sum: String
        /// A whole answer without figures; `nil` where there is always one.
        let empty: String?
        let key: String
    }

    private static let day = CloudFaultCase.day

    private static func anthropic(_ cents: String, on date: String = "2025-11-23", next: String? = nil) -> String {
        #"{"data":[{"starting_at":"\#(date)T00:00:00Z","ending_at":"2025-11-24T00:00:00Z","results":[{"amount":"\#(cents)","currency":"USD"}]}],"has_more":\#(next != nil),"next_page":\#(next.map { "\"\($0)\"" } ?? "null")}"#
    }

    private static func litellm(_ spend: String, page: Int, of pages: Int) -> String {
        #"{"results":[{"date":"2025-11-23","metrics":{"spend":\#(spend),"api_requests":1},"breakdown":{"models":{}}}],"metadata":{"page":\#(page),"total_pages":\#(pages),"has_more":\#(page < pages)}}"#
    }

    private static func aws(_ amount: String, service: String = "Amazon Bedrock", next: String? = nil) -> String {
        #"{"ResultsByTime":[{"Estimated":true,"Groups":[{"Keys":["\#(service)"],"Metrics":{"UnblendedCost":{"Amount":"\#(amount)","Unit":"USD"}}}],"TimePeriod":{"End":"2025-11-24","Start":"2025-11-23"},"Total":{}}]\#(next.map { ",\"NextPageToken\":\"\($0)\"" } ?? "")}"#
    }

    static let pages: [String: Pages] = [
        "openai": Pages(
            one: CloudFaultCase.page(["1.25"]), dollars: "1.25", first: CloudFaultCase.page(["1.25"], next: "p2"),
            second: CloudFaultCase.page(["2"], start: day.seconds - 86_400), sum: "3.25",
            empty: #"{"data":[],"has_more":false,"next_page":null}"#, key: "sk-admin-canary-1"),
        "anthropic": Pages(
            one: anthropic("125"), dollars: "1.25", first: anthropic("125", next: "p2"),
            second: anthropic("200", on: "2025-11-22"), sum: "3.25",
            empty: #"{"data":[],"has_more":false,"next_page":null}"#, key: "sk-ant-admin01-canary-1"),
        "openrouter": Pages(
            one: #"{"data":{"limit":null,"usage_monthly":1.25,"byok_usage_monthly":0,"is_management_key":false}}"#,
            dollars: "1.25", first: #"{"data":{"limit":null,"usage_monthly":0,"is_management_key":true}}"#,
            second: #"{"data":{"total_credits":10,"total_usage":3}}"#, sum: "0", empty: nil, key: "sk-or-v1-canary"),
        "litellm": Pages(
            one: litellm("1.25", page: 1, of: 1), dollars: "1.25", first: litellm("1.25", page: 1, of: 2),
            second: litellm("2", page: 2, of: 2), sum: "3.25",
            empty: #"{"results":[],"metadata":{"page":1,"total_pages":0,"has_more":false}}"#, key: "sk-canary-master-1"),
        "aws": Pages(
            one: aws("1.25"), dollars: "1.25", first: aws("1.25", next: "t"), second: aws("2", service: "Bedrock two"),
            sum: "3.25", empty: #"{"ResultsByTime":[]}"#, key: "AKIACANARY0000000000:canarysecretcanarysecret"),
    ]

    private struct Rig {
        let transport: ScriptedTransport
        let clock = HandClock(CloudFaultCase.day + .hours(12))
        var agent: CloudUsageAgent

        init(_ provider: any CloudProvider, _ pages: Pages, _ answers: [HTTPResponse]) {
            transport = ScriptedTransport(answers.map { .success($0) })
            agent = CloudUsageAgent(
                provider: PartOfProvider(provider, .costs),
                source: ProviderSource(provider: provider.id, baseURL: "https://example.com"),
                credential: CredentialSource(Secret(pages.key)), transport: transport, clock: clock.pollClock, seed: 1)
        }
    }

    private static let ids = CloudProviderRegistry.all.map(\.id)

    private func rig(_ id: String, _ answers: (Pages) -> [HTTPResponse]) throws -> Rig {
        let pages = try #require(Self.pages[id], "\(id) has no pages in this test")
        return Rig(try #require(CloudProviderRegistry.provider(id)), pages, answers(pages))
    }

    @Test func `names are unique and every provider has pages here`() {
        #expect(Set(Self.ids) == Set(Self.pages.keys))
        #expect(Self.ids.count == Self.pages.count)
        for provider in CloudProviderRegistry.all {
            #expect(!provider.keyVariables.isEmpty)
            #expect(Set(provider.feeds.map(\.name)).count == provider.feeds.count)
            #expect(provider.feeds.first?.kind == .costs)
        }
    }

    @Test(arguments: ids)
    func `one page is its money, and the open day can still change`(_ id: String) async throws {
        var rig = try rig(id) { [.json($0.one)] }
        let update = try #require(await rig.agent.step())
        #expect(update.status.billedThisMonth.value == Money(try #require(Self.pages[id]).dollars), "\(update)")
        #expect(update.report?.costs.allSatisfy(\.isProvisional) == true)
        #expect(update.report?.costs.isEmpty == false)
    }

    @Test(arguments: ids)
    func `two pages are summed and asked for one after the other`(_ id: String) async throws {
        var rig = try rig(id) {
            [.json($0.first), .json($0.second)] + (id == "openrouter" ? [.json(#"{"data":[]}"#)] : [])
        }
        let update = try #require(await rig.agent.step())
        #expect(update.status.billedThisMonth.value == Money(try #require(Self.pages[id]).sum), "\(update)")
        #expect(Set(rig.transport.requests).count == (id == "openrouter" ? 3 : 2))
    }

    @Test(arguments: ids, [500, 502, 503, 429, 401, 403])
    func `a second page that fails leaves nothing of the first`(_ id: String, _ status: Int) async throws {
        var rig = try rig(id) { [.json($0.first), .json("{}", status: status)] }
        let update = try #require(await rig.agent.step())
        #expect(update.report == nil)
        #expect(update.status.billedThisMonth.state == .unavailable)
        #expect(update.status.billedThisMonth.value == nil)
    }

    @Test(arguments: ids)
    func `an empty answer is nothing spent`(_ id: String) async throws {
        guard let empty = try #require(Self.pages[id]).empty else { return }
        var rig = try rig(id) { _ in [.json(empty)] }
        let update = try #require(await rig.agent.step())
        #expect(update.status.billedThisMonth.value == .zero, "\(update)")
        #expect(update.report?.costs.isEmpty == true)
    }

    @Test(
        arguments: ids,
        [
            "", "{}", "[]", "null", "<html></html>", #"{"data":null}"#, #"{"results":null,"metadata":{}}"#,
            #"{"ResultsByTime":null}"#, "{\"data\":[", #"{"error":"x"}"#,
        ])
    func `a reshaped 200 is an error and never zero`(_ id: String, _ body: String) async throws {
        var rig = try rig(id) { _ in [.json(body)] }
        let update = try #require(await rig.agent.step())
        #expect(update.report == nil, "\(update)")
        #expect(update.status.billedThisMonth.state == .unavailable)
    }

    @Test(arguments: ids)
    func `half of any answer is an error`(_ id: String) async throws {
        let one = try #require(Self.pages[id]).one
        for length in stride(from: 0, to: one.utf8.count - 1, by: 7) {
            var rig = try rig(id) { _ in [.json(String(one.prefix(length)))] }
            #expect(await rig.agent.step()?.report == nil, "\(length)")
        }
    }

    @Test(arguments: ids)
    func `401 and 403 stop until the key changes`(_ id: String) async throws {
        for status in [401, 403] {
            var rig = try rig(id) { _ in [.json("{}", status: status)] }
            let update = try #require(await rig.agent.step())
            #expect(update.status.nextPollAt == nil)
            rig.clock.advance(by: .days(2))
            #expect(await rig.agent.step() == nil)
        }
    }

    @Test(arguments: ids)
    func `429 waits as long as it is asked to`(_ id: String) async throws {
        var rig = try rig(id) { _ in [.json("{}", status: 429, [HTTPHeader("Retry-After", "1234")])] }
        let update = try #require(await rig.agent.step())
        #expect(update.status.nextPollAt == rig.clock.now + .seconds(1_234))
    }

    @Test(arguments: ids)
    func `5xx is asked again within five minutes`(_ id: String) async throws {
        var rig = try rig(id) { [.json("{}", status: 503), .json($0.one)] }
        let update = try #require(await rig.agent.step())
        #expect(try #require(update.status.nextPollAt) <= rig.clock.now + .minutes(5))
        rig.clock.advance(by: .minutes(5))
        #expect(await rig.agent.step()?.report != nil)
    }

    @Test(arguments: ids)
    func `a key in any error is taken out`(_ id: String) async throws {
        let key = try #require(Self.pages[id]).key
        let shapes = [
            #"{"error":{"message":"bad key \#(key)"}}"#, #"{"error":"\#(key)"}"#, #"{"message":"Bearer \#(key)"}"#,
            #"{"detail":"key=\#(key)"}"#, #"{"__type":"x#AccessDenied","Message":"\#(key) may not"}"#,
        ]
        for status in [400, 401, 403, 404, 429, 500] {
            for shape in shapes {
                var rig = try rig(id) { _ in [.json(shape, status: status)] }
                let update = try #require(await rig.agent.step())
                #expect(!"\(update)".lowercased().contains("canary"), "\(update)")
            }
        }
    }

    @Test(arguments: ids)
    func `the key is in no part of a request that is printed`(_ id: String) async throws {
        var rig = try rig(id) { [.json($0.one)] }
        _ = await rig.agent.step()
        let request = try #require(rig.transport.requests.first)
        #expect(!"\(request) \(request.url) \(request.headers)".lowercased().contains("canary"))
        #expect(request.url.hasPrefix("https://example.com/"))
        #expect(!request.credentials.isEmpty)
    }
}
