import CPosix
import Glibc

/// Who may write a store: the process that holds a lock on the file beside it.
///
/// Not the database itself: closing any descriptor on that would drop SQLite's own locks of the whole process.
final class StoreOwnership: Sendable {
    private let descriptor: Int32

    /// Takes the lock.
    ///
    /// - Returns: `nil` with the owner's process id when another process holds it.
    static func take(path: String) throws(StoreError) -> (ownership: StoreOwnership?, owner: Int32?) {
        let descriptor = open(path + ".lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(errno))) }
        guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
            var text = [UInt8](repeating: 0, count: 16)
            let count = pread(descriptor, &text, text.count, 0)
            close(descriptor)
            return (nil, Int32(String(decoding: text.prefix(max(0, count)), as: UTF8.self).prefix { $0.isNumber }))
        }
        let pid = Array("\(getpid())\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = pwrite(descriptor, pid, pid.count, 0) }
        return (StoreOwnership(descriptor), nil)
    }

    private init(_ descriptor: Int32) {
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }
}
