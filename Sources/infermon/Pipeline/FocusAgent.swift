import Dispatch
import Glibc
import InfermonAgents
import InfermonCost
import InfermonIngest
import InfermonModel

/// Reads FOCUS exports that lie in files, again whenever one of them changes.
///
/// The account's bill is what the files say now: an export that is written anew replaces what it said before. Files that are still
/// being written or cannot be read change nothing; the last figures stay, with their age and the reason.
struct FocusAgent: BillAgent {
    /// The provider's name in the configuration.
    static let provider = "focus"
    /// The keys that its `settings` may have: `path`, `cost` (`billed` or `effective`), `services`, `tag`.
    static let settings = ["path", "cost", "services", "tag"]
    /// The time between two looks at the files.
    static let standardInterval = TimeSpan.minutes(1)
    /// How old an export may be: they are written daily, and one that is no longer written has stopped counting.
    static let freshness = TimeSpan.days(2)
    /// How long a file must have been left alone before it is read.
    static let quiet = TimeSpan.seconds(2)

    private struct Stamp: Hashable {
        let path: String
        let inode: UInt64
        let bytes: Int64
        let modified: Timestamp
    }

    private let source: ProviderSource
    private let options: FocusImport.Options
    private let askedDirectly: Set<String>
    private let clock: PollClock
    private let interval: TimeSpan
    private var read: [Stamp]?
    private var readDay: Timestamp?
    private var bill = FocusFiles([])
    private var writtenAt: Timestamp?
    private var readAt: Timestamp?
    private var problem: String?
    private var nextLookAt: Timestamp?

    /// Creates an agent that has read nothing yet.
    init(_ source: ProviderSource, in configuration: Configuration, clock: PollClock) {
        self.source = source
        self.clock = clock
        options = Self.options(source.settings)
        interval = source.interval ?? Self.standardInterval
        askedDirectly = Set(
            configuration.providers.filter {
                $0.provider != Self.provider && CloudProviderRegistry.provider($0.provider)?.isGateway != true
            }.map(\.provider))
    }

    private static func options(_ settings: [String: String]) -> FocusImport.Options {
        var options = FocusImport.Options()
        if settings["cost"] == "effective" { options.cost = .effective }
        if let services = settings["services"], services != "all" { options.services = services }
        if let tag = settings["tag"] { options.tag = tag }
        return options
    }

    mutating func run(_ deliver: @Sendable (CloudUsageAgent.Update) async -> Void) async {
        while !Task.isCancelled {
            let update = await lookAside()
            if Task.isCancelled { return }
            await deliver(update)
            let next = nextLookAt ?? clock.now() + interval
            do {
                try await clock.sleep(max(next - clock.now(), .milliseconds(100)))
            } catch {
                return
            }
        }
    }

    /// Looks on a thread of its own: a disk that hangs holds none that others need.
    private mutating func lookAside() async -> CloudUsageAgent.Update {
        let agent = self
        let (after, update) = await withCheckedContinuation { continuation in
            Self.queue.async {
                var agent = agent
                let update = agent.look()
                continuation.resume(returning: (agent, update))
            }
        }
        self = after
        return update
    }

    private static let queue = DispatchQueue(label: "infermon.focus", attributes: .concurrent)

    /// Reads the files if they changed; blocks while the disk answers.
    mutating func look() -> CloudUsageAgent.Update {
        let now = clock.now()
        nextLookAt = now + interval
        var report: ProviderReport?
        do throws(Trouble) {
            let stamps = try self.stamps(at: now)
            // A new day makes charges of an earlier one final.
            let day = now.floored(to: .days(1))
            if stamps != read || day != readDay {
                let found = try Self.bill(stamps, options: options, askedDirectly: askedDirectly, now: now)
                // What changed while it was read may be half of each.
                guard try self.stamps(at: now) == stamps else { throw .busy }
                bill = found
                writtenAt = stamps.map(\.modified).max()
                read = stamps
                readDay = day
                report = self.report()
            }
            readAt = now
            problem = nil
        } catch {
            switch error {
            case .busy: nextLookAt = now + min(interval, Self.quiet)
            case .reason(let reason): problem = reason
            }
        }
        return CloudUsageAgent.Update(report: report, status: status(at: now), problem: problem)
    }

    func status(at now: Timestamp) -> ProviderStatus {
        let month = BillingMonth(containing: now, in: .utc)
        let rows = bill.records.filter { $0.start >= month.start && $0.start < month.end }
        let sum = rows.reduce(Money.zero) { $0 + ($1.billed ?? .zero) }
        let reading: Reading<Money>
        switch (readAt, problem) {
        case (nil, nil): reading = .waiting
        case (nil, let reason?): reading = .unavailable(reason: reason)
        case (_?, _) where rows.isEmpty:
            // No charge yet and no export any more look alike, and neither is a bill of nothing.
            reading = .unavailable(
                reason: problem ?? "The export holds no charge of \(now.rfc3339.prefix(7)): is it still written?")
        case (_?, nil) where now - (writtenAt ?? now) > Self.freshness:
            let written = writtenAt ?? now
            reading = .stale(
                sum, since: written, reason: "The export is of \(written.rfc3339.prefix(10)): is it still written?")
        case (let readAt?, let reason?): reading = .stale(sum, since: readAt, reason: reason)
        case (let readAt?, nil): reading = .current(sum, at: readAt)
        }
        return ProviderStatus(
            id: source.id, provider: Self.provider, billedThisMonth: reading,
            billedUntil: rows.filter { ($0.billed ?? .zero) != .zero }.map(\.end).max().map {
                min($0, writtenAt ?? now)
            },
            nextPollAt: nextLookAt,
            notes: bill.notes)
    }

    private enum Trouble: Error {
        /// A file is being written.
        case busy
        case reason(String)
    }

    private func stamps(at now: Timestamp) throws(Trouble) -> [Stamp] {
        let path = source.settings["path"] ?? ""
        let paths = FileTailer.files(matching: path)
        guard !paths.isEmpty else { throw .reason("No file matches \(path); write a FOCUS export there.") }
        var stamps: [Stamp] = []
        for path in paths {
            var status = stat()
            guard stat(path, &status) == 0 else {
                throw .reason("\(path): cannot be looked at: \(String(cString: strerror(errno))).")
            }
            let modified = Timestamp(
                microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1_000)
            // A time in the future is a clock that was set, not a file being written.
            guard modified > now || now - modified >= Self.quiet else { throw .busy }
            stamps.append(
                Stamp(
                    path: path, inode: UInt64(status.st_ino), bytes: Int64(status.st_size), modified: modified))
        }
        return stamps
    }

    private static func bill(
        _ stamps: [Stamp], options: FocusImport.Options, askedDirectly: Set<String>, now: Timestamp
    ) throws(Trouble) -> FocusFiles {
        var files: [FocusFiles.File] = []
        for stamp in stamps {
            do {
                files.append(try FocusFile.read(stamp.path, modified: stamp.modified, options: options, now: now))
            } catch {
                throw .reason(error.description)
            }
        }
        return FocusFiles(files, askedDirectly: askedDirectly)
    }

    /// The whole bill: nothing that an earlier reading said stays beside it.
    private func report() -> ProviderReport {
        let records = bill.records.map { record in
            var record = record
            record.account = source.id
            return record
        }
        let end = records.map(\.start).max().map { $0 + .seconds(1) } ?? Timestamp(seconds: 0)
        return ProviderReport(
            costs: records, usage: [], from: min(.epoch, records.first?.start ?? .epoch),
            to: max(end, clock.now() + .days(3_660)), notes: bill.notes, parts: [.costs])
    }
}
