import CPosix

/// Which file it is, whatever its name: inode numbers alone are used again within milliseconds on ext4.
struct FileIdentity: Hashable {
    var device: UInt64
    var inode: UInt64
    /// Nanoseconds since 1970 at which the file was made; 0 where the file system does not say.
    var birth: Int64
}

/// What the file system says about a file at one moment.
struct FileStatus: Hashable {
    /// What kind of thing a path leads to.
    enum Kind: Hashable {
        case regular, directory, other
    }

    var identity: FileIdentity
    var kind: Kind
    var size: Int64
    /// Nanoseconds since 1970.
    var modified: Int64
    /// Nanoseconds since 1970 of the last change of the inode.
    var changed: Int64
    /// Names that lead to the file; zero after the last was removed.
    var links: Int

    init(_ raw: infermon_file_status) {
        identity = FileIdentity(device: raw.device, inode: raw.inode, birth: raw.birth_ns)
        kind = raw.is_regular ? .regular : raw.is_directory ? .directory : .other
        size = raw.size
        modified = raw.modified_ns
        changed = raw.changed_ns
        links = Int(raw.links)
    }

    /// The file behind a path, symbolic links followed.
    static func of(path: String) -> Result<FileStatus, TailProblem> {
        var raw = infermon_file_status()
        let error = infermon_status_of_path(path, true, &raw)
        return error == 0 ? .success(FileStatus(raw)) : .failure(TailProblem(path: path, error: error))
    }

    /// Whether a path is itself a symbolic link.
    static func isSymbolicLink(_ path: String) -> Bool {
        var raw = infermon_file_status()
        return infermon_status_of_path(path, false, &raw) == 0 && raw.is_symlink
    }
}
