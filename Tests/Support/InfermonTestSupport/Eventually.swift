/// A condition did not come true in time.
public struct NeverHappened: Error, CustomStringConvertible {
    /// What was waited for.
    public let description: String
}

/// Waits for a condition to come true, looking every few milliseconds.
///
/// The limit is generous, since only a failing test waits that long; `what` names the condition in the failure. Throws
/// ``NeverHappened`` after the limit, or what the condition throws. Of each pause only the first 50 milliseconds count: hundreds of
/// tests share two threads, and a wait that was not woken in time has not looked.
public func eventually(
    within limit: Duration = .seconds(10), _ what: @autoclosure () -> String = "the condition",
    isolation: isolated (any Actor)? = #isolation, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    var waited = Duration.zero
    while try await !condition() {
        guard waited < limit else { throw NeverHappened(description: "after \(limit): \(what())") }
        let start = clock.now
        try await clock.sleep(for: .milliseconds(5))
        waited += min(start.duration(to: clock.now), .milliseconds(50))
    }
}
