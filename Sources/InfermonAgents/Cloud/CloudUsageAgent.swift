public import InfermonModel

/// Asks one provider for its costs and usage, again and again: pages, deadlines, back-off, keys.
///
/// What to do when is ``PollPlan``'s and what a page means the provider's; this type only carries it out. A poll whose pages did
/// not all arrive changes nothing: the last good figures stay, with their age and the reason.
public struct CloudUsageAgent: Sendable {
    /// What a step brought.
    public struct Update: Sendable {
        /// A whole answer for the store; `nil` when a poll failed.
        public var report: ProviderReport?
        /// The state for the screen.
        public var status: ProviderStatus
        /// What is wrong and what to do, as a sentence; `nil` when all is well.
        public var problem: String?

        /// Creates an update.
        public init(report: ProviderReport?, status: ProviderStatus, problem: String?) {
            self.report = report
            self.status = status
            self.problem = problem
        }
    }

    /// The most time for one request.
    static let requestTimeout = TimeSpan.seconds(30)
    /// How often a stopped agent looks whether the key changed.
    static let keyCheckInterval = TimeSpan.seconds(30)

    private let provider: any CloudProvider
    private let source: ProviderSource
    private let credential: CredentialSource
    private let transport: any HTTPTransport
    private let clock: PollClock
    private var plan: PollPlan
    private var book: ProviderBook
    private var key: Secret?

    /// Creates an agent that has asked nothing yet.
    ///
    /// - Parameters:
    ///   - provider: The provider's two functions.
    ///   - source: Its part of the configuration.
    ///   - credential: Where the key is.
    ///   - transport: What sends requests.
    ///   - clock: The time to live by.
    ///   - seed: A random number of this process, which spreads the retries of many machines.
    public init(
        provider: any CloudProvider, source: ProviderSource, credential: CredentialSource,
        transport: any HTTPTransport, clock: PollClock, seed: UInt64
    ) {
        self.provider = provider
        self.source = source
        self.credential = credential
        self.transport = transport
        self.clock = clock
        plan = PollPlan(feeds: provider.feeds, interval: source.interval, seed: seed)
        book = ProviderBook(provider: provider, id: source.id)
    }

    /// Whether asking costs money, so that what was read must outlive the process.
    public var isPaid: Bool { provider.feeds.contains(where: \.isPaid) }

    /// Takes up where an earlier process left off, as long as its answer is younger than the time between two polls.
    ///
    /// An answer that was paid for is not paid for again at every start.
    ///
    /// - Parameters:
    ///   - costs: What it stored of the month and the one before.
    ///   - readAt: When it read that.
    public mutating func resume(with costs: [ProviderUsage], readAt: Timestamp) {
        let now = clock.now()
        guard let feed = provider.feeds.first(where: { $0.kind == .costs && $0.isPaid }),
            plan.resume(feed, readAt: readAt, at: now)
        else { return }
        let month = BillingMonth(containing: now, in: .utc)
        let from = BillingMonth(containing: month.start - .days(1), in: .utc).start
        let report = ProviderReport(costs: costs, usage: [], from: from, to: now + .days(2), parts: [.costs])
        book.resume(with: report, interval: plan.interval(of: feed), readAt: readAt)
    }

    /// The state for the screen as of `now`.
    public func status(at now: Timestamp) -> ProviderStatus {
        book.status(at: now, nextPollAt: plan.nextPollAt)
    }

    /// Asks until the task is cancelled, and hands every change over before it goes on.
    ///
    /// - Parameter deliver: Takes a change; the next request is not sent before it returns.
    public mutating func run(_ deliver: @Sendable (Update) async -> Void) async {
        while !Task.isCancelled {
            do {
                if let update = await step() {
                    if Task.isCancelled { return }
                    await deliver(update)
                } else {
                    try await clock.sleep(pause(at: clock.now()))
                }
            } catch {
                return
            }
        }
    }

    /// Makes the one poll that is due, if any.
    ///
    /// - Returns: What it brought; `nil` when nothing is due.
    public mutating func step() async -> Update? {
        let now = clock.now()
        if plan.hasStoppedFeeds, let update = resumeWithNewKey(at: now) { return update }
        guard case .poll(let job) = plan.step(at: now) else { return nil }
        do throws(ProviderFailure) {
            let report = try await poll(job)
            plan.succeeded(job)
            book.apply(report, of: job, interval: plan.interval(of: job.feed), at: clock.now())
            return update(report)
        } catch {
            if case .transport(.cancelled) = error { return nil }
            plan.failed(job, with: error, at: clock.now())
            book.failed(job.feed, with: error, at: clock.now())
            return update(nil)
        }
    }

    private func update(_ report: ProviderReport?) -> Update {
        Update(report: report, status: status(at: clock.now()), problem: book.problem)
    }

    private mutating func resumeWithNewKey(at now: Timestamp) -> Update? {
        // No key yet, or one that still cannot be read, changes nothing: the reason is on the screen already.
        guard let new = try? credential.read(), new != key else { return nil }
        key = new
        plan.resume(at: now)
        return update(nil)
    }

    private mutating func pause(at now: Timestamp) -> TimeSpan {
        // In parts, so that a new key, a clock that was set or a machine that slept is noticed.
        switch plan.step(at: now) {
        case .poll: .zero
        case .wait(let until): min(max(until - now, .milliseconds(1)), Self.keyCheckInterval)
        case .stopped: Self.keyCheckInterval
        }
    }

    private mutating func poll(_ job: PollPlan.Job) async throws(ProviderFailure) -> ProviderReport {
        let key = try heldKey()
        var query = ProviderQuery(
            feed: job.feed, from: job.from, to: job.to, now: job.start, baseURL: source.baseURL.map(Self.withoutSlash),
            settings: source.settings)
        var assembly = PageAssembly(query: query)
        while true {
            let left = job.start + job.budget - clock.now()
            guard left > .zero else { throw .tooSlow(job.budget) }
            let page = try await page(query, key: key, within: min(left, Self.requestTimeout))
            guard let next = try assembly.add(page) else { return assembly.report().said(by: source.id) }
            query.page = next
        }
    }

    private mutating func heldKey() throws(ProviderFailure) -> Secret {
        if let key { return key }
        let new = try credential.read()
        key = new
        return new
    }

    private func page(
        _ query: ProviderQuery, key: Secret, within deadline: TimeSpan
    ) async throws(ProviderFailure) -> ProviderPage {
        let request = try provider.request(for: query, key: key)
        let response: HTTPResponse
        do throws(HTTPFailure) {
            response = try await transport.send(request, within: deadline)
        } catch {
            throw .transport(error)
        }
        if let failure = provider.failure(in: response, key: key, at: clock.now()) { throw failure }
        return try provider.page(from: response.body, for: query)
    }

    private static func withoutSlash(_ url: String) -> String {
        var url = url
        while url.hasSuffix("/") { url.removeLast() }
        return url
    }
}

extension ProviderReport {
    /// The report with the account's name on every record.
    fileprivate func said(by account: String) -> ProviderReport {
        var report = self
        for index in costs.indices { report.costs[index].account = account }
        for index in usage.indices { report.usage[index].account = account }
        return report
    }
}
