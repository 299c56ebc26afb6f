/// The attributes of a record one behind the other, each with its length, so that they can be compared as one text.
///
/// Written into an area of ``AttributeMemory``, whose last text it is; hashed on the way, so that the bytes are not read again.
struct AttributeText {
    private let bytes: UnsafeMutableRawPointer
    /// The bytes written; -1 when attributes did not fit.
    private var used: Int
    private var mixed: UInt64

    /// Starts with a flag.
    @inline(__always)
    init(in area: UnsafeMutableRawPointer, flag: UInt8) {
        bytes = area
        bytes.storeBytes(of: flag, as: UInt8.self)
        used = 1
        mixed = UInt64(flag) ^ 0xA076_1D64_78BD_642F
    }

    /// The attributes appended.
    @inline(__always)
    var hashed: HashedAttributes {
        HashedAttributes(
            text: LogText(address: UInt(bitPattern: bytes), count: max(0, used)), hash: LogText.fold(mixed, Self.factor)
        )
    }

    /// Appends what a label is.
    mutating func append(_ kind: AttemptLabel.Kind) {
        guard used >= 0, used < AttributeMemory.capacity else {
            used = -1
            return
        }
        bytes.storeBytes(of: kind.rawValue, toByteOffset: used, as: UInt8.self)
        mix(UInt64(kind.rawValue))
        used &+= 1
    }

    /// Appends an attribute.
    @inline(__always)
    mutating func append(_ text: LogText) {
        let count = text.count
        guard used >= 0, count < AttributeMemory.capacity, used &+ 2 &+ count <= AttributeMemory.capacity else {
            used = -1
            return
        }
        bytes.storeBytes(of: UInt16(truncatingIfNeeded: count), toByteOffset: used, as: UInt16.self)
        if count > 0, let source = UnsafeRawPointer(bitPattern: text.address) { append(source, count) } else { mix(0) }
        used &+= 2 &+ count
    }

    /// Copies attributes, which are short, without a call: the last bytes over some of those before, so that most lengths take the
    /// same way, which the processor then guesses.
    @inline(__always)
    private mutating func append(_ source: UnsafeRawPointer, _ count: Int) {
        let target = bytes + (used &+ 2)
        mix(UInt64(truncatingIfNeeded: count))
        if count >= 8 {
            var offset = 0
            while offset &+ 16 < count {
                move(source, target, offset)
                move(source, target, offset &+ 8)
                offset &+= 16
            }
            move(source, target, min(offset, count &- 8))
            move(source, target, count &- 8)
        } else {
            var word: UInt64 = 0
            for offset in 0..<count {
                let byte = source.load(fromByteOffset: offset, as: UInt8.self)
                target.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
                word = word << 8 | UInt64(byte)
            }
            mix(word)
        }
    }

    @inline(__always)
    private mutating func move(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ offset: Int) {
        let word = source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        target.storeBytes(of: word, toByteOffset: offset, as: UInt64.self)
        mix(word)
    }

    @inline(__always)
    private mutating func mix(_ word: UInt64) { mixed = LogText.fold(mixed ^ word, Self.factor) }

    private static var factor: UInt64 { 0xE703_7ED1_A0B4_28DB }
}

/// The attributes of a record as one text.
struct HashedAttributes {
    /// In an area of ``AttributeMemory``; empty when they did not fit.
    let text: LogText
    /// A hash of them, good until the program ends.
    let hash: UInt64

    /// Whether attributes did not fit: the text does not tell these apart from others.
    var isOverfull: Bool { text.isEmpty }
}

/// Where the attributes of a few records at a time are put.
final class AttributeMemory {
    /// The most bytes of one record's attributes, lengths included.
    static let capacity = 16 << 10
    /// From the begin of an area to that of the next: the begins, which alone are used mostly, are to share the cache.
    private static let stride = capacity + 128

    private let bytes: UnsafeMutableRawPointer

    /// Allocates areas for one record each.
    init(areas: Int) {
        bytes = .allocate(byteCount: areas * Self.stride, alignment: 64)
    }

    deinit {
        bytes.deallocate()
    }

    /// The begin of an area.
    subscript(area: Int) -> UnsafeMutableRawPointer { bytes + area * Self.stride }
}
