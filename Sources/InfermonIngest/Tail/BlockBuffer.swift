/// A block of memory that readers use again and again.
final class BlockBuffer {
    private(set) var bytes: UnsafeMutableRawBufferPointer

    init(count: Int) {
        bytes = .allocate(byteCount: count, alignment: 64)
    }

    deinit { bytes.deallocate() }

    /// Makes room for `count` bytes, keeping the first `kept`.
    func resize(to count: Int, keeping kept: Int) {
        let larger = UnsafeMutableRawBufferPointer.allocate(byteCount: count, alignment: 64)
        larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes[..<min(kept, count)]))
        bytes.deallocate()
        bytes = larger
    }

    subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: bytes[range])
    }
}

/// Where the next line begins and what is known of the bytes after it.
struct LineCursor: Hashable {
    /// What is left out until the next newline.
    enum Skip: UInt8, Hashable {
        /// Nothing.
        case none
        /// The rest of a line that is too long.
        case longLine
        /// The zeros that a writer leaves at the head of a file that was cut under it.
        case hole
    }

    /// The most bytes of one line; longer ones are skipped and counted.
    static let lineLimit: Int64 = 64 << 20

    var position: Int64
    var skip: Skip = .none
    /// The position up to which no newline follows ``position``.
    var searched: Int64 = 0
}

/// One step of reading lines.
enum LineStep {
    /// Whole lines; the position after them.
    case lines(UnsafeRawBufferPointer, upTo: Int64)
    /// Bytes left out, and how many overlong lines ended in them.
    case skipped(upTo: Int64, skip: LineCursor.Skip, longLines: Int64)
    /// No whole line is there yet; newlines were sought up to a position.
    case incomplete(searched: Int64)
    /// The system refused, with its errno.
    case failed(Int32)
}
