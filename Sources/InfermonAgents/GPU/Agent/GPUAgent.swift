import CNVML
import Glibc
public import InfermonModel
import Synchronization

/// Watches the local GPUs through a child process, so that a driver call that hangs, crashes or floods never reaches this one.
///
/// ```swift
/// let agent = GPUAgent(options: GPUProbeOptions(configuration.gpu), clock: { clock.now() }) { reading in
///     mailbox.put(reading)
/// }
/// agent.start()
/// ```
///
/// The child is this very binary with the arguments `gpu-probe` and ``GPUProbeOptions/arguments``, which must call ``GPUProbe/run(_:)``.
public final class GPUAgent: Sendable {
    private struct State {
        var pid: pid_t?
        var hasStarted = false
        var isStopped = false
        /// A pipe that ends the thread's wait: the reading end, then the writing end.
        let wake: [Int32]
    }

    private let executable: String
    private let arguments: [String]
    private let environment: [String: String]
    private let limits: GPUSupervision.Limits
    private let clock: @Sendable () -> Timestamp
    private let sink: @Sendable (Reading<GPUObservation>) -> Void
    private let state: Mutex<State>

    /// What the child inherits: enough to find libraries, nothing that is secret.
    private static let inherited = ["PATH", "HOME", "LANG", "LC_ALL", "LD_LIBRARY_PATH"]

    /// Creates an agent that does nothing before ``start()``.
    ///
    /// - Parameters:
    ///   - options: What the child asks and how often.
    ///   - executable: The child's binary; itself by default.
    ///   - subcommand: The arguments in front of the options.
    ///   - environment: Variables for the child beside `PATH`, `HOME`, `LANG`, `LC_ALL` and `LD_LIBRARY_PATH`.
    ///   - clock: The wall clock that readings are dated by: the demo's own in a demo.
    ///   - sink: Takes each new reading on the agent's thread, at most one per change; it must not block.
    public convenience init(
        options: GPUProbeOptions, executable: String = "/proc/self/exe", subcommand: [String] = ["gpu-probe"],
        environment: [String: String] = [:], clock: @escaping @Sendable () -> Timestamp,
        sink: @escaping @Sendable (Reading<GPUObservation>) -> Void
    ) {
        self.init(
            executable: executable, arguments: subcommand + options.arguments, environment: environment,
            limits: GPUSupervision.Limits(interval: options.interval), clock: clock, sink: sink)
    }

    init(
        executable: String, arguments: [String], environment: [String: String], limits: GPUSupervision.Limits,
        clock: @escaping @Sendable () -> Timestamp, sink: @escaping @Sendable (Reading<GPUObservation>) -> Void
    ) {
        self.executable = executable
        self.arguments = arguments
        var variables = environment
        for name in Self.inherited where variables[name] == nil {
            variables[name] = getenv(name).map { String(cString: $0) }
        }
        self.environment = variables
        self.limits = limits
        self.clock = clock
        self.sink = sink
        var ends: [Int32] = [-1, -1]
        _ = infermon_pipe(&ends)
        state = Mutex(State(wake: ends))
    }

    deinit {
        // A thread that runs holds the agent, so nobody waits on the descriptor any more.
        state.withLock { for end in $0.wake { close(end) } }
    }

    /// Starts the thread that looks after the child; returns at once, and does nothing the second time.
    public func start() {
        let isFirst = state.withLock { state in
            defer { state.hasStarted = true }
            return !state.hasStarted && !state.isStopped
        }
        guard isFirst else { return }
        if !DetachedThread.start({ self.run() }) {
            sink(.unavailable(reason: "The GPUs are not watched: the system has no more threads."))
        }
    }

    /// Ends the child and forgets it; returns at once even when the child hangs in the kernel.
    ///
    /// The sink may be called once more by a reading that was on its way.
    public func stop() {
        state.withLock { state in
            guard !state.isStopped else { return }
            state.isStopped = true
            if let pid = state.pid { kill(pid, SIGKILL) }
            _ = write(state.wake[1], [0], 1)
        }
    }

    private func run() {
        let wake = state.withLock { $0.wake[0] }
        var supervision = GPUSupervision(limits: limits)
        var pipe: ProbePipe?
        var published: Reading<GPUObservation>?
        while !state.withLock({ $0.isStopped }) {
            let uptime = Self.uptime
            if let end = pipe?.process.end() {
                drain(pipe, into: &supervision)
                forget(&pipe)
                supervision.ended(end, at: uptime)
            }
            obey(supervision.tick(at: uptime), &supervision, &pipe)
            let reading = supervision.reading(at: Self.uptime)
            if reading != published {
                published = reading
                sink(reading)
            }
            wait(pipe, wake)
            drain(pipe, into: &supervision)
        }
        reap(pipe)
    }

    private func obey(_ command: GPUSupervision.Command?, _ supervision: inout GPUSupervision, _ pipe: inout ProbePipe?)
    {
        switch command {
        case .start:
            switch ProbeProcess.start(executable: executable, arguments: arguments, environment: environment) {
            case .success(let process):
                pipe = ProbePipe(process)
                supervision.started(at: Self.uptime)
                state.withLock { state in
                    state.pid = process.pid
                    if state.isStopped { kill(process.pid, SIGKILL) }
                }
            case .failure(let error):
                supervision.couldNotStart(error.description, at: Self.uptime)
            }
        case .kill: killChild()
        case nil: break
        }
    }

    private func drain(_ pipe: ProbePipe?, into supervision: inout GPUSupervision) {
        guard let pipe, !pipe.isSpoiled else { return }
        switch pipe.newest(at: Self.uptime) {
        case .nothing: break
        case .observation(let observation):
            supervision.received(observation, at: clock(), uptime: Self.uptime)
        case .spoiled(let how):
            if supervision.misbehaved(how, at: Self.uptime) == .kill { killChild() }
        }
    }

    /// Under the lock, so that the number is still the child's: it is reaped by ``forget(_:)`` only.
    private func killChild() {
        state.withLock { state in
            if let pid = state.pid { kill(pid, SIGKILL) }
        }
    }

    private func forget(_ pipe: inout ProbePipe?) {
        state.withLock { $0.pid = nil }
        if let pipe { close(pipe.process.output) }
        pipe = nil
    }

    private func wait(_ pipe: ProbePipe?, _ wake: Int32) {
        var entries = [pollfd(fd: wake, events: Int16(POLLIN), revents: 0)]
        // A pipe at its end is readable for ever; the process's end is looked for at each turn anyway.
        if let pipe, !pipe.isAtEnd {
            entries.append(pollfd(fd: pipe.process.output, events: Int16(POLLIN), revents: 0))
        }
        let isEnding = pipe.map { $0.isAtEnd || $0.isSpoiled } ?? false
        let longest: Int64 = isEnding ? 20 : 1_000
        let milliseconds = min(longest, max(20, limits.staleAfter.microseconds / 2_000))
        poll(&entries, nfds_t(entries.count), Int32(milliseconds))
    }

    /// Gives a killed child a moment to go; one that is stuck in the kernel is left behind.
    private func reap(_ pipe: ProbePipe?) {
        guard let pipe else { return }
        for _ in 0..<100 {
            if pipe.process.end() != nil { break }
            var pause = timespec(tv_sec: 0, tv_nsec: 20_000_000)
            nanosleep(&pause, nil)
        }
        close(pipe.process.output)
    }

    private static var uptime: TimeSpan {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return TimeSpan(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }
}
