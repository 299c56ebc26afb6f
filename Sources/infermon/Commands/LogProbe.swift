import Glibc
import InfermonIngest
import InfermonModel

/// What the first megabyte of a log holds.
struct LogProbe {
    private(set) var format = ""
    private(set) var lines = LineCounts()
    private(set) var defects: [String] = []
    private(set) var problem: String?
    private(set) var unitDoubt: String?

    private static let size = 1 << 20

    /// Reads the head of a plain file; a compressed one is only known by its name.
    static func read(_ path: String, options: LogReport.Options) -> LogProbe {
        var probe = LogProbe()
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else {
            probe.problem = "\(path) cannot be opened: \(String(cString: strerror(errno)))"
            return probe
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            probe.problem = "\(path) is no regular file"
            return probe
        }
        var bytes = [UInt8](repeating: 0, count: size)
        let count = bytes.withUnsafeMutableBytes { Glibc.read(descriptor, $0.baseAddress, $0.count) }
        guard count > 0, let last = bytes.prefix(count).lastIndex(of: 0x0A) else { return probe }
        var decoder = LogDecoder(format: options.format, options: options.lines)
        bytes.withUnsafeBytes { decoder.decode(UnsafeRawBufferPointer(rebasing: $0.prefix(last + 1))) { _ in } }
        probe.format = decoder.formatID
        probe.lines = decoder.counts
        probe.unitDoubt = decoder.unitDoubt
        probe.defects = decoder.defects.map { "\(path):\($0.line): \($0.reason)" }
        return probe
    }
}
