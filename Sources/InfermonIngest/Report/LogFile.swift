import Glibc

/// The bytes of a log file, decompressed when its first bytes say that it is gzip or Zstandard.
///
/// Read by `read` and not mapped: the copy is cheaper than the page faults, and a file cut short by another process is an end, not
/// a signal.
final class LogFile {
    private enum Coding {
        case plain
        case compressed(any MemberInflater, kind: String)
    }

    private let path: String
    private let descriptor: Int32
    private var coding = Coding.plain
    private let input: UnsafeMutableRawBufferPointer
    private var pending = 0..<0
    private var isAtEnd = false

    /// Opens a file; `-` is the standard input.
    init(path: String) throws(LogReadError) {
        self.path = path
        descriptor = path == "-" ? dup(0) : open(path, O_RDONLY | O_CLOEXEC)
        input = .allocate(byteCount: 128 << 10, alignment: 64)
        guard descriptor >= 0 else { throw .cannotOpen(path: path, reason: Self.systemReason()) }
        posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL)
        while pending.count < 4, try fill() {}
        let magic = Array(input[pending].prefix(4))
        if magic.starts(with: [0x1F, 0x8B]) {
            coding = .compressed(GzipInflater(), kind: "gzip")
        } else if magic == [0x28, 0xB5, 0x2F, 0xFD] {
            coding = .compressed(ZstdInflater(), kind: "zstd")
        }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        input.deallocate()
    }

    /// Whether the file is read as it is.
    var isPlain: Bool { if case .plain = coding { true } else { false } }

    /// The size of the file; `nil` when it has none, as a pipe.
    var size: Int? {
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }

    /// Reads up to as many bytes as fit; 0 at the end.
    func read(into output: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        guard !output.isEmpty else { return 0 }
        switch coding {
        case .plain:
            guard pending.isEmpty else {
                let count = min(pending.count, output.count)
                output.copyMemory(from: UnsafeRawBufferPointer(rebasing: input[pending.prefix(count)]))
                pending = pending.dropFirst(count)
                return count
            }
            return try readBytes(into: output)
        case .compressed(let inflater, let kind):
            return try decode(into: output, kind: kind, by: inflater)
        }
    }

    private func decode(
        into output: UnsafeMutableRawBufferPointer, kind: String, by inflater: any MemberInflater
    ) throws(LogReadError) -> Int {
        while true {
            if pending.isEmpty, !isAtEnd { _ = try fill() }
            let result = inflater.inflate(UnsafeRawBufferPointer(rebasing: input[pending]), into: output)
            pending = pending.dropFirst(result.consumed)
            if result.produced > 0 { return result.produced }
            if result.isDamaged { throw .damaged(path: path, kind: kind) }
            if isAtEnd, pending.isEmpty || result.consumed == 0 {
                guard result.isAtMemberEnd else { throw .cutShort(path: path, kind: kind) }
                return 0
            }
        }
    }

    private func fill() throws(LogReadError) -> Bool {
        if pending.lowerBound > 0 {
            let rest = Array(input[pending])
            input.copyBytes(from: rest)
            pending = 0..<rest.count
        }
        let count = try readBytes(into: UnsafeMutableRawBufferPointer(rebasing: input[pending.upperBound...]))
        if count == 0 { isAtEnd = true }
        pending = pending.lowerBound..<(pending.upperBound + count)
        return count > 0
    }

    private func readBytes(into output: UnsafeMutableRawBufferPointer) throws(LogReadError) -> Int {
        while true {
            let count = Glibc.read(descriptor, output.baseAddress, output.count)
            if count >= 0 { return count }
            guard errno == EINTR else { throw .cannotRead(path: path, reason: Self.systemReason()) }
        }
    }

    private static func systemReason() -> String { String(cString: strerror(errno)) }
}
