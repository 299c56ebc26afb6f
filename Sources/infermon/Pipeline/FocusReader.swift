import Dispatch
import Glibc
import InfermonAgents
import InfermonCost
import InfermonIngest
import InfermonModel
import Synchronization

/// Reads cost exports in FOCUS again whenever their files change: the bill of every cloud that is not asked directly.
///
/// What the files say replaces all that they said before, so a corrected or repeated export is never added twice.
final class FocusReader: Sendable {
    /// The name that such a source has in the configuration.
    static let provider = "focus"
    /// The keys that its settings may have.
    static let settings = ["path", "cost"]

    /// Exports are files of tens of megabytes; a larger one is refused rather than half read.
    private static let sizeLimit = 512 << 20
    private static let standardInterval = TimeSpan.minutes(1)
    /// Longer than any export is looked at: everything that was read before is replaced.
    private static let reach = TimeSpan.days(400)

    let source: ProviderSource
    private let now: @Sendable () -> Timestamp
    private let queue: DispatchQueue
    private let ending = DispatchSemaphore(value: 0)
    private let isStopped = Atomic(false)

    init(source: ProviderSource, now: @escaping @Sendable () -> Timestamp) {
        self.source = source
        self.now = now
        queue = DispatchQueue(label: "infermon.focus.\(source.id)")
    }

    /// Reads now and whenever a file has changed, on a thread of its own, until ``stop()``.
    func start(_ deliver: @escaping @Sendable (CloudUsageAgent.Update) -> Void) {
        queue.async {
            var last: [String]?
            var day: Timestamp?
            let pause = self.source.interval ?? Self.standardInterval
            while !self.isStopped.load(ordering: .relaxed) {
                let instant = self.now()
                let state = Self.state(self.source)
                // A new day makes the buckets of the day before final.
                if state != last || instant.floored(to: .days(1)) != day {
                    deliver(Self.read(self.source, at: instant))
                    last = state
                    day = instant.floored(to: .days(1))
                }
                _ = self.ending.wait(timeout: .now() + .milliseconds(Int(pause.microseconds / 1_000)))
            }
        }
    }

    func stop() {
        isStopped.store(true, ordering: .relaxed)
        ending.signal()
    }

    /// Reads the files once; blocks while the disk answers.
    static func read(_ source: ProviderSource, at now: Timestamp) -> CloudUsageAgent.Update {
        let path = source.settings["path"] ?? ""
        let files = FileTailer.files(matching: path)
        guard !files.isEmpty else { return failed(source, "No file matches \(path); write a FOCUS export there.") }
        let cost: FocusImport.Cost = source.settings["cost"] == "effective" ? .effective : .billed
        var buckets = FocusBuckets(account: source.id)
        var notes: [String] = []
        for file in files {
            do throws(LogReadError) {
                guard let bytes = try WholeFile.bytes(file, limit: sizeLimit) else {
                    return failed(source, "\(file) is larger than \(sizeLimit >> 20) MiB; export fewer days to a file.")
                }
                let part = FocusImport(bytes, cost: cost, now: now)
                guard part.isExport else { return failed(source, "\(file): \(part.notes.first ?? "no FOCUS export")") }
                notes += part.notes.map { "\(file): \($0)" }
                notes += part.otherCurrencies.sorted { $0.key < $1.key }.map {
                    "\(file): \($0.value.decimal) \($0.key) are not in US dollars and left out."
                }
                buckets.add(part.records)
            } catch {
                return failed(source, "\(error)")
            }
        }
        let month = BillingMonth(containing: now, in: .utc)
        let report = ProviderReport(
            costs: buckets.records, usage: [], from: now - reach, to: now + reach, notes: notes, parts: [.costs])
        let status = ProviderStatus(
            id: source.id, billedThisMonth: .current(buckets.billed(in: month), at: now),
            billedUntil: buckets.end(in: month), notes: Array(notes.prefix(FocusImport.noteLimit)))
        return CloudUsageAgent.Update(report: report, status: status, problem: nil)
    }

    private static func failed(_ source: ProviderSource, _ reason: String) -> CloudUsageAgent.Update {
        CloudUsageAgent.Update(
            report: nil, status: ProviderStatus(id: source.id, billedThisMonth: .unavailable(reason: reason)),
            problem: reason)
    }

    /// What changes when a file does.
    private static func state(_ source: ProviderSource) -> [String] {
        FileTailer.files(matching: source.settings["path"] ?? "").map { path in
            var status = stat()
            guard stat(path, &status) == 0 else { return path }
            return "\(path) \(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        }
    }
}
