public import InfermonModel

/// The instant of an evaluation on two clocks.
///
/// `for` and keep-firing are lengths of time, so they are counted on a clock that never jumps; what a person reads is on the wall
/// clock. A wall clock set back by an hour must neither hold an alert back nor fire it early.
public struct EvaluationTime: Hashable, Sendable {
    /// The wall clock, for what is shown and stored.
    public var now: Timestamp
    /// A clock that never jumps; only differences mean anything.
    public var uptime: TimeSpan

    /// Creates an instant.
    public init(now: Timestamp, uptime: TimeSpan) {
        self.now = now
        self.uptime = uptime
    }
}
