import InfermonModel
import InfermonRollup

/// Doubts the unit that a configuration declares for durations: milliseconds taken for seconds make every request last hours.
struct UnitGuard {
    /// The durations that are looked at.
    private static let size = 50
    private static let shortest = TimeSpan.milliseconds(5)
    private static let longest = TimeSpan.seconds(3_600)

    private var durations: [TimeSpan] = []

    /// Whether it has seen enough.
    var isSettled: Bool { durations.count == Self.size }

    /// Notes the duration of one request.
    mutating func note(_ duration: TimeSpan?) {
        guard !isSettled, let duration else { return }
        durations.append(duration)
    }

    /// Notes the durations of requests.
    mutating func note(_ batch: AttemptBatch) {
        guard !isSettled else { return }
        batch.forEach { note($0.duration) }
    }

    /// What is odd about the durations; `nil` while they are too few, and when half of them are from 5 ms to an hour.
    var doubt: String? {
        guard isSettled else { return nil }
        let median = durations.sorted()[Self.size / 2]
        let odd: String
        if median < Self.shortest {
            odd = "under 5 ms"
        } else if median > Self.longest {
            odd = "over an hour"
        } else {
            return nil
        }
        return
            "the median latency of the first \(Self.size) requests is \(odd); check the unit of \"latency\" in the map"
    }
}
