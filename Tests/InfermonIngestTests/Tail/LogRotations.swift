import InfermonTestSupport
import Foundation
import Glibc
import InfermonIngest
import Synchronization

/// Writes numbered lines at 50,000 a second and rotates a hundred times, three old logs kept.
///
/// It rotates when the reader has looked since the last time: on a machine that stands still for longer than three rotations take,
/// lines are deleted unread, and rightly so.
final class LogRotations: Sendable {
    private let path: String
    private let copies: Bool
    private let written = Mutex((lines: 0, isDone: false))
    private let looks = Mutex(0)

    init(folder: String, copies: Bool) {
        path = folder + "/app.log"
        self.copies = copies
    }

    var isDone: Bool { written.withLock(\.isDone) }
    var lines: Int { written.withLock(\.lines) }

    /// The reader has looked once more.
    func noteLook() { looks.withLock { $0 += 1 } }

    func run() {
        for _ in 0..<100 {
            let before = looks.withLock(\.self)
            // Ten portions of 150 lines each 3 ms.
            for _ in 0..<10 {
                write(count: 150)
                pace(milliseconds: 3)
            }
            for _ in 0..<10_000 where looks.withLock(\.self) < before + 2 { pace(milliseconds: 3) }
            rotate()
        }
        written.withLock { $0.isDone = true }
    }

    private func write(count: Int) {
        let first = lines
        var text = ""
        for number in first..<(first + count) { text += "\(number) \(String(repeating: "w", count: 150))\n" }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
        Glibc.write(descriptor, text, text.utf8.count)
        close(descriptor)
        written.withLock { $0.lines = first + count }
    }

    private func rotate() {
        for index in [3, 2, 1] { rename("\(path).\(index)", "\(path).\(index + 1)") }
        unlink(path + ".4")
        if copies {
            let content = FileManager.default.contents(atPath: path) ?? Data()
            let descriptor = open(path + ".1", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
            content.withUnsafeBytes { _ = Glibc.write(descriptor, $0.baseAddress, $0.count) }
            close(descriptor)
            truncate(path, 0)
        } else {
            rename(path, path + ".1")
        }
    }
}

/// Counts numbered lines fast enough for a debug build.
struct NumberedLines: LineConsumer {
    var seen = [UInt8](repeating: 0, count: 150_000)
    var torn = 0

    mutating func consume(_ lines: UnsafeRawBufferPointer, of content: TailedContent) {
        guard let base = lines.baseAddress else { return }
        var start = 0
        while start < lines.count, let end = memchr(base + start, 10, lines.count - start) {
            var rest: UnsafeMutablePointer<CChar>?
            let number = strtol((base + start).assumingMemoryBound(to: CChar.self), &rest, 10)
            let length =
                UnsafeRawPointer(end)
                - UnsafeRawPointer(rest ?? UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: CChar.self)))
            if length == 151, seen.indices.contains(number) { seen[number] += 1 } else { torn += 1 }
            start = UnsafeRawPointer(end) - base + 1
        }
    }

    mutating func close(content id: UInt64) {}
}
