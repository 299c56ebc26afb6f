import Glibc

/// The folder and files of a store: made for their owner only, and put aside when they are damaged.
enum StoreFolder {
    /// Makes the folder of `path` and those above it, for their owner only.
    static func prepare(for path: String) throws(StoreError) {
        guard let slash = path.lastIndex(of: "/"), slash != path.startIndex else { return }
        let folder = String(path[..<slash])
        var status = stat()
        if stat(folder, &status) == 0 { return }
        try prepare(for: folder)
        guard mkdir(folder, 0o700) == 0 || errno == EEXIST else {
            throw .cannotOpen(
                path: path, reason: "the folder \(folder) cannot be made (\(String(cString: strerror(errno))))")
        }
    }

    /// Creates the database file for its owner only, whatever the umask, if it is not there.
    static func create(_ path: String) {
        let descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
        // The file is empty and nobody has it open yet, so closing it drops no lock.
        if descriptor >= 0 { close(descriptor) }
    }

    /// Renames a damaged store and what belongs to it; returns its new name.
    static func putAside(_ path: String, suffix: String) -> String {
        let aside = "\(path).damaged-\(suffix)"
        for part in ["", "-wal", "-shm"] { rename(path + part, aside + part) }
        return aside
    }
}
