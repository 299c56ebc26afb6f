/// Writes gzip without compressing (RFC 1951 stored blocks, RFC 1952), so that the tests need no second library.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var crc = CyclicCheck()
    crc.add(bytes)
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let size = UInt16(bytes.count)
    packed += [1, UInt8(size & 255), UInt8(size >> 8), UInt8(~size & 255), UInt8(~size >> 8)] + bytes
    return packed + little(crc.value) + little(UInt32(bytes.count))
}

/// About 64 KiB that unpack to 64 MiB of the letter A: one fixed-code block of copies of 258 bytes from one byte before.
let gzipBomb: [UInt8] = {
    var bits = BitWriter()
    bits.write(1, 1)
    bits.write(1, 2)
    bits.writeCode(0x30 + 65, 8)
    for _ in 0..<(64 << 20) / 258 {
        bits.writeCode(0b1100_0101, 8)
        bits.writeCode(0, 5)
    }
    bits.writeCode(0, 7)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255] + bits.bytes + [0, 0, 0, 0, 0, 0, 0, 0]
}()

private func little(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }

/// CRC-32 of ISO 3309, bit by bit.
private struct CyclicCheck {
    private var state: UInt32 = 0xFFFF_FFFF
    var value: UInt32 { ~state }

    mutating func add(_ bytes: [UInt8]) {
        for byte in bytes {
            state ^= UInt32(byte)
            for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0xEDB8_8320 : state >> 1 }
        }
    }
}

private struct BitWriter {
    private(set) var bytes: [UInt8] = []
    private var used = 8

    /// The lowest bit first.
    mutating func write(_ value: Int, _ count: Int) {
        for bit in 0..<count { push(value >> bit & 1) }
    }

    /// The highest bit first, as Huffman codes are.
    mutating func writeCode(_ value: Int, _ count: Int) {
        for bit in stride(from: count - 1, through: 0, by: -1) { push(value >> bit & 1) }
    }

    private mutating func push(_ bit: Int) {
        if used == 8 {
            bytes.append(0)
            used = 0
        }
        bytes[bytes.count - 1] |= UInt8(bit << used)
        used += 1
    }
}
