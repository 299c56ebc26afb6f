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

    /// The named colours of xterm; hue counts more than lightness, so that a dark green stays green.
    private static func nearestNamed(_ red: Int, _ green: Int, _ blue: Int, count: Int) -> UInt8 {
        let named: [(Int, Int, Int)] = [
            (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
            (229, 229, 229),
            (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255), (255, 0, 255), (0, 255, 255),
            (255, 255, 255),
        ]
        let spread = max(red, green, blue) - min(red, green, blue)
        let isGrey = spread < 40
        func distance(_ index: Int) -> Int {
            let other = named[index]
            let (r, g, b) = (red - other.0, green - other.1, blue - other.2)
            let otherIsGrey = [0, 7, 8, 15].contains(index)
            return r * r + g * g + b * b + (otherIsGrey == isGrey ? 0 : 30_000)
        }
        return UInt8((0..<count).min { distance($0) < distance($1) } ?? 7)
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
