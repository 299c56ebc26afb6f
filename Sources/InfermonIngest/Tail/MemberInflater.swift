import CZlib
import CZstd

/// Undoes the compression of a stream, block by block, over any number of members.
protocol MemberInflater: AnyObject {
    /// Takes bytes of `input` and gives bytes into `output`.
    func inflate(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) -> InflateStep
}

/// What one call of an inflater did.
struct InflateStep {
    var consumed = 0
    var produced = 0
    /// Whether the input so far ends where a member ends.
    var isAtMemberEnd = false
    /// Whether the bytes are no such stream.
    var isDamaged = false
}

/// Inflates gzip through zlib.
final class GzipInflater: MemberInflater {
    /// zlib keeps the stream's address, so it has a place of its own.
    private let stream: UnsafeMutablePointer<z_stream>
    private let isReady: Bool
    private var isAtMemberEnd = false

    init() {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 15 window bits, 16 more for a gzip header.
        isReady = inflateInit2_(stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
        var step = InflateStep(isAtMemberEnd: isAtMemberEnd, isDamaged: !isReady)
        guard isReady else { return step }
        if isAtMemberEnd {
            guard let first = input.first else { return step }
            // Some writers pad the last member with zeros.
            if first == 0 {
                step.consumed = input.firstIndex { $0 != 0 } ?? input.count
                return step
            }
            inflateReset(stream)
            isAtMemberEnd = false
        }
        stream.pointee.next_in = input.baseAddress.map {
            UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
        }
        stream.pointee.avail_in = UInt32(clamping: input.count)
        stream.pointee.next_out = output.baseAddress?.assumingMemoryBound(to: UInt8.self)
        stream.pointee.avail_out = UInt32(clamping: output.count)
        let result = CZlib.inflate(stream, Z_NO_FLUSH)
        step.consumed = input.count - Int(stream.pointee.avail_in)
        step.produced = output.count - Int(stream.pointee.avail_out)
        isAtMemberEnd = result == Z_STREAM_END
        step.isAtMemberEnd = isAtMemberEnd
        step.isDamaged = result != Z_OK && result != Z_STREAM_END && result != Z_BUF_ERROR
        return step
    }
}

/// Inflates zstd frames.
final class ZstdInflater: MemberInflater {
    private let stream = ZSTD_createDStream()
    private var isAtMemberEnd = false

    deinit { ZSTD_freeDStream(stream) }

    func inflate(_ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) -> InflateStep {
        guard let stream else { return InflateStep(isDamaged: true) }
        if isAtMemberEnd, input.isEmpty { return InflateStep(isAtMemberEnd: true) }
        var source = ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output.baseAddress, size: output.count, pos: 0)
        let left = ZSTD_decompressStream(stream, &target, &source)
        isAtMemberEnd = left == 0
        return InflateStep(
            consumed: source.pos, produced: target.pos, isAtMemberEnd: isAtMemberEnd, isDamaged: ZSTD_isError(left) != 0
        )
    }
}
