/// The one door through which text reaches a cell.
///
/// Text from a log, a driver or a provider can carry escape sequences, controls, marks that reorder what is read, and characters
/// that take no column. None of them is admitted; each shows as its code point between `‹` and `›` instead, so that two names
/// that differ never look alike after cleaning, and a cleaned name is seen to be one.
public enum SafeText {
    /// The most combining marks on one base: terminals have been broken by floods of them (CVE-2021-27135).
    public static let markLimit = 2

    /// The characters that a terminal can show.
    public enum Repertoire: Hashable, Sendable {
        /// All of Unicode.
        case unicode
        /// ASCII alone: other locales than UTF-8.
        case ascii
    }

    /// One grapheme as it goes into a cell.
    public struct Cluster: Hashable, Sendable {
        let base: Unicode.Scalar
        var marks: [Unicode.Scalar] = []
        /// Columns, 1 or 2.
        public let width: Int

        init(base: Unicode.Scalar) {
            self.base = base
            width = CellWidth.columns(of: base)
        }

        func cell(_ paint: Paint) -> Cell {
            Cell(base: base, marks: marks, extent: width == 2 ? .wide : .single, paint: paint)
        }
    }

    /// Hands out the clusters of `text`, cleaned, until `take` answers `false`; O(columns taken).
    public static func clusters(of text: String, repertoire: Repertoire, _ take: (Cluster) -> Bool) {
        pieces(of: text, repertoire: repertoire) { cluster, _ in take(cluster) }
    }

    /// Hands out the clusters of `text` with the place in the text behind them.
    ///
    /// The place is `nil` between the clusters that stand for one cleaned character. Text is cut by these places and stays
    /// uncleaned, so that it is cleaned exactly once: when it is drawn.
    static func pieces(of text: String, repertoire: Repertoire, _ take: (Cluster, String.Index?) -> Bool) {
        let scalars = text.unicodeScalars
        var pending: Cluster?
        var index = scalars.startIndex
        while index != scalars.endIndex {
            let start = index
            let scalar = scalars[index]
            scalars.formIndex(after: &index)
            if repertoire == .unicode, let base = pending, base.marks.count < markLimit, base.base != " ",
                isMark(scalar)
            {
                pending?.marks.append(scalar)
                continue
            }
            if let cluster = pending, !take(cluster, start) { return }
            pending = nil
            if isPlain(scalar, repertoire) && !opensEscape(scalar, scalars[index...], repertoire) {
                pending = Cluster(base: scalar)
                continue
            }
            let substitute = Array(substitute(for: scalar, repertoire))
            for (offset, scalar) in substitute.enumerated() {
                let place = offset == substitute.count - 1 ? index : nil
                guard take(Cluster(base: scalar), place) else { return }
            }
        }
        if let cluster = pending { _ = take(cluster, scalars.endIndex) }
    }

    /// The text as it would be shown, for output that is not drawn into cells.
    ///
    /// - Parameters:
    ///   - text: Anything.
    ///   - repertoire: What the reader can show.
    ///   - limit: The most columns; longer text ends in an ellipsis.
    /// - Returns: Printable clusters alone.
    public static func clean(_ text: String, repertoire: Repertoire = .unicode, limit: Int = 4_096) -> String {
        if isPlainASCII(text, repertoire), text.utf8.count <= limit { return text }
        var result = String.UnicodeScalarView()
        var columns = 0
        var isCut = false
        clusters(of: text, repertoire: repertoire) { cluster in
            columns += cluster.width
            guard columns <= limit else {
                isCut = true
                return false
            }
            result.append(cluster.base)
            result.append(contentsOf: cluster.marks)
            return true
        }
        return String(result) + (isCut ? (repertoire == .unicode ? "…" : "...") : "")
    }

    /// Whether `text` is shown as it stands, a column for each byte: what nearly all names and all figures are.
    static func isPlainASCII(_ text: String, _ repertoire: Repertoire) -> Bool {
        // The bracket of ASCII that stands around a cleaned character.
        let bracket = repertoire == .ascii ? UInt8(ascii: "<") : 0
        return text.utf8.allSatisfy { $0 >= 0x20 && $0 < 0x7F && $0 != bracket }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300 && scalar.properties.generalCategory == .nonspacingMark
            // Variation selectors and the grapheme joiner change nothing that can be seen.
            && !scalar.properties.isVariationSelector && !scalar.properties.isDefaultIgnorableCodePoint
    }

    private static func isPlain(_ scalar: Unicode.Scalar, _ repertoire: Repertoire) -> Bool {
        let value = scalar.value
        if value < 0x7F { return value >= 0x20 }
        guard repertoire == .unicode, value >= 0xA1, !isJoining(value) else { return false }
        let properties = scalar.properties
        guard !properties.isDefaultIgnorableCodePoint else { return false }
        return switch properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .spacingMark,
            .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation, .dashPunctuation, .openPunctuation,
            .closePunctuation, .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol,
            .currencySymbol, .modifierSymbol, .otherSymbol:
            true
        case .nonspacingMark, .enclosingMark, .spaceSeparator, .lineSeparator, .paragraphSeparator, .control, .format,
            .surrogate, .privateUse, .unassigned:
            false
        @unknown default:
            false
        }
    }

    /// Whether terminals disagree on the width of a scalar because some join it with its neighbours: vowels and finals of Hangul
    /// syllables, regional indicators, skin tones.
    private static func isJoining(_ value: UInt32) -> Bool {
        (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FF).contains(value)
            || (0x1F1E6...0x1F1FF).contains(value) || (0x1F3FB...0x1F3FF).contains(value)
    }

    /// Whether a bracket of the text itself reads like the beginning of a cleaned character.
    private static func opensEscape(
        _ scalar: Unicode.Scalar, _ rest: Substring.UnicodeScalarView, _ repertoire: Repertoire
    ) -> Bool {
        let (open, close): (Unicode.Scalar, Unicode.Scalar) = repertoire == .unicode ? ("‹", "›") : ("<", ">")
        guard scalar == open else { return false }
        var digits = 0
        for next in rest.prefix(7) {
            if next == close { return digits > 0 }
            guard next.properties.isASCIIHexDigit else { return false }
            digits += 1
        }
        return false
    }

    private static func substitute(for scalar: Unicode.Scalar, _ repertoire: Repertoire) -> String.UnicodeScalarView {
        let code = String(scalar.value, radix: 16, uppercase: true)
        let padded = code.utf8.count < 2 ? "0" + code : code
        switch repertoire {
        case .unicode: return "‹\(padded)›".unicodeScalars
        case .ascii: return "<\(padded)>".unicodeScalars
        }
    }
}
