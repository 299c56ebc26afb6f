import InfermonModel

/// The demo's time: starts at a fixed instant and runs `speed` times as fast as the machine's.
struct DemoClock: Sendable {
    /// The instant that the demo starts at.
    let start: Timestamp
    /// Demo seconds per real second.
    let speed: Int64
    private let realStart: Timestamp
    private let real: SystemClock

    init(start: Timestamp, speed: Int64, real: SystemClock) {
        self.start = start
        self.speed = speed
        self.real = real
        realStart = real.now()
    }

    func now() -> Timestamp { start + (real.now() - realStart) * speed }
}
