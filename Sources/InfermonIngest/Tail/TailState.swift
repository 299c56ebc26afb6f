import InfermonModel

/// How far every file of a source was read, as it is saved with what was counted.
struct TailState {
    private static let version: UInt64 = 1

    var files: [TailedFile] = []
    var nextID: UInt64 = 1
    /// Rotated logs last written before this are older than the start and are left alone; `nil` for none.
    var floor: Timestamp?
    var lostBytes: Int64 = 0
    var longLines: Int64 = 0
    /// Files whose content is that of a record with another place.
    var copies: [Copy] = []

    /// A file that was found to be a copy.
    struct Copy: Hashable {
        var identity: FileIdentity
        /// The record that it is a copy of.
        var of: UInt64
        /// Its size when it was compared.
        var size: Int64
    }

    init() {}

    /// Restores a state; `nil` when the bytes are none of this version.
    init?(bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.number() == Self.version, let nextID = reader.number(), let hasFloor = reader.number(),
            let floor = reader.signed(), let lostBytes = reader.signed(), let longLines = reader.signed(),
            let count = reader.count()
        else { return nil }
        self.nextID = nextID
        self.floor = hasFloor == 1 ? Timestamp(microseconds: floor) : nil
        self.lostBytes = lostBytes
        self.longLines = longLines
        for _ in 0..<count {
            guard let file = TailedFile(from: &reader) else { return nil }
            files.append(file)
        }
        guard let copyCount = reader.count() else { return nil }
        for _ in 0..<copyCount {
            guard let device = reader.number(), let inode = reader.number(), let birth = reader.signed(),
                let original = reader.number(), let size = reader.signed()
            else { return nil }
            let identity = FileIdentity(device: device, inode: inode, birth: birth)
            copies.append(Copy(identity: identity, of: original, size: size))
        }
        let identities = files.compactMap(\.identity)
        guard reader.isAtEnd, Set(identities).count == identities.count, files.allSatisfy({ $0.id < nextID }) else {
            return nil
        }
    }

    /// The state as bytes.
    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.write(Self.version)
        writer.write(nextID)
        writer.write(UInt64(floor == nil ? 0 : 1))
        writer.write(floor?.microseconds ?? 0)
        writer.write(lostBytes)
        writer.write(longLines)
        writer.write(UInt64(files.count))
        for file in files { file.write(to: &writer) }
        writer.write(UInt64(copies.count))
        for copy in copies {
            writer.write(copy.identity.device)
            writer.write(copy.identity.inode)
            writer.write(copy.identity.birth)
            writer.write(copy.of)
            writer.write(copy.size)
        }
        return writer.bytes
    }
}
