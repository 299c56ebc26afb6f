/// Puts the attributes of a record one behind the other, each with its length, so that they can be compared as one text.
final class AttributeBuffer {
    private static let capacity = 16 << 10

    private let bytes = UnsafeMutableRawPointer.allocate(byteCount: AttributeBuffer.capacity, alignment: 8)
    private let used = UnsafeMutablePointer<Int>.allocate(capacity: 1)

    init() {
        used.initialize(to: 0)
    }

    deinit {
        bytes.deallocate()
        used.deallocate()
    }

    /// Whether attributes did not fit: the text does not tell these apart from others.
    var isOverfull: Bool { used.pointee < 0 }

    /// The attributes appended since ``begin(_:)``.
    var text: LogText { LogText(address: UInt(bitPattern: bytes), count: max(0, used.pointee)) }

    /// Starts anew with a flag.
    @inline(__always)
    func begin(_ flag: UInt8) {
        bytes.storeBytes(of: flag, as: UInt8.self)
        used.pointee = 1
    }

    /// Appends what a label is.
    func append(_ kind: AttemptLabel.Kind) {
        let at = used.pointee
        guard at >= 0, at < Self.capacity else {
            used.pointee = -1
            return
        }
        bytes.storeBytes(of: kind.rawValue, toByteOffset: at, as: UInt8.self)
        used.pointee = at + 1
    }

    @inline(__always)
    func append(_ text: LogText) {
        let at = used.pointee
        guard at >= 0, text.count < Self.capacity, at + 2 + text.count <= Self.capacity else {
            used.pointee = -1
            return
        }
        bytes.storeBytes(of: UInt16(truncatingIfNeeded: text.count), toByteOffset: at, as: UInt16.self)
        if text.count > 0, let source = UnsafeRawPointer(bitPattern: text.address) {
            (bytes + (at + 2)).copyMemory(from: source, byteCount: text.count)
        }
        used.pointee = at + 2 + text.count
    }
}
