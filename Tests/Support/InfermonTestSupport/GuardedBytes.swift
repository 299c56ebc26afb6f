import Glibc

/// Bytes that end where readable memory ends: reading one byte too far ends the process.
public enum GuardedBytes {
    /// Calls `body` with a copy of `bytes` right before a page that may not be touched.
    public static func with<Result>(_ bytes: [UInt8], _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows
        -> Result
    {
        let page = Int(sysconf(Int32(_SC_PAGESIZE)))
        let room = (bytes.count + page - 1) / page * page
        guard let start = mmap(nil, room + page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
            start != MAP_FAILED
        else { return try bytes.withUnsafeBytes(body) }
        defer { munmap(start, room + page) }
        mprotect(start + room, page, PROT_NONE)
        let place = start + (room - bytes.count)
        bytes.withUnsafeBytes {
            if let source = $0.baseAddress { place.copyMemory(from: source, byteCount: bytes.count) }
        }
        return try body(UnsafeRawBufferPointer(start: place, count: bytes.count))
    }
}
