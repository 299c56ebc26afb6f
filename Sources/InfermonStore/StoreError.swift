/// Why the store could not do what was asked.
public enum StoreError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file or its folder cannot be opened or made.
    case cannotOpen(path: String, reason: String)
    /// Nothing was stored there yet.
    case missing(path: String)
    /// An earlier version of infermon made the file, and only a writer brings it up.
    case olderSchema(path: String, found: Int, known: Int)
    /// A later version of infermon made the file; it was not touched.
    case newerSchema(path: String, found: Int, known: Int)
    /// The file's content is damaged; it is put aside at the next start.
    case damaged(path: String, reason: String)
    /// The disk is full.
    case diskFull(path: String)
    /// The disk or the file cannot be written.
    case cannotWrite(path: String, reason: String)
    /// This instance only reads; the number is the process id of the one that writes.
    case readOnly(path: String, owner: Int64?)
    /// Another process kept the file busy for too long.
    case busy(path: String)
    /// SQLite refused a statement.
    case failed(path: String, code: Int, reason: String)

    /// What happened, where, and what to do.
    public var description: String {
        switch self {
        case .cannotOpen(let path, let reason):
            "The store \(path) cannot be opened: \(reason). Make its folder writable or name another with store.path."
        case .missing(let path): "There is no store at \(path) yet: the live screen makes it."
        case .olderSchema(let path, let found, let known):
            "The store \(path) was made by an earlier version of infermon (schema \(found), this one knows \(known)). "
                + "Start the live screen once: it brings the store up."
        case .newerSchema(let path, let found, let known):
            "The store \(path) was made by a later version of infermon (schema \(found), this one knows \(known)). "
                + "Upgrade infermon or name another store with store.path; the file was not changed."
        case .damaged(let path, let reason):
            "The store \(path) is damaged: \(reason). It is put aside and made anew at the next start."
        case .diskFull(let path):
            "The disk that holds \(path) is full. Nothing is lost: counting goes on when there is room."
        case .cannotWrite(let path, let reason): "The store \(path) cannot be written: \(reason). It is tried again."
        case .readOnly(let path, let owner):
            "The store \(path) is written by \(owner.map { "process \($0)" } ?? "another process"); this instance only reads it."
        case .busy(let path): "The store \(path) is kept busy by another process. It is tried again."
        case .failed(let path, let code, let reason):
            "The store \(path) refused a statement: \(reason) (SQLite code \(code))."
        }
    }
}
