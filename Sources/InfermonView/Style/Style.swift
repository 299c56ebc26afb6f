/// How a cell is shown: colours and attributes.
public struct Style: Hashable, Sendable {
    /// Attributes that a terminal adds to a colour.
    public struct Attributes: OptionSet, Hashable, Sendable {
        /// The bits.
        public let rawValue: UInt8

        /// Creates attributes from bits.
        public init(rawValue: UInt8) {
            self.rawValue = rawValue
        }

        /// Heavier strokes.
        public static let bold = Attributes(rawValue: 1)
        /// A line below.
        public static let underline = Attributes(rawValue: 2)
        /// Foreground and background exchanged.
        public static let reverse = Attributes(rawValue: 4)
        /// Fainter than the rest.
        public static let faint = Attributes(rawValue: 8)
    }

    /// The colour of the strokes.
    public var foreground: Color
    /// The colour behind them.
    public var background: Color
    /// Attributes.
    public var attributes: Attributes

    /// Creates a style.
    public init(foreground: Color = .standard, background: Color = .standard, attributes: Attributes = []) {
        self.foreground = foreground
        self.background = background
        self.attributes = attributes
    }

    /// The style with its colours replaced by the nearest that a terminal of `depth` has.
    public func nearest(in depth: ColorDepth) -> Style {
        Style(
            foreground: foreground.nearest(in: depth), background: background.nearest(in: depth),
            attributes: attributes)
    }
}
