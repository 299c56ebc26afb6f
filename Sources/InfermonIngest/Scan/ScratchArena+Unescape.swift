import InfermonRollup

extension ScratchArena {
    /// The content of a JSON string with its escapes resolved; unpaired surrogates and broken escapes become U+FFFD.
    func unescaped(_ text: LogText) -> LogText {
        let source = text.bytes
        // Only a broken escape of two bytes is shorter than the three of U+FFFD that stand for it.
        let target = reserve(source.count * 2).bindMemory(to: UInt8.self, capacity: source.count * 2)
        var read = 0
        var written = 0
        func put(_ scalar: UInt32) {
            let encoded = Unicode.Scalar(scalar).flatMap { UTF8.encode($0) } ?? UTF8.encodedReplacementCharacter
            for byte in encoded {
                target[written] = byte
                written += 1
            }
        }
        while read < source.count {
            let byte = source[read]
            guard byte == UInt8(ascii: "\\"), read + 1 < source.count else {
                target[written] = byte
                written += 1
                read += 1
                continue
            }
            let letter = source[read + 1]
            read += 2
            switch letter {
            case UInt8(ascii: "n"): put(10)
            case UInt8(ascii: "t"): put(9)
            case UInt8(ascii: "r"): put(13)
            case UInt8(ascii: "b"): put(8)
            case UInt8(ascii: "f"): put(12)
            case UInt8(ascii: "u"):
                guard let first = Self.hexadecimal(source, at: read) else {
                    put(0xD800)
                    continue
                }
                read += 4
                if first & 0xFC00 == 0xD800, read + 6 <= source.count, source[read] == UInt8(ascii: "\\"),
                    source[read + 1] == UInt8(ascii: "u"), let second = Self.hexadecimal(source, at: read + 2),
                    second & 0xFC00 == 0xDC00
                {
                    read += 6
                    put(0x10000 + ((first & 0x3FF) << 10) + (second & 0x3FF))
                } else {
                    put(first)
                }
            default:
                target[written] = letter
                written += 1
            }
        }
        return LogText(target, count: written)
    }

    private static func hexadecimal(_ bytes: UnsafeBufferPointer<UInt8>, at index: Int) -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for byte in bytes[index..<(index + 4)] {
            switch byte {
            case 48...57: value = value << 4 | UInt32(byte - 48)
            case 65...70: value = value << 4 | UInt32(byte - 55)
            case 97...102: value = value << 4 | UInt32(byte - 87)
            default: return nil
            }
        }
        return value
    }
}
