/// Memory for lines as they were read; its content passes between tasks, one of which uses it at a time.
final class LineBlock: Sendable {
    /// Readable bytes behind the last that can be filled, for wide loads.
    static let slack = 64

    private let address: UInt
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        let memory = UnsafeMutableRawPointer.allocate(byteCount: capacity + Self.slack, alignment: 64)
        (memory + capacity).initializeMemory(as: UInt8.self, repeating: 0x0A, count: Self.slack)
        address = UInt(bitPattern: memory)
    }

    deinit {
        UnsafeMutableRawPointer(bitPattern: address)?.deallocate()
    }

    /// The memory.
    var bytes: UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: address), count: capacity)
    }
}

extension LineBlock {
    /// The memory as bytes of lines.
    var lines: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: UnsafePointer(bitPattern: UInt(bitPattern: bytes.baseAddress)), count: capacity)
    }
}
