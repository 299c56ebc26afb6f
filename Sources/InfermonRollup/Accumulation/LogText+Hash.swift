extension LogText {
    /// A well-mixed 64-bit hash of the bytes, the same on every run: what is remembered by hash is kept over restarts.
    ///
    /// Multiply and fold, eight bytes at a time, as in wyhash by Wang Yi.
    @inline(__always)
    func hash(seed: UInt64 = 0) -> UInt64 {
        guard let start = UnsafeRawPointer(bitPattern: address), count > 0 else {
            return Self.fold(seed ^ Self.salt, 1)
        }
        var hash = seed ^ Self.salt ^ UInt64(truncatingIfNeeded: count)
        var offset = 0
        while offset &+ 8 <= count {
            hash = Self.fold(hash ^ start.loadUnaligned(fromByteOffset: offset, as: UInt64.self), Self.factor)
            offset &+= 8
        }
        var rest: UInt64 = 0
        if count >= 8 {
            // The last eight bytes, those that were hashed before left out.
            let last = start.loadUnaligned(fromByteOffset: count &- 8, as: UInt64.self).bigEndian
            rest = last & ((1 &<< UInt64(truncatingIfNeeded: (count &- offset) &* 8)) &- 1)
        } else {
            while offset < count {
                rest = rest << 8 | UInt64(start.load(fromByteOffset: offset, as: UInt8.self))
                offset &+= 1
            }
        }
        return Self.fold(hash ^ rest, Self.factor)
    }

    private static var salt: UInt64 { 0xA076_1D64_78BD_642F }
    private static var factor: UInt64 { 0xE703_7ED1_A0B4_28DB }

    /// The two halves of the 128-bit product, folded into one word.
    @inline(__always)
    static func fold(_ left: UInt64, _ right: UInt64) -> UInt64 {
        let product = left.multipliedFullWidth(by: right)
        return product.high ^ product.low
    }
}
