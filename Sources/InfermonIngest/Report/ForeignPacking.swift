/// A way of packing files that infermon does not look into, known by its first bytes.
///
/// Logs are read as they are, or packed by gzip or zstd.
public enum ForeignPacking: String, CaseIterable, Hashable, Sendable {
    /// POSIX.1-1988: `ustar` at byte 257.
    case tar
    /// `BZh`, a digit for the size of blocks, and the six bytes that begin a block.
    case bzip2
    /// The XZ file format, 2.1.1.1.
    case xz
    /// APPNOTE.TXT 4.3.7: a local file header.
    case zip
    /// LZ4 frame format.
    case lz4
    /// 7zFormat.txt: the signature.
    case sevenZip = "7z"

    /// The packing of a file that begins with these bytes; `nil` for any other, such as text.
    init?(beginning bytes: some Sequence<UInt8>) {
        let head = Array(bytes.prefix(262))
        func holds(_ magic: [UInt8], at offset: Int = 0) -> Bool { head.dropFirst(offset).starts(with: magic) }
        let found = Self.allCases.first { packing in
            switch packing {
            case .tar: holds(Array("ustar".utf8), at: 257)
            case .bzip2: holds(Array("BZh".utf8)) && holds([0x31, 0x41, 0x59, 0x26, 0x53, 0x59], at: 4)
            case .xz: holds([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00])
            case .zip: holds([0x50, 0x4B, 0x03, 0x04])
            case .lz4: holds([0x04, 0x22, 0x4D, 0x18])
            case .sevenZip: holds([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C])
            }
        }
        guard let found else { return nil }
        self = found
    }

    /// The command that unpacks a file, its name to follow.
    var command: String {
        switch self {
        case .tar: "tar -xf"
        case .bzip2: "bunzip2 --keep"
        case .xz: "unxz --keep"
        case .zip: "unzip"
        case .lz4: "lz4 -d"
        case .sevenZip: "7z x"
        }
    }
}
