/// Remembers the last quarter of a million ids, to drop lines that a gateway delivered twice.
///
/// Eight hashes to a cache line, so that a look-up costs one; the oldest of eight makes room for the newest. Of 64 bits, so two
/// ids are taken for one once in 10¹² lines or so.
struct RecentIDs {
    private static let buckets = 1 << 15
    private static let ways = 8

    private var hashes: [UInt64] = []

    /// Remembers an id.
    ///
    /// - Parameter hash: A well-mixed hash of the id.
    /// - Returns: Whether it was new.
    mutating func insert(_ hash: UInt64) -> Bool {
        if hashes.isEmpty { hashes = [UInt64](repeating: 0, count: Self.buckets * Self.ways) }
        let hash = hash == 0 ? 1 : hash
        let base = Int(truncatingIfNeeded: hash >> 49) * Self.ways
        return hashes.withUnsafeMutableBufferPointer { hashes in
            for way in 0..<Self.ways where hashes[base + way] == hash { return false }
            for way in (1..<Self.ways).reversed() { hashes[base + way] = hashes[base + way - 1] }
            hashes[base] = hash
            return true
        }
    }
}
