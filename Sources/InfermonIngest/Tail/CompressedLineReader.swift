import CPosix
import Glibc

/// Reads whole lines of a compressed file that may still grow.
///
/// When part of the content was read before, from this file or from the plain one that it was made of, that part is inflated again
/// and held against its trail; only what comes after it is given out.
final class CompressedLineReader {
    /// Why no lines come.
    enum End: Hashable {
        /// The last member is complete.
        case complete
        /// More is to come, or the file is cut short.
        case cutShort
        /// The bytes are no such stream.
        case damaged
        /// The content is not what the trail says.
        case mismatch
        /// The system refused, with its errno.
        case failed(Int32)
    }

    let file: OpenFile
    private let inflater: any MemberInflater
    private let expected: ContentTrail
    private let input = BlockBuffer(count: 128 << 10)
    private var waiting = 0..<0
    private let output: BlockBuffer
    fileprivate var data = 0..<0
    private var searched = 0
    private var isAtMemberEnd = false
    /// The compressed bytes taken so far.
    private(set) var inputOffset: Int64 = 0
    /// The position of the content before which all was taken.
    private(set) var position: Int64 = 0
    private(set) var skip = LineCursor.Skip.none
    /// Why the last step gave nothing.
    private(set) var end: End?

    init(_ file: OpenFile, coding: RotatedName.Coding, blockSize: Int, after expected: ContentTrail) {
        self.file = file
        self.expected = expected
        inflater = coding == .zstd ? ZstdInflater() : GzipInflater()
        output = BlockBuffer(count: max(blockSize, 4 * ContentTrail.window))
    }

    /// Whether everything that was read before has been found again.
    var isVerified: Bool { position >= expected.offset }

    /// Bytes of the content that follow ``position`` without a newline.
    var rest: UnsafeRawBufferPointer { output[data] }

    /// The next lines; the caller takes them with ``take(upTo:skip:)``.
    func next() -> LineStep {
        end = nil
        while true {
            if !isVerified, let step = verify() { return step }
            if isVerified, let step = lines() { return step }
            guard fill() else { return .incomplete(searched: position + Int64(data.count)) }
        }
    }

    /// Moves on over bytes given out or skipped.
    func take(upTo target: Int64, skip: LineCursor.Skip = .none) {
        let count = Int(target - position)
        data = (data.lowerBound + count)..<data.upperBound
        position = target
        searched = data.lowerBound
        self.skip = skip
    }

    /// The hash of the content before a position that was just given out; `nil` outside the block.
    func hash(before offset: Int64) -> UInt64? {
        let length = Int(min(Int64(ContentTrail.window), offset))
        let stop = data.lowerBound + Int(offset - position)
        guard stop - length >= 0, stop <= data.upperBound else { return nil }
        return ContentTrail.hash(output[(stop - length)..<stop])
    }

    private func verify() -> LineStep? {
        guard !data.isEmpty else { return nil }
        let target = min(expected.offset, position + Int64(data.count))
        for point in expected.points where point.offset > position && point.offset <= target {
            if hash(before: point.offset) != point.hash {
                end = .mismatch
                return .incomplete(searched: position)
            }
        }
        take(upTo: target)
        return .skipped(upTo: target, skip: .none, longLines: 0)
    }

    private func lines() -> LineStep? {
        guard let base = output.bytes.baseAddress, searched < data.upperBound else { return nil }
        if skip != .none {
            let newline = memchr(base + data.lowerBound, 10, data.count)
            let upTo = newline.map { position + Int64($0 - base - data.lowerBound) + 1 } ?? position + Int64(data.count)
            return .skipped(upTo: upTo, skip: newline == nil ? skip : .none, longLines: newline == nil ? 0 : 1)
        }
        let newline = infermon_last_newline(base + searched, Int64(data.upperBound - searched))
        if newline >= 0 {
            let stop = searched + Int(newline) + 1
            return .lines(output[data.lowerBound..<stop], upTo: position + Int64(stop - data.lowerBound))
        }
        searched = data.upperBound
        guard data.count > LineCursor.lineLimit else { return nil }
        return .skipped(upTo: position + Int64(data.count), skip: .longLine, longLines: 0)
    }

    /// Inflates more behind the data; false when nothing can be had, with the reason in ``end``.
    fileprivate func fill() -> Bool {
        makeRoom()
        while true {
            if waiting.isEmpty {
                let count = file.read(at: inputOffset, into: input.bytes)
                guard count >= 0 else {
                    end = .failed(Int32(-count))
                    return false
                }
                waiting = 0..<count
                inputOffset += Int64(count)
            }
            let space = UnsafeMutableRawBufferPointer(rebasing: output.bytes[data.upperBound...])
            let step = inflater.inflate(input[waiting], into: space)
            waiting = (waiting.lowerBound + step.consumed)..<waiting.upperBound
            isAtMemberEnd = step.isAtMemberEnd
            if step.produced > 0 {
                data = data.lowerBound..<(data.upperBound + step.produced)
                return true
            }
            if step.isDamaged {
                end = .damaged
                return false
            }
            if step.consumed == 0 {
                end = !waiting.isEmpty ? .damaged : isAtMemberEnd ? .complete : .cutShort
                return false
            }
        }
    }

    /// Moves the data to the front, keeping a window before it for hashes, and grows the block for a long line.
    private func makeRoom() {
        let history = min(ContentTrail.window, data.lowerBound)
        if data.lowerBound > history, let base = output.bytes.baseAddress {
            let from = data.lowerBound - history
            memmove(base, base + from, data.upperBound - from)
            searched = max(0, searched - from)
            data = history..<(data.upperBound - from)
        }
        if output.bytes.count - data.upperBound < output.bytes.count / 4 {
            output.resize(to: output.bytes.count * 2, keeping: data.upperBound)
        }
    }
}

extension CompressedLineReader {
    /// The first bytes of the content, up to `count`: all there are, or as many as fit.
    func head(_ count: Int) -> UnsafeRawBufferPointer {
        while data.count < count, fill() {}
        return rest
    }
}
