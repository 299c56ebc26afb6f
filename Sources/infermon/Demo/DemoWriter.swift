import Dispatch
import Glibc
import InfermonModel
import Synchronization

/// Appends the demo's traffic to its log as the demo's time passes, like the gateway that the log stands for.
final class DemoWriter: Sendable {
    private let queue = DispatchQueue(label: "infermon.demo")
    private let isStopped = Atomic(false)
    private let traffic: Mutex<DemoTraffic>
    private let ledger: DemoLedger
    private let clock: DemoClock
    private let path: String

    init(path: String, traffic: DemoTraffic, ledger: DemoLedger, clock: DemoClock) {
        self.path = path
        self.traffic = Mutex(traffic)
        self.ledger = ledger
        self.clock = clock
    }

    /// Writes everything up to `end`, before the demo begins; blocks meanwhile.
    ///
    /// - Throws: `ExitCode` with the reason when the log cannot be written.
    func writeHistory(from start: Timestamp, until end: Timestamp, unless isOver: () -> Bool) throws {
        var hour = start
        while hour < end, !isOver() {
            hour = min(end, hour + .hours(6))
            guard append(until: hour) else {
                throw failure(
                    ["infermon demo: \(path) cannot be written (\(String(cString: strerror(errno))))."], code: 3)
            }
        }
    }

    /// Goes on writing as time passes, until ``stop()``.
    func start() {
        queue.async {
            while !self.isStopped.load(ordering: .relaxed) {
                _ = self.append(until: self.clock.now())
                _ = DispatchSemaphore(value: 0).wait(timeout: .now() + .milliseconds(50))
            }
        }
    }

    func stop() { isStopped.store(true, ordering: .relaxed) }

    private func append(until end: Timestamp) -> Bool {
        var bytes: [UInt8] = []
        traffic.withLock { $0.play(until: end, into: &bytes, charge: ledger.book) }
        guard !bytes.isEmpty else { return true }
        let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}
