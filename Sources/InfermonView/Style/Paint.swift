/// A role with its level, before a theme has given it colours.
public struct Paint: Hashable, Sendable {
    /// Role in the low byte, level in the second, the selection in the third.
    let rawValue: UInt32

    init(rawValue: UInt32) {
        self.rawValue = rawValue
    }

    /// Creates the paint of a role; a gradient's at its start.
    public init(_ role: StyleRole) {
        rawValue = UInt32(role.rawValue)
    }

    /// Creates the paint of a gradient at a share of its range, 0…1; less or more is its start or end.
    public init(_ role: StyleRole, at share: Double) {
        let level = share.isNaN ? 0 : UInt32((min(1, max(0, share)) * 100).rounded())
        rawValue = UInt32(role.rawValue) | level << 8
    }

    /// The role.
    public var role: StyleRole { StyleRole(rawValue: UInt8(truncatingIfNeeded: rawValue)) ?? .text }
    /// The level of a gradient, 0…100.
    public var level: Int { Int((rawValue >> 8) & 0xFF) }
    /// Whether the cell lies in the selected row.
    public var isSelected: Bool { rawValue & 0x1_0000 != 0 }
    /// The same paint in the selected row.
    public var selected: Paint { Paint(rawValue: rawValue | 0x1_0000) }
}
