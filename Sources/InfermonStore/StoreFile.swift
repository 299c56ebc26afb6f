import CPosix
import Glibc
import InfermonModel

/// The store's place on disk: its folder, its lock, and what becomes of a damaged file.
///
/// The database itself is only ever opened by SQLite, since closing any other descriptor of it would drop SQLite's locks.
struct StoreFile {
    let path: String

    /// Makes the folder, for its owner alone when it is new.
    func makeFolder() throws(StoreError) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let error = infermon_make_private_directory(String(path[..<slash]))
        guard error == 0 else { throw .cannotOpen(path: path, reason: String(cString: strerror(error))) }
    }

    /// Takes the lock that makes this process the store's one writer.
    ///
    /// A program that is just being started holds a copy of every lock of its parent until it runs: where the writer itself has let
    /// go, or is no more, the copy is waited for.
    ///
    /// - Returns: The lock, or `nil` when another process holds it.
    func lock() throws(StoreError) -> StoreLock? {
        for _ in 0..<Self.lockTries {
            let descriptor = infermon_lock_file(path + ".lock", Int64(getpid()))
            if descriptor >= 0 { return StoreLock(descriptor) }
            guard descriptor == -EWOULDBLOCK else {
                throw .cannotOpen(path: path, reason: String(cString: strerror(-descriptor)))
            }
            if isHeldByItsOwner { return nil }
            _ = poll(nil, 0, Self.lockPauseMilliseconds)
        }
        return nil
    }

    /// Half a second in all: a second dashboard is to know within a second that it only reads.
    private static let lockTries = 100
    private static let lockPauseMilliseconds: Int32 = 5

    /// Whether the lock is in the hands of a living process other than this one.
    private var isHeldByItsOwner: Bool {
        guard let owner, owner != Int64(getpid()) else { return false }
        return kill(pid_t(truncatingIfNeeded: owner), 0) == 0 || errno == EPERM
    }

    /// The process that holds the lock.
    var owner: Int64? {
        let owner = infermon_lock_owner(path + ".lock")
        return owner > 0 ? owner : nil
    }

    /// Lets nobody but the owner read what was counted; SQLite gives its companion files the same mode.
    func restrict() { chmod(path, 0o600) }

    /// Whether there is no file, or no folder that could hold it.
    var isMissing: Bool { access(path, F_OK) != 0 && (errno == ENOENT || errno == ENOTDIR) }

    /// Whether an earlier run met damage in mid-work.
    var isMarkedDamaged: Bool { access(path + ".damaged", F_OK) == 0 }

    /// Has the next start put the file aside.
    func markDamaged() {
        let descriptor = open(path + ".damaged", O_WRONLY | O_CREAT | O_CLOEXEC, 0o600)
        if descriptor >= 0 { close(descriptor) }
    }

    /// Keeps a damaged file under a new name; only while no connection is open and the lock is held.
    ///
    /// - Returns: The new name.
    func putAside(at now: Timestamp) throws(StoreError) -> String {
        var kept = "\(path).damaged-\(now.seconds)"
        var number = 1
        while access(kept, F_OK) == 0 {
            number += 1
            kept = "\(path).damaged-\(now.seconds)-\(number)"
        }
        guard rename(path, kept) == 0 else { throw .cannotWrite(path: path, reason: String(cString: strerror(errno))) }
        for ending in ["-wal", "-shm"] { rename(path + ending, kept + ending) }
        unlink(path + ".damaged")
        return kept
    }
}

/// The right to write the store, until the last reference goes.
final class StoreLock {
    private let descriptor: Int32

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    deinit { infermon_close(descriptor) }
}
