internal import CPosix
internal import Glibc

/// A descriptor that any thread can make readable, for a loop that waits in poll().
nonisolated final class WakeDescriptor: Sendable {
    /// The descriptor to wait for.
    let descriptor: Int32

    /// Creates a descriptor that is not readable.
    ///
    /// - Throws: ``TerminalError/system(call:code:)`` when the process has no descriptor left.
    init() throws(TerminalError) {
        descriptor = im_eventfd()
        guard descriptor >= 0 else { throw .system(call: "eventfd", code: errno) }
    }

    deinit { close(descriptor) }

    /// Makes it readable.
    func wake() { im_eventfd_post(descriptor) }

    /// Makes it unreadable until it is woken again.
    func drain() { im_eventfd_drain(descriptor) }
}
