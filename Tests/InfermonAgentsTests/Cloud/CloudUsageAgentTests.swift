import InfermonModel
import Synchronization
import Testing

@testable import InfermonAgents

@Suite struct CloudUsageAgentTests {
    private let clock = HandClock(CloudFaultCase.day + .hours(12))

    private func agent(
        _ transport: any HTTPTransport, _ provider: any CloudProvider = PartOfProvider(OpenAIProvider(), .costs),
        credential: CredentialSource = CredentialSource(Secret(CloudFaultCase.key))
    ) -> CloudUsageAgent {
        CloudUsageAgent(
            provider: provider, source: ProviderSource(provider: provider.id), credential: credential,
            transport: transport, clock: clock.pollClock, seed: 7)
    }

    private func good(_ dollars: String) -> ScriptedTransport.Answer { .success(.json(CloudFaultCase.page([dollars]))) }

    @Test func `nothing is known before the first poll`() {
        let status = agent(ScriptedTransport([])).status(at: clock.now)
        #expect(status.billedThisMonth == .waiting)
        #expect(status.id == "openai")
    }

    @Test func `a poll gives a report for the store and a state for the screen`() async throws {
        var agent = agent(ScriptedTransport([good("12.5")]))
        let update = try #require(await agent.step())
        #expect(update.report?.costs.map(\.billed) == [Money("12.5")])
        #expect(update.report?.parts == [.costs])
        #expect(update.status.billedThisMonth == .current(try #require(Money("12.5")), at: clock.now))
        #expect(
            update.status.billedUntil == min(CloudFaultCase.day + .days(1), clock.now),
            "the bucket of today ends tomorrow")
        #expect(update.status.nextPollAt == clock.now + .minutes(10))
        #expect(update.status.costPerPoll == .zero)
        #expect(update.problem == nil)
        #expect(await agent.step() == nil)
    }

    @Test func `an account's figures carry its name`() async throws {
        var agent = CloudUsageAgent(
            provider: PartOfProvider(OpenAIProvider(), .costs),
            source: ProviderSource(provider: "openai", name: "team-a"),
            credential: CredentialSource(Secret(CloudFaultCase.key)), transport: ScriptedTransport([good("12.5")]),
            clock: clock.pollClock, seed: 7)
        let update = try #require(await agent.step())
        #expect(update.status.id == "team-a")
        #expect(update.status.provider == "openai")
        #expect(update.report?.costs.map(\.account) == ["team-a"])
        #expect(update.report?.costs.map(\.provider) == ["openai"])
    }

    @Test func `a limit that is taken away is shown no more`() async throws {
        let page = #"{"object":"organization.spend_limit","threshold_amount":10000,"currency":"USD"}"#
        let gone = #"{"error":{"message":"none","type":"invalid_request_error"}}"#
        var agent = agent(
            ScriptedTransport([.success(.json(page)), .success(.json(gone, status: 404))]),
            PartOfProvider(OpenAIProvider(), .limits))
        let first = try #require(await agent.step())
        #expect(first.status.spendLimit == Money("100"))
        #expect(first.status.limits.map(\.amount) == [try #require(Money("100"))])
        clock.advance(by: .hours(1))
        let second = try #require(await agent.step())
        #expect(second.status.spendLimit == nil)
        #expect(second.status.limits.isEmpty)
    }

    @Test func `a gateway's count is no bill`() {
        let bill = ProviderStatus(id: "openai", billedThisMonth: .current(Money(dollars: 3), at: .epoch))
        let other = ProviderStatus(id: "openai/b", billedThisMonth: .current(Money(dollars: 4), at: .epoch))
        let count = ProviderStatus(
            id: "litellm", isGateway: true, billedThisMonth: .current(Money(dollars: 9), at: .epoch))
        #expect([bill, count, other].billedThisMonth == Money(dollars: 7))
        #expect([count].billedThisMonth == nil)
        #expect(LiteLLMProvider().isGateway && !OpenAIProvider().isGateway)
    }

    @Test func `an answer that was paid for is not paid for again at the next start`() async throws {
        let day = clock.now.floored(to: .days(1)) - .days(1)
        let bill = ProviderUsage(provider: "aws", start: day, end: day + .days(1), billed: Money(dollars: 7))
        func started(after pause: TimeSpan, _ transport: ScriptedTransport) -> CloudUsageAgent {
            var agent = CloudUsageAgent(
                provider: PartOfProvider(AWSProvider(), .costs), source: ProviderSource(provider: "aws"),
                credential: CredentialSource(Secret("AKID:secret")), transport: transport, clock: clock.pollClock,
                seed: 7)
            agent.resume(with: [bill], readAt: clock.now - pause)
            return agent
        }
        let idle = ScriptedTransport([])
        var soon = started(after: .hours(1), idle)
        #expect(soon.isPaid)
        #expect(await soon.step() == nil)
        #expect(idle.requests.isEmpty)
        #expect(
            soon.status(at: clock.now).billedThisMonth == .current(Money(dollars: 7), at: clock.now - .hours(1)))
        #expect(soon.status(at: clock.now).nextPollAt == clock.now + .hours(5))
        let asked = ScriptedTransport([.success(.json(#"{"ResultsByTime":[]}"#))])
        var late = started(after: .hours(7), asked)
        #expect(await late.step()?.status.billedThisMonth.value == .zero)
        #expect(asked.requests.count == 1)
        var future = started(after: .hours(-1), ScriptedTransport([]))
        #expect(await future.step() != nil, "a clock that was set back makes no answer")
    }

    @Test func `a figure that was corrected replaces the earlier one`() async throws {
        var agent = agent(ScriptedTransport([good("12.5"), good("11"), good("14")]))
        for dollars in ["12.5", "11", "14"] {
            let update = try #require(await agent.step())
            #expect(update.status.billedThisMonth.value == Money(dollars))
            clock.advance(by: .minutes(10))
        }
    }

    @Test func `a figure that nobody refreshes grows stale by itself`() async throws {
        var agent = agent(ScriptedTransport([good("12.5")]))
        _ = await agent.step()
        let readAt = clock.now
        #expect(agent.status(at: readAt + .minutes(20)).billedThisMonth.state == .current)
        let old = agent.status(at: readAt + .minutes(30)).billedThisMonth
        #expect(old.state == .stale)
        #expect(old.readAt == readAt)
    }

    @Test func `a new month starts at nothing spent`() async throws {
        let transport = ScriptedTransport([good("12.5"), .success(.json(CloudFaultCase.page([])))])
        var agent = agent(transport)
        _ = await agent.step()
        clock.set(try #require(DateText.instant("2025-12-01T00:10:00Z")))
        let update = try #require(await agent.step())
        #expect(update.status.billedThisMonth == .current(.zero, at: clock.now))
        #expect(update.report?.from == DateText.instant("2025-11-01"))
    }

    @Test func `a whole poll takes no longer than its interval`() async throws {
        let clock = clock
        let slow = SlowPages(pause: { clock.advance(by: .seconds(25)) })
        var agent = agent(slow)
        let start = clock.now
        let update = try #require(await agent.step())
        #expect(update.report == nil)
        #expect(update.problem == "costs: The pages did not arrive within 300 s.")
        #expect(clock.now - start <= .seconds(300))
        #expect(slow.deadlines.withLock { $0 }.allSatisfy { $0 <= .seconds(30) && $0 > .zero })
    }

    @Test func `a refused key is not used again, a new one is`() async throws {
        let transport = ScriptedTransport([
            good("12.5"), .success(.json("{}", status: 401)), good("13"),
        ])
        let keys = KeyFile()
        try keys.write("first-key-1")
        var agent = agent(transport, credential: CredentialSource(.file(keys.path), variables: []))
        _ = await agent.step()
        clock.advance(by: .minutes(10))
        let refused = try #require(await agent.step())
        #expect(refused.status.billedThisMonth.state == .stale)
        #expect(refused.status.nextPollAt == nil)
        for _ in 0..<20 {
            clock.advance(by: .minutes(10))
            #expect(await agent.step() == nil)
        }
        #expect(transport.requests.count == 2)
        try keys.write("second-key-2")
        _ = try #require(await agent.step())
        let again = try #require(await agent.step())
        #expect(again.status.billedThisMonth.value == Money("13"))
        #expect(transport.requests.map { $0.credentials.map(\.value) }.last == ["Bearer second-key-2"])
    }

    @Test func `without a key nothing is asked and the sentence says what to do`() async throws {
        let transport = ScriptedTransport([])
        var agent = agent(transport, credential: CredentialSource(nil, variables: ["INFERMON_NO_SUCH_VARIABLE"]))
        let update = try #require(await agent.step())
        #expect(update.status.billedThisMonth.reason?.contains("set INFERMON_NO_SUCH_VARIABLE") == true)
        #expect(transport.requests.isEmpty)
        #expect(await agent.step() == nil)
    }

    @Test func `feeds fail apart, and what is not served is not reported`() async throws {
        let limit = #"{"threshold_amount":10000,"currency":"USD"}"#
        let transport = ScriptedTransport([
            good("12.5"), .success(.json("", status: 503)), .success(.json(limit)), .success(.json("{}", status: 404)),
        ])
        var agent = agent(transport, OpenAIProvider())
        var last: CloudUsageAgent.Update?
        while let update = await agent.step() { last = update }
        let status = try #require(last?.status)
        #expect(transport.requests.count == 4)
        #expect(status.billedThisMonth.state == .current)
        #expect(status.spendLimit == Money("100"))
        #expect(status.notes == ["usage: The provider failed (503).", "OpenAI's own limit is $100 a month."])
        #expect(last?.problem == "usage: The provider failed (503).")
    }

    @Test func `it runs until it is cancelled, one request at a time`() async throws {
        let transport = OneAtATime(dollars: "3")
        let agent = agent(transport)
        let updates = Mutex(0)
        let task = Task {
            var agent = agent
            await agent.run { _ in
                let count = updates.withLock { count -> Int in
                    count += 1
                    return count
                }
                if count == 25 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await task.value
        #expect(updates.withLock { $0 } == 25)
        #expect(transport.most.withLock { $0 } == 1)
    }
}

/// A provider whose pages never end, each slower than the last.
private final class SlowPages: HTTPTransport {
    let deadlines = Mutex<[TimeSpan]>([])
    private let pause: @Sendable () -> Void

    init(pause: @escaping @Sendable () -> Void) { self.pause = pause }

    func send(_ request: HTTPRequest, within deadline: TimeSpan) async throws(HTTPFailure) -> HTTPResponse {
        pause()
        let count = deadlines.withLock { deadlines -> Int in
            deadlines.append(deadline)
            return deadlines.count
        }
        return .json(CloudFaultCase.page([], next: "p\(count)"))
    }
}

/// Counts how many requests are out at once.
private final class OneAtATime: HTTPTransport {
    let most = Mutex(0)
    private let out = Mutex(0)
    private let dollars: String

    init(dollars: String) { self.dollars = dollars }

    func send(_ request: HTTPRequest, within deadline: TimeSpan) async throws(HTTPFailure) -> HTTPResponse {
        let now = out.withLock { out -> Int in
            out += 1
            return out
        }
        most.withLock { $0 = max($0, now) }
        await Task.yield()
        out.withLock { $0 -= 1 }
        return .json(CloudFaultCase.page([dollars]))
    }
}
