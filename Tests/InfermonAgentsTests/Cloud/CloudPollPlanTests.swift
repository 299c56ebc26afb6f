import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct CloudPollPlanTests {
    private let costs = ProviderFeed(name: "costs", kind: .costs, interval: .minutes(10), reach: .openDays)
    private let usage = ProviderFeed(
        name: "usage", kind: .usage, interval: .minutes(1), bucket: .minutes(1), reach: .recent(.minutes(15)))
    private let noon = Timestamp(seconds: 1_763_899_200)  // 2025-11-23T12:00:00Z

    private func job(_ plan: inout PollPlan, at now: Timestamp) throws -> PollPlan.Job {
        guard case .poll(let job) = plan.step(at: now) else {
            throw ProviderFailure.malformed("no job at \(now.rfc3339)")
        }
        return job
    }

    private func day(_ text: String) throws -> Timestamp { try #require(DateText.instant(text)) }

    @Test func `every feed is due at the start, the first one first`() throws {
        var plan = PollPlan(feeds: [costs, usage], seed: 1)
        let first = try job(&plan, at: noon)
        #expect(first.feed == costs)
        plan.succeeded(first)
        let second = try job(&plan, at: noon)
        #expect(second.feed == usage)
        plan.succeeded(second)
        #expect(plan.step(at: noon) == .wait(until: noon + .minutes(1)))
    }

    @Test func `usage is asked every minute and costs every ten`() throws {
        var plan = PollPlan(feeds: [costs, usage], seed: 1)
        var polls: [String: Int] = [:]
        var now = noon
        while now < noon + .hours(1) {
            switch plan.step(at: now) {
            case .poll(let job):
                polls[job.feed.name, default: 0] += 1
                plan.succeeded(job)
            case .wait(let until): now = until
            case .stopped: Issue.record("stopped")
            }
        }
        #expect(polls == ["costs": 6, "usage": 60])
    }

    @Test func `the first read is the whole month, the next ones the last three days`() throws {
        var plan = PollPlan(feeds: [costs], seed: 1)
        let first = try job(&plan, at: noon)
        #expect(first.from == (try day("2025-11-01")))
        #expect(first.to == (try day("2025-11-24")))
        plan.succeeded(first)
        let second = try job(&plan, at: noon + .minutes(10))
        #expect(second.from == (try day("2025-11-21")))
        plan.succeeded(second)
        let third = try job(&plan, at: noon + .hours(6))
        #expect(third.from == (try day("2025-11-01")))
    }

    @Test(arguments: [
        ("2025-12-05T23:59:00Z", "2025-11-01"), ("2025-12-06T00:00:00Z", "2025-12-01"),
        ("2025-12-01T00:00:00Z", "2025-11-01"), ("2026-01-03T00:00:00Z", "2025-12-01"),
        ("2026-03-01T00:00:00Z", "2026-02-01"),
    ])
    func `a month stays open for five days`(_ now: String, _ from: String) throws {
        var plan = PollPlan(feeds: [costs], seed: 1)
        #expect(try job(&plan, at: try day(now)).from == day(from))
    }

    @Test func `days that were missed are read again`() throws {
        var plan = PollPlan(feeds: [costs, usage], seed: 1)
        plan.succeeded(try job(&plan, at: noon))
        plan.succeeded(try job(&plan, at: noon))
        let late = noon + .hours(5)
        let later = try job(&plan, at: late)
        #expect(later.feed == usage)
        #expect(later.from == noon - .minutes(15))
        plan.succeeded(later)
        let next = try job(&plan, at: late)
        #expect(next.from == (try day("2025-11-21")))
    }

    @Test func `a failed whole read is tried again as a whole`() throws {
        var plan = PollPlan(feeds: [costs], seed: 1)
        plan.failed(try job(&plan, at: noon), with: .transport(.cancelled), at: noon)
        #expect(try job(&plan, at: noon + .minutes(5)).from == day("2025-11-01"))
    }

    @Test func `what costs money is asked once an hour at most, whatever is configured`() throws {
        let paid = ProviderFeed(
            name: "costs", kind: .costs, interval: .hours(6), reach: .openDays, costPerRequest: Money(picodollars: 1))
        var plan = PollPlan(feeds: [paid], interval: .seconds(10), seed: 1)
        #expect(plan.interval(of: paid) == .hours(1))
        let first = try job(&plan, at: noon)
        plan.failed(first, with: .malformed("half."), at: noon)
        #expect(plan.step(at: noon) == .wait(until: noon + .hours(1)), "the answer was paid for")
        var free = PollPlan(feeds: [paid], seed: 1)
        free.failed(try job(&free, at: noon), with: .transport(.broken(host: "h", detail: "d")), at: noon)
        #expect(try #require(free.nextPollAt) <= noon + .minutes(5), "nobody was asked")
    }

    @Test func `failures wait longer and longer, five minutes at most, and a success ends it`() throws {
        var plan = PollPlan(feeds: [usage], seed: 1)
        var now = noon
        var longest = TimeSpan.zero
        for _ in 0..<200 {
            plan.failed(try job(&plan, at: now), with: .transport(.cancelled), at: now)
            guard case .wait(let until) = plan.step(at: now) else {
                Issue.record("no wait")
                return
            }
            #expect(until > now)
            longest = max(longest, until - now)
            now = until
        }
        #expect(longest <= .minutes(5))
        #expect(longest > .minutes(4))
        plan.succeeded(try job(&plan, at: now))
        #expect(plan.step(at: now) == .wait(until: now + .minutes(1)))
    }

    @Test func `an asked wait holds for all feeds and for an hour at most`() throws {
        var plan = PollPlan(feeds: [costs, usage], seed: 1)
        plan.failed(try job(&plan, at: noon), with: .rateLimited(retryAfter: .days(2)), at: noon)
        #expect(plan.step(at: noon) == .wait(until: noon + .hours(1)))
        #expect(plan.nextPollAt == noon + .hours(1))
    }

    @Test func `a refused key stops all feeds, a forbidden feed only itself`() throws {
        var plan = PollPlan(feeds: [costs, usage], seed: 1)
        let first = try job(&plan, at: noon)
        plan.failed(first, with: .forbidden(""), at: noon)
        let second = try job(&plan, at: noon)
        #expect(second.feed == usage)
        #expect(plan.hasStoppedFeeds)
        plan.failed(second, with: .keyRefused(""), at: noon)
        #expect(plan.step(at: noon + .days(3)) == .stopped)
        #expect(plan.nextPollAt == nil)
        plan.resume(at: noon + .days(3))
        #expect(try job(&plan, at: noon + .days(3)).feed == costs)
    }

    @Test func `a clock that is set back does not stop the polls`() throws {
        var plan = PollPlan(feeds: [usage], seed: 1)
        plan.succeeded(try job(&plan, at: noon))
        #expect(plan.step(at: noon - .days(1)) == .wait(until: noon - .days(1) + .minutes(1)))
        #expect(try job(&plan, at: noon - .days(1) + .minutes(1)).to > noon - .days(1))
    }

    @Test func `the configured interval is that of costs and usage, and bounds a poll`() throws {
        let limits = ProviderFeed(name: "limit", kind: .limits, interval: .hours(1), reach: .month)
        let plan = PollPlan(feeds: [costs, usage, limits], interval: .seconds(5), seed: 1)
        #expect([costs, usage, limits].map { plan.interval(of: $0) } == [.seconds(5), .seconds(5), .hours(1)])
        var copy = plan
        #expect(try job(&copy, at: noon).budget == .seconds(5))
    }
}
