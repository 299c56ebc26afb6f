import CPosix

/// Hears of changes in directories through inotify, where there is any.
///
/// It only shortens the wait: everything is also found by looking, so a full queue, a missing watch or a network file system
/// costs time and nothing else.
final class DirectoryWatch {
    /// What was heard since the last look.
    struct News {
        var isWritten = false
        var hasNames = false
    }

    /// The descriptor to wait on; `nil` when the system gives none.
    let descriptor: Int32?
    /// Whether every directory asked for is watched, so that what is not heard need not be looked for as often.
    private(set) var isWhole: Bool
    private var watches: [String: Int32] = [:]
    private let add: (Int32, String) -> Int32

    /// Creates a watch.
    ///
    /// - Parameters:
    ///   - isOn: Whether to ask the system at all.
    ///   - add: Watches a directory; gives the watch or -errno.
    init(
        isOn: Bool, add: @escaping (Int32, String) -> Int32 = { infermon_inotify_watch($0, $1) }
    ) {
        let created = isOn ? infermon_inotify_create() : -1
        descriptor = created >= 0 ? created : nil
        isWhole = created >= 0
        self.add = add
    }

    deinit {
        if let descriptor { infermon_close(descriptor) }
    }

    /// Takes what was heard.
    func news() -> News {
        guard let descriptor else { return News() }
        let flags = infermon_inotify_drain(descriptor)
        let names = Int(flags) & (INFERMON_INOTIFY_NAMES | INFERMON_INOTIFY_OVERFLOW) != 0
        return News(isWritten: flags != 0, hasNames: names)
    }

    /// Watches these directories and no others; one whose watch cannot be had is tried again at the next call.
    ///
    /// A renamed directory keeps its watch, so each is asked for again: the same directory gives the same watch.
    func watch(_ directories: Set<String>) {
        guard let descriptor else { return }
        var now: [String: Int32] = [:]
        for directory in directories {
            let watch = add(descriptor, directory)
            if watch >= 0 { now[directory] = watch }
        }
        for watch in Set(watches.values).subtracting(now.values) { infermon_inotify_forget(descriptor, watch) }
        watches = now
        isWhole = now.count == directories.count
    }
}
