import Foundation
import Glibc
import InfermonIngest
import InfermonModel

/// A temporary folder whose files a test writes as a log's writer and its rotation would.
final class LogFolder {
    let path: String

    init() throws {
        var template = Array((NSTemporaryDirectory() + "/infermon-tail-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = String(cString: made)
    }

    // A folder left behind in the temporary directory harms nobody.
    deinit { try? FileManager.default.removeItem(atPath: path) }

    func path(_ name: String) -> String { path + "/" + name }

    func append(_ text: String, to name: String = "app.log") { append(Array(text.utf8), to: name) }

    func append(_ bytes: [UInt8], to name: String = "app.log") {
        let descriptor = Glibc.open(path(name), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        precondition(descriptor >= 0, "\(name) cannot be written")
        defer { close(descriptor) }
        precondition(Glibc.write(descriptor, bytes, bytes.count) == bytes.count)
    }

    func rename(_ from: String, _ to: String) { precondition(Glibc.rename(path(from), path(to)) == 0) }

    func remove(_ name: String) { precondition(unlink(path(name)) == 0) }

    func exists(_ name: String) -> Bool { access(path(name), F_OK) == 0 }

    func truncate(_ name: String = "app.log", to size: Int = 0, creating: Bool = false) {
        if creating, !exists(name) { append("", to: name) }
        precondition(Glibc.truncate(path(name), size) == 0)
    }

    func bytes(of name: String) -> [UInt8] { FileManager.default.contents(atPath: path(name)).map(Array.init) ?? [] }

    func copy(_ from: String, _ to: String) { append(bytes(of: from), to: to) }

    /// What logrotate's copytruncate does.
    func copyTruncate(_ name: String = "app.log", to copied: String) {
        copy(name, copied)
        truncate(name)
    }
}

/// Keeps the lines that a tailer gives, those of saved passes apart from those of passes not saved yet.
struct LineCollector: LineConsumer {
    var saved: [String: Int] = [:]
    var pending: [String] = []
    /// Every block, in order.
    var closed: [UInt64] = []

    mutating func consume(_ lines: UnsafeRawBufferPointer, of content: TailedContent) {
        precondition(lines.last == 10, "a block ends with a newline")
        for line in lines.dropLast().split(separator: 10, omittingEmptySubsequences: false) {
            pending.append(String(decoding: line, as: UTF8.self))
        }
    }

    mutating func close(content id: UInt64) { closed.append(id) }

    mutating func save() {
        for line in pending { saved[line, default: 0] += 1 }
        pending = []
    }
}

/// A tailer with its saved state, that can be stopped and killed.
struct TailBench {
    let pattern: String
    var start: TailStart = .start
    var blockSize = 4_096
    var usesInotify = false
    var now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
    var tailer: FileTailer
    var lines = LineCollector()
    var checkpoint: [UInt8]?
    var unsaved: [UInt8]?
    var last: TailPass?

    init(_ pattern: String, start: TailStart = .start, blockSize: Int = 4_096, usesInotify: Bool = false) {
        self.pattern = pattern
        self.start = start
        self.blockSize = blockSize
        self.usesInotify = usesInotify
        tailer = FileTailer(
            path: pattern, start: start, checkpoint: nil, blockSize: blockSize, usesInotify: usesInotify)
    }

    /// One pass a quarter of a second after the last.
    mutating func pass(budget: Int = 16 << 20, after span: TimeSpan = .milliseconds(250)) {
        now = now + span
        let pass = tailer.pass(now: now, budgetBytes: budget, into: &lines)
        last = pass
        if let state = pass.checkpoint { unsaved = state }
    }

    /// Commits what the passes gave together with the state that they reached.
    mutating func save() {
        lines.save()
        if let unsaved { checkpoint = unsaved }
        unsaved = nil
    }

    /// Passes until nothing is left, and commits.
    mutating func drain() {
        repeat { pass() } while last?.hasMore == true
        save()
    }

    /// Passes until last lines without a newline count.
    mutating func settle() {
        drain()
        for _ in 0..<4 {
            pass(after: .seconds(61))
            drain()
        }
    }

    /// Begins anew from the last commit, as after kill -9.
    mutating func restart() {
        lines.pending = []
        unsaved = nil
        tailer = FileTailer(
            path: pattern, start: start, checkpoint: checkpoint, blockSize: blockSize, usesInotify: usesInotify)
    }

    /// The lines counted, those counted more than once with their number.
    var counted: [String: Int] { lines.saved }
}

/// gzip and zstd files whose content is stored, not compressed: enough for readers and quick to write.
enum StoredArchive {
    static func gzip(_ content: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]
        let blocks =
            content.isEmpty
            ? [[]]
            : stride(from: 0, to: content.count, by: 60_000).map {
                Array(content[$0..<min(content.count, $0 + 60_000)])
            }
        for (index, block) in blocks.enumerated() {
            let size = UInt16(block.count)
            bytes.append(index == blocks.count - 1 ? 1 : 0)
            bytes += [UInt8(size & 0xff), UInt8(size >> 8), UInt8(~size & 0xff), UInt8(~size >> 8)]
            bytes += block
        }
        for value in [checksum(content), UInt32(truncatingIfNeeded: content.count)] {
            bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * UInt32($0))) }
        }
        return bytes
    }

    static func zstd(_ content: [UInt8]) -> [UInt8] {
        // A frame of raw blocks with a 1 MiB window and no content size.
        var bytes: [UInt8] = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x50]
        let blocks =
            content.isEmpty
            ? [[]]
            : stride(from: 0, to: content.count, by: 60_000).map {
                Array(content[$0..<min(content.count, $0 + 60_000)])
            }
        for (index, block) in blocks.enumerated() {
            let header = UInt32(block.count) << 3 | (index == blocks.count - 1 ? 1 : 0)
            bytes += (0..<3).map { UInt8(truncatingIfNeeded: header >> (8 * UInt32($0))) }
            bytes += block
        }
        return bytes
    }

    private static let table: [UInt32] = (0..<256).map { index in
        (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xedb8_8320 ^ (value >> 1) : value >> 1 }
    }

    private static func checksum(_ content: [UInt8]) -> UInt32 {
        ~content.reduce(0xffff_ffff) { table[Int(($0 ^ UInt32($1)) & 0xff)] ^ ($0 >> 8) }
    }
}
