import InfermonModel

/// Reads a whole file of a bounded size into memory, decompressed when it is gzip or Zstandard; blocks while the disk answers.
public enum WholeFile {
    /// Reads it.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - limit: The most bytes, after decompression.
    /// - Returns: The bytes; `nil` when there are more than `limit`.
    /// - Throws: ``LogReadError`` with the reason.
    public static func bytes(_ path: String, limit: Int) throws(LogReadError) -> [UInt8]? {
        let file = try LogFile(path: path)
        var bytes: [UInt8] = []
        let portion = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 64)
        defer { portion.deallocate() }
        while true {
            let count = try file.read(into: portion)
            if count == 0 { return bytes }
            guard bytes.count + count <= limit else { return nil }
            bytes.append(contentsOf: portion.prefix(count))
        }
    }
}
