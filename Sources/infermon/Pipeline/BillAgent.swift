import InfermonAgents
import InfermonModel

/// What finds out what an account billed, again and again: over the network or from files.
protocol BillAgent: Sendable {
    /// The state for the screen as of `now`.
    func status(at now: Timestamp) -> ProviderStatus

    /// Looks until the task is cancelled, and hands every change over before it goes on.
    mutating func run(_ deliver: @Sendable (CloudUsageAgent.Update) async -> Void) async
}

extension CloudUsageAgent: BillAgent {}
