import CPosix
import Glibc

/// Reads whole lines of uncompressed files into one reused block.
///
/// A line that has no end yet is not kept in memory but read again when the file has grown; only a line longer than a block is
/// first searched for its end, so that nothing is allocated for one that is too long to keep.
struct PlainLineReader {
    private let block: BlockBuffer
    private var longLine: BlockBuffer?

    init(blockSize: Int) {
        block = BlockBuffer(count: blockSize)
    }

    /// The lines from the cursor on, at most a block of them, before `limit`.
    mutating func next(_ file: OpenFile, _ cursor: LineCursor, limit: Int64) -> LineStep {
        longLine = nil
        let searched = max(cursor.searched, cursor.position)
        if cursor.skip == .none, searched - cursor.position >= Int64(block.bytes.count / 2) {
            return seekEnd(file, cursor, from: searched, limit: limit)
        }
        let space = room(limit - cursor.position)
        let count = file.read(at: cursor.position, into: space)
        guard count >= 0 else { return .failed(Int32(-count)) }
        guard count > 0 else { return .incomplete(searched: cursor.position) }
        switch cursor.skip {
        case .longLine: return skipLongLine(cursor, count)
        case .hole: return skipHole(cursor, count)
        case .none: break
        }
        if cursor.position == 0, space[0] == 0 { return skipHole(cursor, count) }
        let newline = infermon_last_newline(space.baseAddress, Int64(count))
        if newline >= 0 { return .lines(block[0..<Int(newline + 1)], upTo: cursor.position + newline + 1) }
        let end = cursor.position + Int64(count)
        if count == block.bytes.count { return seekEnd(file, cursor, from: end, limit: limit) }
        return .incomplete(searched: end)
    }

    private func room(_ available: Int64) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: block.bytes[..<Int(max(0, min(Int64(block.bytes.count), available)))])
    }

    /// Looks for the end of a line that is longer than a block.
    private mutating func seekEnd(_ file: OpenFile, _ cursor: LineCursor, from: Int64, limit: Int64) -> LineStep {
        var searched = from
        while searched - cursor.position <= LineCursor.lineLimit {
            let space = room(limit - searched)
            let count = file.read(at: searched, into: space)
            guard count >= 0 else { return .failed(Int32(-count)) }
            guard count > 0 else { return .incomplete(searched: searched) }
            if let base = space.baseAddress, let newline = memchr(base, 10, count) {
                let end = searched + Int64(newline - base) + 1
                guard end - cursor.position <= LineCursor.lineLimit else {
                    return .skipped(upTo: end, skip: .none, longLines: 1)
                }
                return whole(file, from: cursor.position, to: end)
            }
            searched += Int64(count)
        }
        return .skipped(upTo: searched, skip: .longLine, longLines: 0)
    }

    private mutating func whole(_ file: OpenFile, from start: Int64, to end: Int64) -> LineStep {
        let memory = BlockBuffer(count: Int(end - start))
        longLine = memory
        let count = file.read(at: start, into: memory.bytes)
        guard count == memory.bytes.count else {
            return count < 0 ? .failed(Int32(-count)) : .incomplete(searched: start)
        }
        return .lines(memory[0..<count], upTo: end)
    }

    private func skipLongLine(_ cursor: LineCursor, _ count: Int) -> LineStep {
        guard let base = block.bytes.baseAddress, let newline = memchr(base, 10, count) else {
            return .skipped(upTo: cursor.position + Int64(count), skip: .longLine, longLines: 0)
        }
        return .skipped(upTo: cursor.position + Int64(newline - base) + 1, skip: .none, longLines: 1)
    }

    private func skipHole(_ cursor: LineCursor, _ count: Int) -> LineStep {
        guard let first = block[0..<count].firstIndex(where: { $0 != 0 }) else {
            return .skipped(upTo: cursor.position + Int64(count), skip: .hole, longLines: 0)
        }
        return .skipped(upTo: cursor.position + Int64(first), skip: .none, longLines: 0)
    }
}
