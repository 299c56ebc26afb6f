/// A condition did not come true in time.
public struct NeverHappened: Error, CustomStringConvertible {
    /// What was waited for.
    public let description: String
}

/// Waits for a condition to come true, looking every few milliseconds.
///
/// The limit is generous, since only a failing test waits that long; `what` names the condition in the failure. Throws
/// ``NeverHappened`` after the limit, or what the condition throws.
public func eventually(
    within limit: Duration = .seconds(10), _ what: @autoclosure () -> String = "the condition",
    isolation: isolated (any Actor)? = #isolation, _ condition: () async throws -> Bool
) async throws {
    let clock = ContinuousClock()
    let end = clock.now + limit
    while try await !condition() {
        guard clock.now < end else { throw NeverHappened(description: "after \(limit): \(what())") }
        try await clock.sleep(for: .milliseconds(5))
    }
}
