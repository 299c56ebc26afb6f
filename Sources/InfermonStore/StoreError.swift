/// Why the store cannot do what it is asked.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The folder or the file cannot be opened.
    case cannotOpen(path: String, reason: String)
    /// A statement failed; nothing of its transaction was kept.
    case failed(path: String, reason: String, code: Int32)
    /// The file belongs to another process, or to a newer infermon: it can be read, not written.
    case readOnly(path: String, reason: String)
    /// What is stored cannot be understood.
    case unreadable(path: String, what: String)

    /// A sentence with what to do.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "The store \(path) cannot be opened: \(reason). Name another place with store: {path: ...}."
        case .failed(let path, let reason, _):
            "The store \(path) did not take the last changes: \(reason). They are kept and tried again."
        case .readOnly(let path, let reason):
            "The store \(path) is only read: \(reason)."
        case .unreadable(let path, let what):
            "The store \(path) holds \(what) that cannot be understood. Move the file away; it is built anew from the logs."
        }
    }

    /// Whether SQLite says that the file is damaged or no database.
    var isDamage: Bool {
        if case .failed(_, _, let code) = self { return code == 11 || code == 26 }
        return false
    }
}
