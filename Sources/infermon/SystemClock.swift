import Glibc
import InfermonModel

/// The only reader of the machine's clocks.
struct SystemClock: Sendable {
    /// The wall clock.
    func now() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// A clock that never jumps; only differences mean anything.
    func monotonic() -> Timestamp {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Timestamp(microseconds: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000)
    }

    /// The time since some fixed moment, on the clock that never jumps.
    var uptime: TimeSpan { monotonic() - .epoch }
}
