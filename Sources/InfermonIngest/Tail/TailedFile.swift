import InfermonModel

/// One log's content, wherever it lives now, and how far it was read.
///
/// Content outlives its file: a rotated log is renamed, copied or compressed. It has a place (``identity``) or is looked for; a
/// place whose content turns out to be another gets a record of its own.
final class TailedFile {
    /// The number that consumers know the content by; never used twice.
    let id: UInt64
    /// The configured path that it is or was.
    var live: String
    /// Where the content lives; `nil` while it is looked for.
    var identity: FileIdentity?
    /// The name when last seen.
    var path: String
    var coding: RotatedName.Coding
    /// What was read, and the position reached.
    var trail = ContentTrail()
    var skip = LineCursor.Skip.none
    /// Content before the position that is read later, so that new lines do not wait for it.
    var backlog: Range<Int64>?
    var backlogSkip = LineCursor.Skip.none
    /// The greatest size seen; for a compressed file that was read to its end, its compressed size.
    var seenSize: Int64 = 0
    /// Nanoseconds since 1970 of the last write seen.
    var modified: Int64 = 0
    /// Whether a rotated or compressed file was read to its end.
    var isFinished = false
    /// Bytes of it that count as lost.
    var lost: Int64 = 0

    // What follows is known anew in each run.

    var file: OpenFile?
    var reader: CompressedLineReader?
    var status: FileStatus?
    var isLive = false
    /// Whether the consumer heard of it before the older content that is read after it.
    var hasBegun = false
    var isSighted = false
    /// Whether the content was held against the trail in this run.
    var isVerified = false
    /// The position up to which no newline follows the trail's.
    var searched: Int64 = 0
    /// The size at which what follows the trail was found to be no whole document.
    var noDocumentUpTo: Int64?
    /// The first bytes seen while nothing was read yet, so that a cut is noticed even then.
    var glimpse: ContentTrail.Point?
    /// When the file last changed, by this run's clock.
    var changedAt: Timestamp = .epoch
    /// Since when the content has had no place.
    var missingSince: Timestamp?
    var problem: TailProblem?
    /// Compressed files that turned out to hold other content.
    var rejected: Set<FileIdentity> = []

    init(id: UInt64, live: String, path: String, coding: RotatedName.Coding) {
        self.id = id
        self.live = live
        self.path = path
        self.coding = coding
    }

    /// Whether the content has a place on disk or in an open descriptor.
    var hasPlace: Bool { identity != nil && (isSighted || file != nil) }

    /// Plain bytes known of that were not read.
    var outstanding: Int64 {
        let hidden = Int64(backlog?.count ?? 0)
        guard coding == .plain else { return hidden + (isFinished ? 0 : max(0, seenSize - (reader?.inputOffset ?? 0))) }
        return hidden + max(0, seenSize - trail.offset)
    }

    func write(to writer: inout ByteWriter) {
        writer.write(id)
        writer.write(live)
        writer.write(path)
        writer.write(UInt64(coding.rawValue))
        writer.write(UInt64(identity == nil ? 0 : 1))
        if let identity {
            writer.write(identity.device)
            writer.write(identity.inode)
            writer.write(identity.birth)
        }
        writer.write(trail.offset)
        writer.write(UInt64(trail.landmarks.count))
        for hash in trail.landmarks { writer.write(hash) }
        writer.write(UInt64(trail.recent.count))
        for point in trail.recent {
            writer.write(point.offset)
            writer.write(point.hash)
        }
        if let last = trail.last { writer.write(last) }
        writer.write(UInt64(skip.rawValue))
        writer.write(UInt64(backlogSkip.rawValue))
        writer.write(backlog?.lowerBound ?? 0)
        writer.write(backlog?.upperBound ?? 0)
        writer.write(seenSize)
        writer.write(modified)
        writer.write(UInt64(isFinished ? 1 : 0))
        writer.write(lost)
    }

    init?(from reader: inout ByteReader) {
        guard let id = reader.number(), let live = reader.text(), let path = reader.text(),
            let coding = reader.number().flatMap({ RotatedName.Coding(rawValue: UInt8(truncatingIfNeeded: $0)) }),
            let hasIdentity = reader.number()
        else { return nil }
        self.id = id
        self.live = live
        self.path = path
        self.coding = coding
        if hasIdentity == 1 {
            guard let device = reader.number(), let inode = reader.number(), let birth = reader.signed() else {
                return nil
            }
            identity = FileIdentity(device: device, inode: inode, birth: birth)
        }
        guard let trail = Self.trail(from: &reader),
            let skip = reader.number().flatMap({ LineCursor.Skip(rawValue: UInt8(truncatingIfNeeded: $0)) }),
            let backlogSkip = reader.number().flatMap({ LineCursor.Skip(rawValue: UInt8(truncatingIfNeeded: $0)) }),
            let lower = reader.signed(), let upper = reader.signed(), lower >= 0, lower <= upper, upper <= trail.offset,
            let seenSize = reader.signed(), seenSize >= 0, let modified = reader.signed(),
            let isFinished = reader.number(), let lost = reader.signed()
        else { return nil }
        self.trail = trail
        self.skip = skip
        self.backlogSkip = backlogSkip
        backlog = lower < upper ? lower..<upper : nil
        self.seenSize = seenSize
        self.modified = modified
        self.isFinished = isFinished == 1
        self.lost = lost
    }

    private static func trail(from reader: inout ByteReader) -> ContentTrail? {
        guard let offset = reader.signed(), let landmarkCount = reader.count() else { return nil }
        var landmarks: [UInt64] = []
        for _ in 0..<landmarkCount {
            guard let hash = reader.number() else { return nil }
            landmarks.append(hash)
        }
        guard let recentCount = reader.count() else { return nil }
        var recent: [ContentTrail.Point] = []
        for _ in 0..<recentCount {
            guard let at = reader.signed(), let hash = reader.number() else { return nil }
            recent.append(ContentTrail.Point(offset: at, hash: hash))
        }
        var last: UInt64?
        if offset != 0 {
            guard let hash = reader.number() else { return nil }
            last = hash
        }
        return ContentTrail(offset: offset, landmarks: landmarks, recent: recent, last: last)
    }
}
