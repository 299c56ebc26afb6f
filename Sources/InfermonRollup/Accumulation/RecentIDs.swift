import CPrefetch

/// Remembers the last ids, to drop lines that a gateway delivered twice: the last 30,000 but for one of a thousand, and most of the last
/// 100,000.
///
/// Eight hashes to a cache line, the newest first, so that a look-up costs one miss; a new one takes the place of the oldest of its
/// eight. Of 64 bits, so two ids are taken for one once in 10¹² lines or so.
struct RecentIDs {
    private static let bucketBits: UInt64 = 14

    private var hashes: [UInt64] = []

    /// Begins to fetch the memory of a hash that is soon to be inserted.
    @inline(__always)
    mutating func fetch(_ hash: UInt64) {
        hashes.withUnsafeBufferPointer { hashes in
            guard let first = hashes.baseAddress else { return }
            infermon_prefetch(first + Int(truncatingIfNeeded: hash >> (64 - Self.bucketBits)) << 3)
        }
    }

    /// Remembers an id.
    ///
    /// - Parameter hash: A well-mixed hash of the id.
    /// - Returns: Whether it was new.
    @inline(__always)
    mutating func insert(_ hash: UInt64) -> Bool {
        if hashes.isEmpty { hashes = [UInt64](repeating: 0, count: 8 << Int(Self.bucketBits)) }
        let hash = hash == 0 ? 1 : hash
        let base = Int(truncatingIfNeeded: hash >> (64 - Self.bucketBits)) << 3
        return hashes.withUnsafeMutableBytes { bytes in
            let newest = base << 3
            func pair(_ number: Int) -> SIMD2<UInt64> {
                bytes.loadUnaligned(fromByteOffset: newest + number * 16, as: SIMD2<UInt64>.self)
            }
            let (first, second, third, fourth) = (pair(0), pair(1), pair(2), pair(3))
            let wanted = SIMD2<UInt64>(repeating: hash)
            let same = (first .== wanted) .| (second .== wanted) .| (third .== wanted) .| (fourth .== wanted)
            guard !same[0], !same[1] else { return false }
            bytes.storeBytes(of: hash, toByteOffset: newest, as: UInt64.self)
            bytes.storeBytes(of: first, toByteOffset: newest + 8, as: SIMD2<UInt64>.self)
            bytes.storeBytes(of: second, toByteOffset: newest + 24, as: SIMD2<UInt64>.self)
            bytes.storeBytes(of: third, toByteOffset: newest + 40, as: SIMD2<UInt64>.self)
            bytes.storeBytes(of: fourth[0], toByteOffset: newest + 56, as: UInt64.self)
            return true
        }
    }
}
