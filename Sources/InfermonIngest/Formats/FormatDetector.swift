import Glibc
import InfermonRollup

/// Finds out what wrote a file from its first lines.
struct FormatDetector: Sendable {
    /// The most lines looked at.
    static let lineLimit = 50
    /// The most bytes looked at.
    static let byteLimit = 1 << 20
    /// The share of the lines that some format knows which one must know to be taken.
    static let share = 0.8

    let formats: [any LogFormat]

    /// What the lines say of their format.
    struct Finding {
        /// The format; `nil` when none knows enough of the lines.
        var format: (any LogFormat)?
        /// The lines looked at.
        var lineCount = 0
        /// Whether no line is of any other format.
        var isUndisputed = true
    }

    /// The format of the lines.
    ///
    /// One that holds no requests is taken only where no line is of one that does: a process log is often mixed with them.
    func finding(in bytes: UnsafeBufferPointer<UInt8>) -> Finding {
        var votes = [Int](repeating: 0, count: formats.count)
        var seen = 0
        let memory = ScratchMemory()
        defer { withExtendedLifetime(memory) {} }
        let arena = memory.arena
        forEachLine(of: bytes) { line in
            let text = line.withoutPreamble
            guard !text.isEmpty else { return true }
            let sample = LineSample(text, arena: arena)
            if let index = formats.firstIndex(where: { $0.recognises(sample) }) { votes[index] += 1 }
            arena.reset()
            seen += 1
            return seen < Self.lineLimit
        }
        if formats.indices.contains(where: { votes[$0] > 0 && formats[$0].advice == nil }) {
            for index in formats.indices where formats[index].advice != nil { votes[index] = 0 }
        }
        let known = votes.reduce(0, +)
        var finding = Finding(lineCount: seen, isUndisputed: known == 0)
        if let most = votes.max(), most > 0, Double(most) >= Self.share * Double(known),
            let index = votes.firstIndex(of: most)
        {
            finding.format = formats[index]
            finding.isUndisputed = known == most
        }
        return finding
    }

    private func forEachLine(of bytes: UnsafeBufferPointer<UInt8>, _ body: (LogText) -> Bool) {
        guard var start = bytes.baseAddress else { return }
        // A first line longer than that is still looked at, once.
        let end = start + bytes.count
        let stop = start + min(bytes.count, Self.byteLimit)
        while start < stop {
            let newline = memchr(start, 0x0A, end - start)?.assumingMemoryBound(to: UInt8.self)
            let close = newline.map { UnsafePointer($0) } ?? end
            guard body(LogText(start, count: close - start)) else { return }
            start = close + 1
        }
    }
}

extension LogText {
    /// The line without what stands around its content: a byte-order mark, NUL bytes that a truncation left, spaces, a CR.
    var withoutPreamble: LogText {
        var text = self
        while let first = text.bytes.first {
            if first == 0 || first == 0x20 || first == 0x09 {
                text = text.dropping(1)
            } else if text.count >= 3, first == 0xEF, text.bytes[1] == 0xBB, text.bytes[2] == 0xBF {
                text = text.dropping(3)
            } else {
                break
            }
        }
        text = text.withoutColours.withoutContainerStamp
        while let last = text.bytes.last, last == 0x0D || last == 0x20 || last == 0x09 || last == 0 {
            text = LogText(address: text.address, count: text.count - 1)
        }
        return text
    }

    /// The text between sequences that colour all of it (`ESC [ 0 m`).
    private var withoutColours: LogText {
        var text = self
        while text.count > 2, text.bytes[0] == 0x1B, text.bytes[1] == UInt8(ascii: "["),
            let end = text.firstIndex(of: UInt8(ascii: "m"))
        {
            text = text.dropping(end + 1)
        }
        guard text.count < count, text.bytes.last == UInt8(ascii: "m"),
            let escape = text.bytes.suffix(8).lastIndex(of: 0x1B)
        else { return text }
        return LogText(address: text.address, count: escape)
    }

    /// The text behind what a container runtime puts before each whole line: `2026-11-23T03:33:18.896123456Z stdout F `
    /// (kubernetes/design-proposals-archive: node/kubelet-cri-logging.md).
    private var withoutContainerStamp: LogText {
        guard count > 30, bytes[4] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
            let space = firstIndex(of: UInt8(ascii: " ")), space < 40
        else { return self }
        let rest = dropping(space + 1)
        return rest.hasPrefix("stdout F ") || rest.hasPrefix("stderr F ") ? rest.dropping(9) : self
    }
}
