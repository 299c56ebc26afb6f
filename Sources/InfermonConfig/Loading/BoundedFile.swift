import Glibc

/// Why a file could not be read, as a sentence.
struct FileProblem: Error, Hashable, CustomStringConvertible {
    let description: String
    /// Whether there is no such file.
    let isMissing: Bool
}

/// Reads whole regular files of a bounded size, never waiting for a pipe or a device.
enum BoundedFile {
    static func read(_ path: String, limit: Int) throws(FileProblem) -> [UInt8] {
        let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard file >= 0 else { throw problem(path, "cannot be opened", errno) }
        defer { close(file) }
        var status = stat()
        guard fstat(file, &status) == 0 else { throw problem(path, "cannot be examined", errno) }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileProblem(description: "\(path) is no regular file", isMissing: false)
        }
        var bytes: [UInt8] = []
        let chunk = 65_536
        while true {
            let have = bytes.count
            guard have <= limit else {
                throw FileProblem(description: "\(path) is larger than \(limit) bytes", isMissing: false)
            }
            bytes.append(contentsOf: repeatElement(0, count: chunk))
            let count = bytes.withUnsafeMutableBytes { Glibc.read(file, $0.baseAddress?.advanced(by: have), chunk) }
            let failure = errno
            bytes.removeLast(chunk - max(0, count))
            if count == 0 { return bytes }
            if count < 0, failure != EINTR { throw problem(path, "cannot be read", failure) }
        }
    }

    private static func problem(_ path: String, _ what: String, _ code: Int32) -> FileProblem {
        let reason: String
        switch code {
        case ENOENT: reason = "there is no such file"
        case ENOTDIR: reason = "a part of the path is no folder"
        case EACCES, EPERM: reason = "this user may not read it"
        case EISDIR: reason = "it is a folder"
        case ELOOP: reason = "its links lead in a circle"
        case EMFILE, ENFILE: reason = "too many files are open"
        default: reason = "the system answered error \(code)"
        }
        return FileProblem(description: "\(path) \(what): \(reason)", isMissing: code == ENOENT || code == ENOTDIR)
    }
}
