import Glibc
import InfermonModel

/// What is known of the probe's process, and what to do about it; pure, with time as an argument.
///
///     resting  → starting   the back-off is over                          (asks for a start)
///     starting → running    the process runs
///     starting → resting    it could not be started
///     running  → running    a sweep arrived
///     running  → ending     no sweep for too long, or what arrived was junk (asks for a kill)
///     running  → resting    it ended by itself
///     ending   → resting    the killed process is gone
///
/// There is no way from `ending` to `starting`: a process stuck in the kernel outlives its kill, and a second one would hang in the
/// same call. So at most one is ever stuck.
struct GPUSupervision {
    /// What the owner of the process must do.
    enum Command: Hashable {
        case start
        case kill
    }

    /// Lengths of time, measured on a clock that never jumps.
    struct Limits: Hashable {
        /// A sweep older than this is stale.
        var staleAfter: TimeSpan
        /// A process without a sweep for this long is killed.
        var killAfter: TimeSpan
        /// The same for the first sweep: a driver without its persistence daemon takes seconds to wake its boards.
        var firstSweep: TimeSpan
        /// A pause before the first restart; doubled for each further one.
        var pause: TimeSpan
        /// The longest pause.
        var longestPause: TimeSpan
        /// A process that swept for this long starts the pauses afresh.
        var healthy: TimeSpan

        /// The limits for an interval between sweeps.
        init(interval: TimeSpan) {
            staleAfter = max(interval * 2, .milliseconds(200))
            killAfter = max(interval * 5, .seconds(10))
            firstSweep = max(killAfter, .seconds(30))
            pause = .seconds(1)
            longestPause = .seconds(60)
            healthy = .seconds(60)
        }
    }

    private enum Phase {
        case resting(until: TimeSpan)
        case starting
        case running(since: TimeSpan, lastSweep: TimeSpan?)
        case ending(since: TimeSpan)
    }

    private struct Seen {
        var observation: GPUObservation
        var at: Timestamp
    }

    private let limits: Limits
    private var phase = Phase.resting(until: TimeSpan(microseconds: .min))
    private var seen: Seen?
    /// Why the last process is no more, as the beginning of a sentence.
    private var trouble: String?
    private var restarts = 0
    private var silentSince: TimeSpan?

    init(limits: Limits) {
        self.limits = limits
    }

    /// What to do now.
    mutating func tick(at uptime: TimeSpan) -> Command? {
        switch phase {
        case .resting(let until):
            guard uptime >= until else { return nil }
            phase = .starting
            return .start
        case .running(let since, let lastSweep):
            let isLate =
                lastSweep.map { uptime - $0 >= limits.killAfter } ?? (uptime - since >= limits.firstSweep)
            guard isLate else { return nil }
            trouble = "the GPU driver did not answer"
            phase = .ending(since: uptime)
            return .kill
        case .starting, .ending:
            return nil
        }
    }

    mutating func started(at uptime: TimeSpan) {
        phase = .running(since: uptime, lastSweep: nil)
        silentSince = silentSince ?? uptime
    }

    mutating func couldNotStart(_ why: String, at uptime: TimeSpan) {
        trouble = "the GPU process cannot be started (\(why))"
        rest(at: uptime)
    }

    mutating func received(_ observation: GPUObservation, at now: Timestamp, uptime: TimeSpan) {
        guard case .running(let since, _) = phase else { return }
        phase = .running(since: since, lastSweep: uptime)
        if uptime - since >= limits.healthy { restarts = 0 }
        // A reading of the future would never grow old.
        seen = Seen(observation: observation, at: min(observation.at, now))
        trouble = nil
        silentSince = uptime
    }

    /// What arrived was no record, or far too much of it.
    mutating func misbehaved(_ how: String, at uptime: TimeSpan) -> Command {
        trouble = "the GPU process \(how)"
        phase = .ending(since: uptime)
        return .kill
    }

    /// The process is gone.
    mutating func ended(_ how: ProcessEnd, at uptime: TimeSpan) {
        switch phase {
        case .ending: break
        case .resting, .starting, .running: trouble = "the GPU process \(how)"
        }
        rest(at: uptime)
    }

    /// What is known of the boards.
    func reading(at uptime: TimeSpan) -> Reading<GPUObservation> {
        guard let reason = reason(at: uptime) else {
            return seen.map { .current($0.observation, at: $0.at) } ?? .waiting
        }
        return seen.map { .stale($0.observation, since: $0.at, reason: reason) } ?? .unavailable(reason: reason)
    }

    /// Why the last sweep is old or missing; `nil` while all is well.
    private func reason(at uptime: TimeSpan) -> String? {
        let silence = silentSince.map { uptime - $0 } ?? .zero
        switch phase {
        case .starting:
            return trouble.map(Self.sentence)
        case .running(_, let lastSweep):
            if lastSweep == nil, let trouble { return Self.sentence(trouble + "; it was started again") }
            guard silence > limits.staleAfter else { return nil }
            return "A GPU driver call has hung for \(Self.seconds(silence))."
        case .ending(let since):
            let stuck = uptime - since > .seconds(2) ? " and cannot be ended: reboot when it stays so" : ""
            guard let trouble, !stuck.isEmpty || silence <= limits.staleAfter else {
                return "A GPU driver call has hung for \(Self.seconds(silence)); its process is being ended."
            }
            return stuck.isEmpty
                ? Self.sentence(trouble)
                : "A GPU driver call has hung for \(Self.seconds(silence))\(stuck)."
        case .resting(let until):
            guard let trouble else { return nil }
            return Self.sentence("\(trouble); started again in \(Self.seconds(max(.zero, until - uptime)))")
        }
    }

    private mutating func rest(at uptime: TimeSpan) {
        let doublings = Int64(min(restarts, 16))
        phase = .resting(until: uptime + min(limits.longestPause, limits.pause * (1 << doublings)))
        restarts += 1
    }

    private static func seconds(_ span: TimeSpan) -> String { "\((span.microseconds + 999_999) / 1_000_000)s" }

    private static func sentence(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() + "." }
}

/// How a process ended.
enum ProcessEnd: Hashable, CustomStringConvertible {
    case exited(code: Int32)
    case killed(signal: Int32)

    var description: String {
        switch self {
        case .exited(let code): "ended with exit code \(code)"
        case .killed(let signal) where signal == SIGKILL || signal == SIGTERM: "was killed (signal \(signal))"
        case .killed(let signal): "crashed in the driver's library (signal \(signal))"
        }
    }
}
