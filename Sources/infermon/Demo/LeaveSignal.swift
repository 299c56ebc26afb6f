import Dispatch
import Glibc
import Synchronization

/// Whether the user asked to leave while no screen is up: what was begun is then tidied away instead of left behind.
struct LeaveSignal {
    private final class Flag: Sendable {
        let isSet = Atomic(false)
    }

    private static let signals = [SIGINT, SIGTERM, SIGHUP]

    private let flag = Flag()
    private let sources: [any DispatchSourceSignal]

    init() {
        let queue = DispatchQueue(label: "infermon.signals")
        let flag = flag
        sources = Self.signals.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
            source.setEventHandler { @Sendable in flag.isSet.store(true, ordering: .relaxed) }
            source.resume()
            return source
        }
    }

    /// Whether a signal has come.
    var hasCome: Bool { flag.isSet.load(ordering: .relaxed) }

    /// Gives the signals back to whoever catches them next.
    func end() {
        for source in sources { source.cancel() }
        for number in Self.signals { signal(number, SIG_DFL) }
    }
}
