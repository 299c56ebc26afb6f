import Foundation
import InfermonModel
import Synchronization
import Testing

@testable import InfermonAgents

/// A deadline that a test sets: the agent's own would run out between two redirects while hundreds of tests wait for their turn.
private final class SetDeadline: HTTPTransport {
    private let inner: CurlTransport
    let longest = Mutex(TimeSpan.minutes(5))

    init(_ inner: CurlTransport) { self.inner = inner }

    func send(_ request: HTTPRequest, within deadline: TimeSpan) async throws(HTTPFailure) -> HTTPResponse {
        try await inner.send(request, within: longest.withLock { $0 })
    }
}

/// Every fault between two good polls: a state, never a wrong or a doubled total, and the deadline holds.
@Suite struct CloudFaultTests {
    private static let budget = TimeSpan.milliseconds(300)

    @Test func `there are at least 120 faults with names of their own`() {
        #expect(CloudFaultCase.all.count >= 120)
        #expect(Set(CloudFaultCase.all.map(\.name)).count == CloudFaultCase.all.count)
    }

    @Test(arguments: CloudFaultCase.all)
    func `a fault leaves a state and never a wrong total`(_ fault: CloudFaultCase) async throws {
        let before = CloudFaultCase.page(["10", "2.5"])
        let server = try FaultServer { _ in [.answer(200, [], before)] }
        let transport = SetDeadline(CurlTransport(library: try CurlLibrary(), limits: HTTPLimits(bodyBytes: 1 << 20)))
        let clock = HandClock(CloudFaultCase.day + .hours(12))
        var agent = CloudUsageAgent(
            provider: PartOfProvider(OpenAIProvider(), .costs),
            source: ProviderSource(provider: "openai", baseURL: server.baseURL + "/"),
            credential: CredentialSource(Secret(CloudFaultCase.key)), transport: transport, clock: clock.pollClock,
            seed: 7)

        let first = try #require(await agent.step())
        #expect(first.status.billedThisMonth == .current(try #require(Money("12.5")), at: clock.now))
        let readAt = clock.now
        clock.advance(by: .minutes(10))

        server.respond(fault.handler)
        if fault.isHanging { transport.longest.withLock { $0 = Self.budget } }
        let second = try #require(await agent.step())
        // Half a minute is how long a request may take; on a machine that is busy with other things 300 ms become seconds.
        if fault.isHanging { #expect(try await server.longestStay() < .seconds(20)) }
        #expect(!"\(second)".contains("canary"), "\(second)")
        try check(second, of: fault, readAt: readAt, now: clock.now)

        transport.longest.withLock { $0 = .minutes(5) }
        server.respond { _ in [.answer(200, [], CloudFaultCase.page(["13"]))] }
        clock.advance(by: .hours(2))
        let third = await agent.step()
        if fault.outcome == .stopped {
            #expect(third == nil)
        } else {
            #expect(third?.status.billedThisMonth == .current(try #require(Money("13")), at: clock.now))
            #expect(third?.problem == nil)
        }
    }

    private func check(
        _ update: CloudUsageAgent.Update, of fault: CloudFaultCase, readAt: Timestamp, now: Timestamp
    ) throws {
        if case .read(let dollars) = fault.outcome {
            #expect(update.status.billedThisMonth == .current(try #require(Money(dollars)), at: now), "\(update)")
            #expect(update.report != nil)
            return
        }
        #expect(update.report == nil)
        guard case .stale(let money, let since, let reason) = update.status.billedThisMonth else {
            Issue.record("\(update)")
            return
        }
        #expect(money == Money("12.5"))
        #expect(since == readAt)
        #expect(reason.hasSuffix(".") || reason.hasSuffix("?"), "\(reason)")
        #expect(update.problem?.contains(reason) == true)
        #expect(!reason.unicodeScalars.contains { $0.value < 32 || $0.value == 127 })
        let wait = update.status.nextPollAt.map { $0 - now }
        switch fault.outcome {
        case .kept: #expect(try #require(wait) <= .minutes(10))
        case .keptFor(let seconds):
            #expect(try #require(wait) >= .seconds(seconds))
            #expect(try #require(wait) <= .seconds(seconds + 1))
        case .stopped: #expect(wait == nil)
        case .read: break
        }
    }

    @Test func `nobody listens`() async throws {
        let port: Int
        do {
            let server = try FaultServer { _ in [] }
            port = server.port
        }
        var agent = CloudUsageAgent(
            provider: PartOfProvider(OpenAIProvider(), .costs),
            source: ProviderSource(provider: "openai", baseURL: "http://127.0.0.1:\(port)"),
            credential: CredentialSource(Secret(CloudFaultCase.key)),
            transport: CurlTransport(library: try CurlLibrary()),
            clock: HandClock(CloudFaultCase.day).pollClock, seed: 7)
        let update = try #require(await agent.step())
        guard case .unavailable(let reason) = update.status.billedThisMonth else {
            Issue.record("\(update)")
            return
        }
        #expect(reason.contains("127.0.0.1"))
    }

    @Test func `a secret goes to no other origin`() async throws {
        let other = try FaultServer { _ in [.answer(200, [], CloudFaultCase.good)] }
        let server = try FaultServer { _ in [.answer(302, ["Location: \(other.baseURL)/v1"])] }
        let transport = CurlTransport(library: try CurlLibrary())
        let request = HTTPRequest(url: server.baseURL, credentials: [HTTPHeader("X-Api-Key", CloudFaultCase.key)])
        let error = await #expect(throws: HTTPFailure.self) { try await transport.send(request, within: .minutes(5)) }
        #expect(error?.description.contains("the key is not sent there") == true)
        #expect(other.requests.isEmpty)
        let plain = try await transport.send(HTTPRequest(url: server.baseURL), within: .minutes(5))
        #expect(plain.status == 200)
        #expect(other.requests.first?.headers["x-api-key"] == nil)
    }
}
