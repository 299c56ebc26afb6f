import InfermonModel

/// The store of a run whose logs were named on the command line: what such a look counts is not for the months to come.
struct LogOnlyStore {
    private let folder: ScratchFolder?

    /// Gives the configuration a store that takes no rollups, since nobody would read them, and is gone at the end, if logs were named.
    ///
    /// - Throws: `ExitCode` with the reason when there is no place for it.
    init(_ configuration: inout Configuration, logs: [String]) throws {
        guard !logs.isEmpty else {
            folder = nil
            return
        }
        let folder = try ScratchFolder(for: "log")
        configuration.storePath = folder.path + "/infermon.sqlite"
        configuration.storesRollups = false
        self.folder = folder
    }

    /// Removes the store.
    func remove() { folder?.remove() }
}
