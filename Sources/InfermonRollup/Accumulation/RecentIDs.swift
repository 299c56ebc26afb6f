import CPrefetch

/// Remembers the last 65,536 ids or so, to drop lines that a gateway delivered twice.
///
/// Eight hashes to a cache line, so that a look-up costs one; a new one takes the place of one of its eight. Of 64 bits, so two ids
/// are taken for one once in 10¹² lines or so.
struct RecentIDs {
    private static let bucketBits: UInt64 = 13

    private var hashes: [UInt64] = []
    /// Which of eight makes room next.
    private var turn = 0

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
        turn = (turn &+ 1) & 7
        let victim = turn
        return hashes.withUnsafeMutableBufferPointer { hashes in
            var same = false
            for way in 0..<8 { same = same || hashes[base + way] == hash }
            if !same { hashes[base + victim] = hash }
            return !same
        }
    }
}
