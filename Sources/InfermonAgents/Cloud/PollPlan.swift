import InfermonModel

/// When which feed of a provider is asked for which interval: a state machine without I/O.
///
/// Each feed is due, or waits, or is stopped. A success makes it due an interval after the poll's start; a failure after a back-off
/// or what the provider asked for, which holds for all of its feeds; 401 stops all feeds and 403 its own until the key changes. One
/// job is out at a time.
struct PollPlan: Sendable {
    /// A poll to be made.
    struct Job: Hashable, Sendable {
        let feed: ProviderFeed
        let from: Timestamp
        let to: Timestamp
        /// When the poll was due to start.
        let start: Timestamp
        /// The most time it may take.
        let budget: TimeSpan
    }

    /// What to do now.
    enum Step: Hashable, Sendable {
        /// Ask.
        case poll(Job)
        /// Nothing before then.
        case wait(until: Timestamp)
        /// Nothing until the key changes.
        case stopped
    }

    private struct State {
        let feed: ProviderFeed
        let interval: TimeSpan
        var due: Timestamp?
        var failures = 0
        var isStopped = false
        var lastSuccess: Timestamp?
        var lastWholeRead: Timestamp?
    }

    /// How long after its end a month's bill can still change.
    static let monthStaysOpen = TimeSpan.days(5)
    /// The least time between two polls that cost money, whatever the configuration says.
    static let paidInterval = TimeSpan.hours(1)
    /// How often the whole open month is read again.
    static let wholeReadInterval = TimeSpan.hours(6)

    private var states: [State]
    private let seed: UInt64
    private var lastSeen: Timestamp?

    /// Creates a plan in which every feed is due.
    ///
    /// - Parameters:
    ///   - feeds: The feeds, the most important first.
    ///   - interval: The configured time between two polls of costs and usage; `nil` for each feed's own.
    ///   - seed: Spreads the waits of many machines.
    init(feeds: [ProviderFeed], interval: TimeSpan? = nil, seed: UInt64) {
        states = feeds.map { feed in
            let own = feed.kind == .limits ? feed.interval : interval ?? feed.interval
            return State(feed: feed, interval: max(own, feed.isPaid ? Self.paidInterval : .seconds(1)))
        }
        self.seed = seed
    }

    /// The first poll from now on; `nil` when all are stopped.
    var nextPollAt: Timestamp? { states.filter { !$0.isStopped }.compactMap { $0.due ?? lastSeen }.min() }

    /// Whether a feed is not asked until the key changes.
    var hasStoppedFeeds: Bool { states.contains(where: \.isStopped) }

    /// How many polls of the feed failed in a row.
    func failures(of feed: ProviderFeed) -> Int { states.first { $0.feed == feed }?.failures ?? 0 }

    /// The time between two polls of the feed.
    func interval(of feed: ProviderFeed) -> TimeSpan { states.first { $0.feed == feed }?.interval ?? feed.interval }

    /// What to do at `now`.
    mutating func step(at now: Timestamp) -> Step {
        followClock(to: now)
        let candidates = states.indices.filter { !states[$0].isStopped }
        guard let index = candidates.min(by: { due($0, at: now) < due($1, at: now) }) else { return .stopped }
        let next = due(index, at: now)
        return next <= now ? .poll(job(index, at: now)) : .wait(until: next)
    }

    /// Records that a job gave a whole answer.
    mutating func succeeded(_ job: Job) {
        update(job.feed) { state in
            state.failures = 0
            state.due = job.start + state.interval
            state.lastSuccess = job.start
            if state.feed.reach != .openDays || job.from <= Self.wholeStart(at: job.start) {
                state.lastWholeRead = job.start
            }
        }
    }

    /// Records that a job failed at `now`.
    mutating func failed(_ job: Job, with failure: ProviderFailure, at now: Timestamp) {
        let seed = seed
        update(job.feed) { state in
            state.failures += 1
            let salt = UInt64(truncatingIfNeeded: state.feed.name.utf8.reduce(0) { $0 &* 31 &+ Int($1) }) << 32
            let wait = Backoff.wait(failures: state.failures, seed: seed ^ salt, retryAfter: failure.retryAfter)
            // What the provider will never answer, and an answer that was paid for, is asked no more often than what it does.
            if failure.isLasting || (state.feed.isPaid && failure.isAnswer) {
                state.due = now + max(wait, state.interval)
            } else {
                state.due = now + wait
            }
        }
        switch failure {
        case .keyRefused, .noKey:
            for index in states.indices { states[index].isStopped = true }
        case .forbidden: update(job.feed) { $0.isStopped = true }
        case .rateLimited(let wait?):
            let until = now + min(wait, Backoff.retryAfterCap)
            for index in states.indices { states[index].due = max(states[index].due ?? until, until) }
        case .rateLimited, .transport, .serverError, .refused, .malformed, .endlessPages, .inconsistent, .tooSlow: break
        }
    }

    /// Counts an answer that an earlier process got.
    ///
    /// - Returns: Whether it is young enough to wait for the next poll; the next one reads everything that is open.
    mutating func resume(_ feed: ProviderFeed, readAt: Timestamp, at now: Timestamp) -> Bool {
        guard readAt <= now, now - readAt < interval(of: feed) else { return false }
        update(feed) { state in
            state.due = readAt + state.interval
            state.lastSuccess = readAt
        }
        return true
    }

    /// Starts again with a new key.
    mutating func resume(at now: Timestamp) {
        for index in states.indices where states[index].isStopped {
            states[index].isStopped = false
            states[index].failures = 0
            states[index].due = now
        }
    }

    private func due(_ index: Int, at now: Timestamp) -> Timestamp { states[index].due ?? now }

    private mutating func update(_ feed: ProviderFeed, _ change: (inout State) -> Void) {
        guard let index = states.firstIndex(where: { $0.feed == feed }) else { return }
        change(&states[index])
    }

    /// Moves what is due along with a clock that was set back, or nothing would be asked until it has caught up.
    private mutating func followClock(to now: Timestamp) {
        defer { lastSeen = now }
        guard let lastSeen, now < lastSeen else { return }
        let step = lastSeen - now
        for index in states.indices {
            states[index].due = states[index].due.map { $0 - step }
            states[index].lastSuccess = states[index].lastSuccess.map { min($0, now) }
            states[index].lastWholeRead = nil
        }
    }

    private func job(_ index: Int, at now: Timestamp) -> Job {
        let state = states[index]
        let feed = state.feed
        let from: Timestamp
        switch feed.reach {
        case .month: from = Self.monthStart(at: now)
        case .recent(let span):
            let missed = max(now - .days(1), min(state.lastSuccess ?? now, now) - span)
            from = missed.floored(to: feed.bucket)
        case .openDays:
            let open = min(state.lastSuccess ?? now, now).floored(to: .days(1)) - .days(2)
            let isWhole = state.lastWholeRead.map { now - $0 >= Self.wholeReadInterval } ?? true
            from = isWhole ? min(open, Self.wholeStart(at: now)) : open
        }
        return Job(
            feed: feed, from: from, to: now.floored(to: feed.bucket) + feed.bucket, start: now,
            budget: min(state.interval, .minutes(5)))
    }

    /// The start of the oldest month that is open at `now`.
    private static func wholeStart(at now: Timestamp) -> Timestamp { monthStart(at: now - monthStaysOpen) }

    private static func monthStart(at instant: Timestamp) -> Timestamp {
        BillingMonth(containing: instant, in: .utc).start
    }
}
