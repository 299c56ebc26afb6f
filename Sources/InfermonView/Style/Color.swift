/// A colour of a cell.
public enum Color: Hashable, Sendable {
    /// The terminal's own.
    case standard
    /// An entry of the terminal's palette, 0…255.
    case indexed(UInt8)
    /// Red, green and blue, 0…255 each.
    case rgb(UInt8, UInt8, UInt8)

    /// The nearest colour that a terminal of `depth` can show.
    public func nearest(in depth: ColorDepth) -> Color {
        guard case .rgb(let red, let green, let blue) = self else {
            return switch (self, depth) {
            case (_, .none): .standard
            case (.indexed(let index), .eight): .indexed(index % 8)
            case (.standard, _), (.indexed, _), (.rgb, _): self
            }
        }
        return switch depth {
        case .none: .standard
        case .direct: self
        case .indexed: .indexed(Self.nearestIndexed(Int(red), Int(green), Int(blue)))
        case .sixteen: .indexed(Self.nearestNamed(Int(red), Int(green), Int(blue), count: 16))
        case .eight: .indexed(Self.nearestNamed(Int(red), Int(green), Int(blue), count: 8))
        }
    }

    /// The palette of xterm: 16 named colours, a cube of 6×6×6, a ramp of 24 greys; the first 16 are the user's to change and are
    /// never chosen here.
    private static func nearestIndexed(_ red: Int, _ green: Int, _ blue: Int) -> UInt8 {
        let levels = [0, 95, 135, 175, 215, 255]
        func step(_ value: Int) -> Int {
            levels.indices.min { abs(levels[$0] - value) < abs(levels[$1] - value) } ?? 0
        }
        func distance(_ other: (Int, Int, Int)) -> Int {
            let (r, g, b) = (red - other.0, green - other.1, blue - other.2)
            return r * r + g * g + b * b
        }
        let (r, g, b) = (step(red), step(green), step(blue))
        let cube = distance((levels[r], levels[g], levels[b]))
        let grey = min(23, max(0, ((red + green + blue) / 3 - 3) / 10))
        let ramp = distance((8 + grey * 10, 8 + grey * 10, 8 + grey * 10))
        return ramp < cube ? UInt8(232 + grey) : UInt8(16 + 36 * r + 6 * g + b)
    }

    /// A named colour by hue: what is left without the grey in it says which of red, green and blue it is made of, so that a
    /// muted green stays green; greys go by lightness.
    private static func nearestNamed(_ red: Int, _ green: Int, _ blue: Int, count: Int) -> UInt8 {
        let (least, most) = (min(red, green, blue), max(red, green, blue))
        let isBright = count == 16
        // Muted colours are frames: vivid ones in their place would look like alarms.
        guard most - least >= (most < 170 ? 70 : 36) else {
            if most < 36 { return 0 }
            if isBright { return most < 150 ? 8 : most < 235 ? 7 : 15 }
            return most < 90 ? 0 : 7
        }
        let half = least + (most - least + 1) / 2
        let hue = (red >= half ? 1 : 0) + (green >= half ? 2 : 0) + (blue >= half ? 4 : 0)
        return UInt8(hue + (isBright && most >= 220 ? 8 : 0))
    }
}

/// How many colours a terminal has.
public enum ColorDepth: Hashable, Sendable {
    /// None: attributes alone.
    case none
    /// The eight of ANSI.
    case eight
    /// The eight and their bright forms.
    case sixteen
    /// A palette of 256.
    case indexed
    /// 24 bits.
    case direct
}
