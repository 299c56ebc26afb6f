import InfermonModel
import Synchronization

/// The first reading that an agent gives on its own thread, for a task that waits for it.
final class AsyncReading: Sendable {
    private let newest = Mutex<Reading<GPUObservation>?>(nil)

    func put(_ reading: Reading<GPUObservation>) {
        newest.withLock { $0 = reading }
    }

    /// The first reading other than waiting; `nil` when none came in time.
    func first(within span: TimeSpan) async -> Reading<GPUObservation>? {
        for _ in 0..<max(1, span.microseconds / 20_000) {
            if let reading = newest.withLock({ $0 }), reading.state != .waiting { return reading }
            // A cancelled wait is a wait that is over.
            guard (try? await Task.sleep(for: .milliseconds(20))) != nil else { return nil }
        }
        return nil
    }
}
