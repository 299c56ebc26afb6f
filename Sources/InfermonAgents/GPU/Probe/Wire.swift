import InfermonModel

/// Why bytes from the pipe are no record.
enum WireError: Error, Hashable {
    case truncated
    case malformed
    case tooLong
}

/// Writes the pieces of a record.
struct WireWriter {
    var bytes: [UInt8] = []

    mutating func number<Number: FixedWidthInteger>(_ value: Number) {
        withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
    }

    mutating func double(_ value: Double) { number(value.bitPattern) }

    mutating func text(_ value: String) {
        let utf8 = Array(value.utf8.prefix(WireReader.maximumText))
        number(UInt16(utf8.count))
        bytes += utf8
    }

    mutating func optional<Value>(_ value: Value?, _ write: (inout WireWriter, Value) -> Void) {
        number(UInt8(value == nil ? 0 : 1))
        if let value { write(&self, value) }
    }

    mutating func field<Value>(_ field: GPUField<Value>, _ write: (inout WireWriter, Value) -> Void) {
        switch field {
        case .value(let value):
            number(UInt8(1))
            write(&self, value)
        case .unsupported:
            number(UInt8(0))
        case .failed(let why):
            number(UInt8(2))
            text(why)
        }
    }
}

/// Reads the pieces of a record; every length and every number is checked.
struct WireReader {
    static let maximumText = 512

    private let bytes: [UInt8]
    private var position = 0

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    var isAtEnd: Bool { position == bytes.count }

    mutating func number<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(WireError) -> Number {
        let size = MemoryLayout<Number>.size
        guard bytes.count - position >= size else { throw .truncated }
        var value: Number = 0
        for offset in (0..<size).reversed() {
            value = (size > 1 ? value << 8 : 0) | Number(truncatingIfNeeded: bytes[position + offset])
        }
        position += size
        return value
    }

    /// A text without anything that could move a cursor, whatever the sender wrote.
    mutating func text() throws(WireError) -> String {
        let length = Int(try number(UInt16.self))
        guard length <= Self.maximumText else { throw .tooLong }
        guard bytes.count - position >= length else { throw .truncated }
        defer { position += length }
        return PlainText.cleaned(bytes[position..<position + length], limit: Self.maximumText) ?? ""
    }

    mutating func optional<Value>(
        _ read: (inout WireReader) throws(WireError) -> Value
    ) throws(WireError) -> Value? {
        switch try number(UInt8.self) {
        case 0: return nil
        case 1: return try read(&self)
        default: throw .malformed
        }
    }

    mutating func field<Value>(
        _ read: (inout WireReader) throws(WireError) -> Value
    ) throws(WireError) -> GPUField<Value> {
        switch try number(UInt8.self) {
        case 0: return .unsupported
        case 1: return .value(try read(&self))
        case 2: return .failed(try text())
        default: throw .malformed
        }
    }

    mutating func doubleField(in range: ClosedRange<Double>) throws(WireError) -> GPUField<Double> {
        try field { reader throws(WireError) in
            let value = Double(bitPattern: try reader.number(UInt64.self))
            guard range.contains(value) else { throw .malformed }
            return value
        }
    }

    mutating func integerField(in range: ClosedRange<Int64>) throws(WireError) -> GPUField<Int64> {
        try field { reader throws(WireError) in
            let value = try reader.number(Int64.self)
            guard range.contains(value) else { throw .malformed }
            return value
        }
    }

    mutating func intField(in range: ClosedRange<Int64>) throws(WireError) -> GPUField<Int> {
        switch try integerField(in: range) {
        case .value(let value): .value(Int(value))
        case .unsupported: .unsupported
        case .failed(let why): .failed(why)
        }
    }
}

/// Cuts the byte stream of a pipe into the payloads of frames.
struct FrameBuffer {
    private var bytes: [UInt8] = []

    mutating func append(_ more: some Sequence<UInt8>) { bytes.append(contentsOf: more) }

    /// The next whole payload; `nil` until more bytes arrive.
    mutating func next() throws(WireError) -> [UInt8]? {
        let size = GPURecord.headerSize
        guard bytes.starts(with: GPURecord.magic) || bytes.count < GPURecord.magic.count else { throw .malformed }
        guard bytes.count >= size else { return nil }
        var header = WireReader(Array(bytes[4..<size]))
        let length = Int(try header.number(UInt32.self))
        guard length <= GPURecord.maximumLength else { throw .tooLong }
        guard bytes.count >= size + length else { return nil }
        let payload = Array(bytes[size..<size + length])
        bytes.removeFirst(size + length)
        return payload
    }
}
