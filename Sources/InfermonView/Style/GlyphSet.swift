/// The characters that frames, gauges and graphs are drawn with.
public struct GlyphSet: Hashable, Sendable {
    /// How a graph's columns are drawn.
    public enum Plot: Hashable, Sendable {
        /// Two by four dots a cell.
        case braille
        /// Eighths of a cell.
        case blocks
        /// ASCII steps.
        case ascii
    }

    /// How a graph's columns are drawn.
    public let plot: Plot
    /// What text may hold.
    public let repertoire: SafeText.Repertoire
    /// The part of a gauge that is not filled; the filled part's glyph in a fainter colour where there are colours.
    public internal(set) var meterEmpty: Unicode.Scalar

    /// Braille graphs, rounded frames.
    public static let braille = GlyphSet(plot: .braille, repertoire: .unicode, meterEmpty: "■")
    /// Block graphs, for fonts whose braille is broken.
    public static let blocks = GlyphSet(plot: .blocks, repertoire: .unicode, meterEmpty: "■")
    /// ASCII alone, for other locales than UTF-8.
    public static let ascii = GlyphSet(plot: .ascii, repertoire: .ascii, meterEmpty: ".")

    /// Whether only ASCII can be shown.
    public var isASCII: Bool { repertoire == .ascii }

    private func choose(_ unicode: Unicode.Scalar, _ ascii: Unicode.Scalar) -> Unicode.Scalar {
        isASCII ? ascii : unicode
    }

    var topLeft: Unicode.Scalar { choose("╭", "+") }
    var topRight: Unicode.Scalar { choose("╮", "+") }
    var bottomLeft: Unicode.Scalar { choose("╰", "+") }
    var bottomRight: Unicode.Scalar { choose("╯", "+") }
    var horizontal: Unicode.Scalar { choose("─", "-") }
    var vertical: Unicode.Scalar { choose("│", "|") }
    var notchLeft: Unicode.Scalar { choose("┐", "-") }
    var notchRight: Unicode.Scalar { choose("┌", "-") }
    var meterFilled: Unicode.Scalar { choose("■", "#") }
    var todayMark: Unicode.Scalar { choose("┃", "|") }
    var estimateMark: Unicode.Scalar { choose("◆", ">") }
    var threshold: Unicode.Scalar { choose("┄", "-") }
    var sourceOK: Unicode.Scalar { choose("●", "*") }
    var sourceStale: Unicode.Scalar { choose("◐", "~") }
    var sourceDown: Unicode.Scalar { choose("○", "!") }
    var sourceWaiting: Unicode.Scalar { choose("◌", "?") }
    var cursor: Unicode.Scalar { choose("▸", ">") }
    var gap: Unicode.Scalar { choose("·", ".") }
    var arrow: String { isASCII ? ">" : "→" }
    var left: String { isASCII ? "<" : "◂" }
    var right: String { isASCII ? ">" : "▸" }
    var up: String { isASCII ? "^" : "▲" }
    var down: String { isASCII ? "v" : "▼" }
    var ellipsis: String { isASCII ? "~" : "…" }
    var dot: String { isASCII ? "-" : "·" }
    var dash: String { isASCII ? "-" : "–" }
    var times: String { isASCII ? "x" : "×" }
    var degrees: String { isASCII ? "C" : "°C" }

    /// The number of a panel's key in its title.
    func superscript(_ number: Int) -> String {
        guard !isASCII, (0...9).contains(number) else { return "\(number) " }
        return ["⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"][number]
    }
}
