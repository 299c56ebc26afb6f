import InfermonModel

/// Measures how fast a backfill runs.
struct ProgressMeter {
    /// Less than this is read within a moment and not worth showing.
    private static let threshold: Int64 = 8 << 20

    private var done: Int64 = 0
    private var isRunning = false
    private var window: [(at: Timestamp, done: Int64)] = []

    /// Adds what a pass read.
    ///
    /// - Returns: Progress while much is left, with the rate over the last five seconds; `nil` otherwise.
    mutating func update(read: Int64, unread: Int64, now: Timestamp) -> BackfillProgress? {
        if !isRunning {
            guard unread > Self.threshold else { return nil }
            self = ProgressMeter()
            isRunning = true
        }
        done += read
        guard unread > 0 else {
            isRunning = false
            return nil
        }
        window.append((now, done))
        while let first = window.first, now - first.at > .seconds(5), window.count > 2 { window.removeFirst() }
        let rate = window.first.map { first in
            now > first.at ? Double(done - first.done) / (now - first.at).seconds : 0
        }
        return BackfillProgress(doneBytes: done, totalBytes: done + unread, bytesPerSecond: rate ?? 0)
    }
}
