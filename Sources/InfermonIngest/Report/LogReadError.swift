/// Why a log file could not be read.
public enum LogReadError: Error, Hashable, CustomStringConvertible {
    /// The file cannot be opened; `reason` is the system's.
    case cannotOpen(path: String, reason: String)
    /// Reading failed in the middle.
    case cannotRead(path: String, reason: String)
    /// The compressed data are damaged; what came before the damage was read.
    case damaged(path: String, kind: String)
    /// The compressed data end in the middle; what came before was read.
    case cutShort(path: String, kind: String)
    /// The file is packed in a way that infermon does not look into.
    case packed(path: String, ForeignPacking)

    /// What is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "\(path): cannot be opened: \(reason). Check the path and its permissions."
        case .cannotRead(let path, let reason): "\(path): cannot be read: \(reason)."
        case .cutShort(let path, let kind):
            "\(path) ends in the middle of its \(kind) data: it was cut short or is still being written."
        case .packed(let path, let packing):
            "\(path) is a \(packing.rawValue) file, not a log. Unpack it with \(packing.command), and name what comes out; "
                + "gzip and zstd are read as they are."
        case .damaged(let path, let kind): "\(path): the \(kind) data are damaged. Test the file with \(kind) -t."
        }
    }
}
