import Glibc

/// Why a log cannot be read just now, as a sentence for the user.
public enum TailProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing is at the path, or no file matches the pattern.
    case missing(String)
    /// The file or its directory may not be read.
    case notPermitted(String)
    /// The path leads to something that cannot be followed, such as a FIFO.
    case notRegular(String)
    /// The path leads to a directory.
    case isDirectory(String)
    /// The system refused; the number is its errno.
    case system(String, Int32)
    /// A compressed file ends in mid-stream.
    case cutShort(String)
    /// A compressed file's bytes make no sense.
    case damaged(String)
    /// More files match than are followed.
    case tooMany(String, Int)
    /// The saved position could not be read.
    case checkpointDamaged

    init(path: String, error: Int32) {
        switch error {
        case ENOENT, ENOTDIR: self = .missing(path)
        case EACCES, EPERM: self = .notPermitted(path)
        default: self = .system(path, error)
        }
    }

    /// The problem and what to do about it.
    public var description: String {
        switch self {
        case .missing(let path): "No file is at \(path) yet; it is read as soon as it appears."
        case .notPermitted(let path):
            "\(path) may not be read by this user; give it read permission, for example by adding the user to the log's group."
        case .notRegular(let path): "\(path) is no regular file; name the log file itself."
        case .isDirectory(let path): "\(path) is a directory; name its files, such as \(path)/*.log."
        case .system(let path, let error):
            "\(path) cannot be read: \(String(cString: strerror(error))); it is tried again."
        case .cutShort(let path): "\(path) ends in the middle of its compressed data; what came before is counted."
        case .damaged(let path): "\(path) is damaged; what came before the damage is counted."
        case .tooMany(let pattern, let count):
            "\(pattern) matches \(count) files; the newest \(FilePattern.fileLimit) are followed."
        case .checkpointDamaged:
            "The saved position in the log could not be read; reading goes on from the end of the log."
        }
    }
}
