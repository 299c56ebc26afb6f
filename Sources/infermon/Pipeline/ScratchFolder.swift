import FoundationEssentials
import Glibc

/// A folder of this run's own, removed with everything in it at the end.
struct ScratchFolder {
    let path: String

    /// Makes a folder under `$TMPDIR` or `/tmp`.
    ///
    /// - Parameter purpose: A word for its name.
    /// - Throws: `ExitCode` with the reason when that cannot be done.
    init(for purpose: String) throws {
        let parent = ProcessInfo.processInfo.environment["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
        var template = Array("\(parent)/infermon-\(purpose)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else {
            throw failure(
                ["infermon: no folder can be made in \(parent) (\(String(cString: strerror(errno))))."], code: 3)
        }
        path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Removes the folder.
    func remove() {
        // What is left behind in a temporary folder does no harm and is not worth an error after the screen is gone.
        try? FileManager.default.removeItem(atPath: path)
    }
}
