public import InfermonModel

/// The time that an agent lives by: the machine's, or the demo's.
public struct PollClock: Sendable {
    /// The present.
    public var now: @Sendable () -> Timestamp
    /// Waits that long; ends early by throwing when the task is cancelled.
    public var sleep: @Sendable (TimeSpan) async throws -> Void

    /// Creates a clock.
    ///
    /// - Parameters:
    ///   - now: The present.
    ///   - sleep: Waits that long; throws when the task is cancelled.
    public init(
        now: @escaping @Sendable () -> Timestamp,
        sleep: @escaping @Sendable (TimeSpan) async throws -> Void = { span in
            try await Task.sleep(for: .microseconds(span.microseconds))
        }
    ) {
        self.now = now
        self.sleep = sleep
    }
}
