import InfermonModel

/// What is known of a provider and how fresh it is: the state between polls, without I/O.
struct ProviderBook: Sendable {
    private struct Trouble {
        let feed: ProviderFeed
        let reason: String
        let failure: ProviderFailure
    }

    private let id: String
    private let provider: String
    private let isGateway: Bool
    private let costPerPoll: Money
    private var ledger = BilledLedger()
    private var readAt: Timestamp?
    private var interval = TimeSpan.zero
    private var spendLimits: [String: Money] = [:]
    private var limits: [String: [ProviderLimit]] = [:]
    private var notes: [String: [String]] = [:]
    private var trouble: [String: Trouble] = [:]
    private let feedNames: [String]

    init(provider: any CloudProvider, id: String) {
        self.id = id
        self.provider = provider.id
        isGateway = provider.isGateway
        feedNames = provider.feeds.map(\.name)
        costPerPoll = provider.feeds.reduce(into: Money.zero) { $0 += $1.costPerRequest }
    }

    /// Takes in a whole answer.
    mutating func apply(_ report: ProviderReport, of job: PollPlan.Job, interval: TimeSpan, at now: Timestamp) {
        trouble[job.feed.name] = nil
        notes[job.feed.name] = report.notes
        // A limit that was taken away is one no more.
        spendLimits[job.feed.name] = report.spendLimit
        limits[job.feed.name] = report.limits
        guard job.feed.kind == .costs else { return }
        ledger.apply(report, at: now)
        readAt = now
        self.interval = interval
    }

    /// Takes in what an earlier process read at `readAt`.
    mutating func resume(with report: ProviderReport, interval: TimeSpan, readAt: Timestamp) {
        ledger.apply(report, at: readAt)
        self.readAt = readAt
        self.interval = interval
    }

    /// Takes in a failure: the figures stay as they were.
    mutating func failed(_ feed: ProviderFeed, with failure: ProviderFailure, at now: Timestamp) {
        if feed.kind == .limits, case .refused(404, _) = failure {
            // There is none, or none any more.
            spendLimits[feed.name] = nil
            limits[feed.name] = nil
        }
        trouble[feed.name] = Trouble(feed: feed, reason: failure.description, failure: failure)
    }

    /// The most important thing that is wrong, as a sentence.
    var problem: String? {
        feedNames.compactMap { trouble[$0] }.first { !$0.feed.isOptional }.map { "\($0.feed.name): \($0.reason)" }
    }

    /// The state for the screen.
    func status(at now: Timestamp, nextPollAt: Timestamp?) -> ProviderStatus {
        ProviderStatus(
            id: id, provider: provider, isGateway: isGateway, billedThisMonth: billed(at: now),
            // Today's bucket ends tomorrow; what is in it is of until it was read.
            billedUntil: ledger.billedUntil(inMonthOf: now).map { min($0, readAt ?? now) },
            spendLimit: feedNames.compactMap { spendLimits[$0] }.first,
            limits: feedNames.flatMap { limits[$0] ?? [] }, nextPollAt: nextPollAt, costPerPoll: costPerPoll,
            notes: allNotes)
    }

    private func billed(at now: Timestamp) -> Reading<Money> {
        let costs = trouble.values.first { $0.feed.kind == .costs }
        guard let readAt, let sum = ledger.billed(inMonthOf: now) else {
            return costs.map { .unavailable(reason: $0.reason) } ?? .waiting
        }
        if let costs { return .stale(sum, since: readAt, reason: costs.reason) }
        if now - readAt > interval * 2 + .minutes(5) {
            return .stale(sum, since: readAt, reason: "The provider was not asked since \(readAt.rfc3339).")
        }
        return .current(sum, at: readAt)
    }

    private var allNotes: [String] {
        feedNames.flatMap { name -> [String] in
            guard let trouble = trouble[name], trouble.feed.kind != .costs else { return notes[name] ?? [] }
            // An API that a provider's older release or a plain key does not have is nothing to report.
            if trouble.feed.isOptional, case .refused(404, _) = trouble.failure { return [] }
            return (notes[name] ?? []) + ["\(name): \(trouble.reason)"]
        }
    }
}
