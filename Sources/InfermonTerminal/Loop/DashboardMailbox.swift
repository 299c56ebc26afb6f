public import InfermonModel
internal import Synchronization

/// Where the pipeline leaves what is to be shown: it holds one dashboard, the newest, so drawing never slows observing.
///
/// Any thread may post; the loop alone takes.
public nonisolated final class DashboardMailbox: Sendable {
    private struct Content {
        var dashboard: Dashboard?
        var isStopped = false
    }

    private let content = Mutex(Content())
    private let wake: WakeDescriptor

    /// Creates an empty mailbox.
    ///
    /// - Throws: ``TerminalError/system(call:code:)`` when the process has no descriptor left.
    public init() throws(TerminalError) {
        wake = try WakeDescriptor()
    }

    /// Leaves a dashboard; one that was not taken yet is forgotten.
    public func post(_ dashboard: Dashboard) {
        content.withLock { $0.dashboard = dashboard }
        wake.wake()
    }

    /// Asks the loop to end with ``ExitReason/stopped``.
    public func stop() {
        content.withLock { $0.isStopped = true }
        wake.wake()
    }

    /// Becomes readable with a post or a stop.
    var descriptor: Int32 { wake.descriptor }

    /// Whether ``stop()`` was called.
    var isStopped: Bool { content.withLock { $0.isStopped } }

    /// The newest dashboard since the last call.
    func take() -> Dashboard? {
        // Drained before the look: a post in between wakes once more than needed, never once less.
        wake.drain()
        return content.withLock { content in
            defer { content.dashboard = nil }
            return content.dashboard
        }
    }
}
