import Glibc

/// Cuts a file into blocks of whole lines.
struct BlockCutter {
    /// Lines longer than this are skipped and counted.
    static let lineLimit = 16 << 20

    private let file: LogFile
    private var rest: [UInt8] = []
    private var isAtEnd = false
    /// Lines that were skipped for their length since the last block.
    private(set) var skippedLines = 0

    init(_ file: LogFile) {
        self.file = file
    }

    /// Fills `block`, replaced by a larger one when a line does not fit.
    ///
    /// - Parameter block: The block to fill.
    /// - Returns: The bytes of whole lines in it; 0 at the end of the file.
    /// - Throws: What the file cannot be read for.
    mutating func fill(_ block: inout LineBlock) throws(LogReadError) -> Int {
        skippedLines = 0
        var used = rest.count
        if used > block.capacity { block = LineBlock(capacity: used * 2) }
        block.bytes.copyBytes(from: rest)
        rest.removeAll(keepingCapacity: true)
        var searched = used
        while true {
            if used == block.capacity {
                guard used < Self.lineLimit else {
                    used = try skipLine(block)
                    // What follows the skipped line may have whole ones in it.
                    searched = 0
                    continue
                }
                let larger = LineBlock(capacity: block.capacity * 2)
                larger.bytes.copyMemory(from: UnsafeRawBufferPointer(rebasing: block.bytes[..<used]))
                block = larger
            }
            let count = try file.read(into: UnsafeMutableRawBufferPointer(rebasing: block.bytes[used...]))
            if count == 0 {
                // Behind a line that was skipped there may be whole ones.
                guard used > 0, block.bytes[used - 1] != 0x0A else { return used }
                // The last line has no newline; one is put behind it, where there is always room.
                block.bytes[used] = 0x0A
                return used + 1
            }
            used += count
            guard let base = block.lines.baseAddress,
                let newline = JSONBytes.last(0x0A, before: base + used, base + searched)
            else {
                searched = used
                continue
            }
            let whole = newline - base + 1
            rest.append(contentsOf: block.bytes[whole..<used])
            return whole
        }
    }

    /// Reads on to the end of a line that is too long; returns how much of the block then holds the begin of the next.
    private mutating func skipLine(_ block: LineBlock) throws(LogReadError) -> Int {
        skippedLines += 1
        while true {
            let count = try file.read(into: block.bytes)
            guard count > 0, let base = block.bytes.baseAddress else { return 0 }
            guard let newline = memchr(base, 0x0A, count) else { continue }
            let next = newline - base + 1
            memmove(base, base + next, count - next)
            return count - next
        }
    }
}
