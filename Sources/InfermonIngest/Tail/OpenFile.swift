import CPosix

/// A regular file open for reading; closed when the last reference goes.
final class OpenFile {
    let path: String
    let identity: FileIdentity
    private let descriptor: Int32

    /// Opens a regular file without ever waiting for a writer; anything else is refused.
    init(path: String) throws(TailProblem) {
        let opened = infermon_open_for_reading(path)
        guard opened >= 0 else { throw TailProblem(path: path, error: -opened) }
        var raw = infermon_file_status()
        let error = infermon_status_of_descriptor(opened, &raw)
        let status = FileStatus(raw)
        guard error == 0, status.kind == .regular else {
            infermon_close(opened)
            if error != 0 { throw .system(path, error) }
            throw status.kind == .directory ? .isDirectory(path) : .notRegular(path)
        }
        self.path = path
        descriptor = opened
        identity = status.identity
    }

    deinit { infermon_close(descriptor) }

    /// The file as it is now.
    func status() -> FileStatus? {
        var raw = infermon_file_status()
        return infermon_status_of_descriptor(descriptor, &raw) == 0 ? FileStatus(raw) : nil
    }

    /// Reads until `buffer` is full or the file ends; a negative result is an errno.
    func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
        var filled = 0
        while filled < buffer.count {
            let rest = Int64(buffer.count - filled)
            let got = infermon_read_at(descriptor, buffer.baseAddress.map { $0 + filled }, rest, offset + Int64(filled))
            if got < 0 { return filled > 0 ? filled : Int(got) }
            if got == 0 { break }
            filled += Int(got)
        }
        return filled
    }

    /// The hash of the bytes just before `offset`; `nil` where the file is shorter or cannot be read.
    func hash(before offset: Int64) -> UInt64? {
        let length = Int(min(Int64(ContentTrail.window), offset))
        return withUnsafeTemporaryAllocation(byteCount: max(1, length), alignment: 1) { space in
            let window = UnsafeMutableRawBufferPointer(rebasing: space[..<length])
            guard read(at: offset - Int64(length), into: window) == length else { return nil }
            return ContentTrail.hash(UnsafeRawBufferPointer(window))
        }
    }

    /// The start of the line that holds the byte at `offset`: just after the last newline before it, within `reach` bytes.
    func lineStart(before offset: Int64, reach: Int64 = 1 << 20) -> Int64? {
        let chunk: Int64 = 16_384
        var end = offset
        while end > 0, offset - end < reach {
            let start = max(0, end - chunk)
            let found: Int64? = withUnsafeTemporaryAllocation(byteCount: Int(end - start), alignment: 1) { space in
                guard read(at: start, into: space) == space.count else { return nil }
                let newline = infermon_last_newline(space.baseAddress, Int64(space.count))
                return newline >= 0 ? start + newline + 1 : nil
            }
            if let found { return found }
            end = start
        }
        return end == 0 ? 0 : nil
    }
}
