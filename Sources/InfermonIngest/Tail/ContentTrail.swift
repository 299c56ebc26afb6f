/// What was read of a file, remembered by hashes so that its content is known again under another name or inode.
///
/// A rotated log turns up as a renamed file, as a copy while the original is cut to nothing, or compressed. Inode numbers, names
/// and the first bytes alone each fail on one of these: inodes are used again, many logs begin with the same bytes. So a trail
/// keeps the hash of up to 1 KiB of content before the position reached, before a few positions reached earlier, and before fixed
/// landmarks at 64, 128, 256 … bytes. A candidate continues a trail when every one of them agrees; a shorter candidate is an older
/// copy when all those within its length agree. Only hashes are kept, since the content may be private.
struct ContentTrail: Hashable {
    /// A position and the hash of the bytes before it.
    struct Point: Hashable {
        var offset: Int64
        var hash: UInt64
    }

    /// How a candidate's content stands to the trail.
    enum Comparison: Hashable {
        /// All that was read is there, at least.
        case continues
        /// A shorter part of what was read.
        case prefix
        /// Other content.
        case unrelated
        /// Too little is known to say.
        case unknown
    }

    /// Bytes that a hash covers, at most.
    static let window = 1_024
    private static let recentLimit = 4
    private static let recentSpacing: Int64 = 4_096
    static let landmarkLimit = 36

    /// Bytes of content read, from the start.
    private(set) var offset: Int64 = 0
    /// Hashes before the landmarks up to ``offset``.
    private(set) var landmarks: [UInt64] = []
    /// Some of the positions reached earlier, ascending.
    private(set) var recent: [Point] = []
    /// The hash before ``offset``; `nil` when nothing was read.
    private(set) var last: UInt64?

    init() {}

    /// Restores a trail; `nil` when the parts contradict each other.
    init?(offset: Int64, landmarks: [UInt64], recent: [Point], last: UInt64?) {
        guard offset >= 0, landmarks.count <= Self.landmarkLimit, recent.count <= Self.recentLimit,
            (offset == 0) == (last == nil), landmarks.count == Self.landmarkCount(upTo: offset),
            zip(recent, recent.dropFirst()).allSatisfy({ $0.offset < $1.offset }),
            recent.allSatisfy({ $0.offset > 0 && $0.offset < offset })
        else { return nil }
        self.offset = offset
        self.landmarks = landmarks
        self.recent = recent
        self.last = last
    }

    /// The position of a landmark: 64 x 2ⁿ bytes.
    static func landmark(_ index: Int) -> Int64 { 64 << Int64(index) }

    private static func landmarkCount(upTo offset: Int64) -> Int {
        (0..<landmarkLimit).first { landmark($0) > offset } ?? landmarkLimit
    }

    /// Moves on to `target`, not before ``offset``.
    ///
    /// - Parameters:
    ///   - target: The new position.
    ///   - hashBefore: Gives the hash of the content before a position up to `target`.
    /// - Returns: Whether every hash could be had; if not, the trail is as it was.
    mutating func advance(to target: Int64, hashBefore: (Int64) -> UInt64?) -> Bool {
        guard target > offset else { return true }
        var next = self
        while next.landmarks.count < Self.landmarkLimit, Self.landmark(next.landmarks.count) <= target {
            guard let hash = hashBefore(Self.landmark(next.landmarks.count)) else { return false }
            next.landmarks.append(hash)
        }
        guard let hash = hashBefore(target) else { return false }
        if let last, offset - (recent.last?.offset ?? 0) >= Self.recentSpacing {
            next.recent.append(Point(offset: offset, hash: last))
            if next.recent.count > Self.recentLimit { next.recent.removeFirst() }
        }
        next.offset = target
        next.last = hash
        self = next
        return true
    }

    /// Every position with its hash, the greatest first.
    var points: [Point] {
        var all = landmarks.enumerated().map { Point(offset: Self.landmark($0.offset), hash: $0.element) } + recent
        if let last { all.append(Point(offset: offset, hash: last)) }
        return all.sorted { $0.offset > $1.offset }
    }

    /// Compares content of `size` bytes, whose hash before a position `hashBefore` gives, with the trail.
    func compare(size: Int64, hashBefore: (Int64) -> UInt64?) -> Comparison {
        let known = points.filter { $0.offset <= size }
        guard let greatest = known.first?.offset else { return .unknown }
        for point in known where hashBefore(point.offset) != point.hash { return .unrelated }
        if size >= offset { return .continues }
        // Logs that begin alike agree at the first landmarks: only agreement near the end says that all of it is the same.
        return greatest >= 4_096 && greatest >= size - size / 8 ? .prefix : .unknown
    }

    /// Whether the first `size` bytes of a content, of which more may follow, can be those of the trail; `nil` when they are too few.
    func agrees(size: Int64, hashBefore: (Int64) -> UInt64?) -> Bool? {
        let known = points.filter { $0.offset <= size }
        return known.isEmpty ? nil : known.allSatisfy { hashBefore($0.offset) == $0.hash }
    }

    /// FNV-1a over 64 bits with a final mix: stable between runs, fast enough for a kilobyte a block.
    static func hash(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes {
            hash ^= UInt64(byte)
            hash &*= 0x0000_0100_0000_01b3
        }
        hash ^= hash >> 32
        hash &*= 0xd6e8_feb8_6659_fd93
        return hash ^ (hash >> 32)
    }
}
