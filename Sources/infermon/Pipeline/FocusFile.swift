import Glibc
import InfermonCost
import InfermonIngest
import InfermonModel

/// Reads a FOCUS export from a file, plain or compressed.
enum FocusFile {
    /// The most bytes of one file, decompressed.
    static let limitBytes = 512 << 20

    /// Why a file gives no bill.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// Reads a file whole; blocks while the disk answers.
    ///
    /// - Throws: ``Failure`` when it cannot be read, is no FOCUS export, or ends inside a row.
    static func read(
        _ path: String, modified: Timestamp, options: FocusImport.Options, now: Timestamp
    ) throws(Failure) -> FocusFiles.File {
        let whole: [UInt8]?
        do {
            whole = try WholeFile.bytes(path, limit: limitBytes)
        } catch {
            throw Failure(description: error.description)
        }
        guard let bytes = whole else {
            throw Failure(description: "\(path) has more than \(limitBytes >> 20) MiB; split the export.")
        }
        let content = FocusImport(bytes, options: options, now: now)
        if content.isCut || !content.isExport {
            throw Failure(description: "\(path): \(content.notes.last ?? "it cannot be read.")")
        }
        return FocusFiles.File(name: path, modified: modified, content: content)
    }

    /// When a file was last written; `nil` when there is none.
    static func modified(_ path: String) -> Timestamp? {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        return Timestamp(
            microseconds: Int64(status.st_mtim.tv_sec) * 1_000_000 + Int64(status.st_mtim.tv_nsec) / 1_000)
    }
}
