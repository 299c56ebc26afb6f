internal import CNcurses
internal import InfermonView

/// The colour pairs of a curses screen, made as paints are first drawn.
///
/// ncurses numbers pairs of colours, and a terminal has room for so many: 65,536 with 256 colours, 64 on the Linux console.
/// The user's palette is never redefined. When the room is used up, ``isExhausted`` says so and the owner starts over with
/// what is on the screen then.
struct CursesPalette {
    /// Attributes and a pair: what a cell of curses needs.
    struct Look: Hashable {
        let attributes: attr_t
        let pair: Int32
    }

    private struct Colors: Hashable {
        let foreground: Int32
        let background: Int32
    }

    /// The colours to draw with.
    let depth: ColorDepth
    /// The highest number that a pair may have.
    private let lastPair: Int32
    /// Whether the terminal has colours of its own behind and in text.
    private let hasStandardColors: Bool
    private let define: (_ pair: Int32, _ foreground: Int32, _ background: Int32) -> Bool
    private var pairs: [Colors: Int32] = [:]
    private var looks: [Paint: Look] = [:]
    /// Whether a paint could not have its colours since the last ``reset()``.
    private(set) var isExhausted = false

    /// Creates a palette.
    ///
    /// - Parameters:
    ///   - depth: The colours to draw with.
    ///   - pairCount: How many pairs the terminal has, the standard one among them.
    ///   - hasStandardColors: Whether the terminal has colours of its own.
    ///   - define: Gives a pair its colours; `false` when the terminal refuses.
    init(
        depth: ColorDepth, pairCount: Int32, hasStandardColors: Bool,
        define: @escaping (_ pair: Int32, _ foreground: Int32, _ background: Int32) -> Bool
    ) {
        self.depth = depth
        // Above 32,767 an attribute no longer carries the pair, and no theme needs a tenth of that.
        lastPair = min(pairCount, 32_000) - 1
        self.hasStandardColors = hasStandardColors
        self.define = define
    }

    /// Starts over: for another theme, or when the room was used up.
    mutating func reset() {
        pairs.removeAll(keepingCapacity: true)
        looks.removeAll(keepingCapacity: true)
        isExhausted = false
    }

    /// How a paint is drawn.
    mutating func look(of paint: Paint, in theme: Theme) -> Look {
        if let known = looks[paint] { return known }
        let style = theme.style(for: paint).nearest(in: depth)
        let look = Look(attributes: Self.attributes(style.attributes), pair: pair(of: style))
        looks[paint] = look
        return look
    }

    private mutating func pair(of style: Style) -> Int32 {
        let colors = Colors(
            foreground: number(style.foreground, standard: 7), background: number(style.background, standard: 0))
        guard depth != .none, colors != Colors(foreground: -1, background: -1) else { return 0 }
        if let known = pairs[colors] { return known }
        let next = Int32(pairs.count + 1)
        guard next <= lastPair, define(next, colors.foreground, colors.background) else {
            isExhausted = true
            return 0
        }
        pairs[colors] = next
        return next
    }

    private func number(_ color: Color, standard: Int32) -> Int32 {
        switch color {
        case .standard: hasStandardColors ? -1 : standard
        case .indexed(let index):
            depth == .direct && index > 7 ? Self.rgb(ofIndexed: index) : Int32(index)
        case .rgb(let red, let green, let blue):
            // The first eight numbers of a direct terminal are ANSI's colours; the shade next to black is not told apart.
            max(8, Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
        }
    }

    /// What xterm shows for an entry of its palette, for terminals that take red, green and blue instead of entries.
    private static func rgb(ofIndexed index: UInt8) -> Int32 {
        let level: (Int32) -> Int32 = { $0 == 0 ? 0 : 55 + 40 * $0 }
        switch Int32(index) {
        case 232...255: return (8 + 10 * (Int32(index) - 232)) * 0x01_0101
        case 16...231:
            let cube = Int32(index) - 16
            return max(8, level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6))
        case let bright:
            let full: Int32 = 0xFF
            let bits = bright & 7
            if bits == 0 { return 0x7F_7F7F }
            return (bits & 1 != 0 ? full << 16 : 0) | (bits & 2 != 0 ? full << 8 : 0) | (bits & 4 != 0 ? full : 0)
        }
    }

    private static func attributes(_ attributes: Style.Attributes) -> attr_t {
        var result = IM_A_NORMAL
        if attributes.contains(.bold) { result |= IM_A_BOLD }
        if attributes.contains(.underline) { result |= IM_A_UNDERLINE }
        if attributes.contains(.reverse) { result |= IM_A_REVERSE }
        if attributes.contains(.faint) { result |= IM_A_DIM }
        return result
    }
}
