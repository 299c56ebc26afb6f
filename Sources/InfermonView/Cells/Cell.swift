/// One column of a row: a grapheme cluster with its paint, or the right half of a wide one.
///
/// Two words, so that comparing two screens is comparing integers: a cluster is a base and at most two combining marks of 21 bits
/// each.
public struct Cell: Hashable, Sendable {
    /// What the column holds.
    public enum Extent: UInt8, Sendable {
        /// A cluster one column wide.
        case single
        /// The left half of a cluster two columns wide.
        case wide
        /// The right half of the cluster in the column before.
        case continuation
    }

    private let cluster: UInt64
    private let look: UInt64

    /// Creates a cell; only ``SafeText`` makes clusters of text from outside.
    init(base: Unicode.Scalar, marks: [Unicode.Scalar] = [], extent: Extent = .single, paint: Paint) {
        var bits = UInt64(base.value)
        for (index, mark) in marks.prefix(SafeText.markLimit).enumerated() {
            bits |= UInt64(mark.value) << UInt64(21 * (index + 1))
        }
        cluster = bits
        look = UInt64(paint.rawValue) | UInt64(extent.rawValue) << 32
    }

    private init(cluster: UInt64, look: UInt64) {
        self.cluster = cluster
        self.look = look
    }

    /// A space in the plain paint.
    public static let blank = Cell(base: " ", paint: Paint(.text))

    /// The right half of a wide cluster of the given paint.
    static func continuation(paint: Paint) -> Cell {
        Cell(cluster: 0x20, look: UInt64(paint.rawValue) | UInt64(Extent.continuation.rawValue) << 32)
    }

    /// What the column holds.
    public var extent: Extent { Extent(rawValue: UInt8(truncatingIfNeeded: look >> 32)) ?? .single }

    /// How the cell looks, in the theme's words.
    public var paint: Paint { Paint(rawValue: UInt32(truncatingIfNeeded: look)) }

    /// The base and the marks of the cluster, one to three scalars.
    public var scalars: [Unicode.Scalar] {
        var result: [Unicode.Scalar] = []
        for shift in stride(from: UInt64(0), through: 42, by: 21) {
            let value = UInt32(truncatingIfNeeded: (cluster >> shift) & 0x1F_FFFF)
            if value != 0, let scalar = Unicode.Scalar(value) { result.append(scalar) }
        }
        return result
    }

    /// The cluster as text; empty for the right half of a wide one.
    public var text: String {
        guard extent != .continuation else { return "" }
        var text = String.UnicodeScalarView()
        text.append(contentsOf: scalars)
        return String(text)
    }

    /// The same cluster in another paint.
    func painted(_ paint: Paint) -> Cell {
        Cell(cluster: cluster, look: look & ~0xFFFF_FFFF | UInt64(paint.rawValue))
    }

    /// Whether the cell is a space or the right half of a wide cluster.
    var isBlank: Bool { cluster == 0x20 }
}
