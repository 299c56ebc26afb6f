/// Text fitted to columns.
public enum TextFit {
    /// Where text stands in a field wider than itself.
    public enum Alignment: Sendable {
        /// At the left.
        case left
        /// At the right.
        case right
    }

    /// The columns that `text` takes once cleaned.
    public static func width(_ text: String, repertoire: SafeText.Repertoire = .unicode) -> Int {
        if SafeText.isPlainASCII(text, repertoire) { return min(text.utf8.count, 1_024) }
        var columns = 0
        SafeText.clusters(of: text, repertoire: repertoire) { cluster in
            columns += cluster.width
            // Wider than any screen: no need to know how much.
            return columns < 1_024
        }
        return columns
    }

    /// The text cut so that it takes at most `columns` once cleaned, the last one an ellipsis where something is missing.
    ///
    /// What is returned is still to be cleaned, which drawing does.
    public static func cut(_ text: String, to columns: Int, repertoire: SafeText.Repertoire = .unicode) -> String {
        guard columns > 0 else { return "" }
        guard width(text, repertoire: repertoire) > columns else { return text }
        let end = prefix(of: text, columns: columns - 1, repertoire: repertoire)
        return String(text[..<end]) + (repertoire == .unicode ? "…" : "~")
    }

    /// Where in the text the last character ends that lies within `columns` as a whole.
    private static func prefix(
        of text: String, columns: Int, repertoire: SafeText.Repertoire
    ) -> String.Index {
        var used = 0
        var end = text.startIndex
        SafeText.pieces(of: text, repertoire: repertoire) { cluster, place in
            used += cluster.width
            guard used <= columns else { return false }
            if let place { end = place }
            return true
        }
        return end
    }

    /// The text cut or padded to exactly `columns`.
    public static func pad(
        _ text: String, to columns: Int, _ alignment: Alignment = .left, repertoire: SafeText.Repertoire = .unicode
    ) -> String {
        let fitted = cut(text, to: columns, repertoire: repertoire)
        let space = String(repeating: " ", count: max(0, columns - width(fitted, repertoire: repertoire)))
        return alignment == .left ? fitted + space : space + fitted
    }

    /// The text in lines of at most `columns`, broken at spaces where there are any; at most `limit` lines, the last one cut.
    public static func wrap(
        _ text: String, columns: Int, limit: Int = .max, repertoire: SafeText.Repertoire = .unicode
    ) -> [String] {
        guard columns > 0, limit > 0 else { return [] }
        var lines: [String] = []
        var line = ""
        for word in words(text, columns: columns, repertoire: repertoire) {
            let joined = line.isEmpty ? word : line + " " + word
            if width(joined, repertoire: repertoire) <= columns {
                line = joined
            } else {
                lines.append(line)
                line = word
            }
            // One line too many is enough to know that the last one is to be cut.
            if lines.count > limit { break }
        }
        lines.append(line)
        guard lines.count > limit else { return lines }
        let rest = lines[(limit - 1)...].joined(separator: " ")
        return Array(lines[..<(limit - 1)]) + [cut(rest, to: columns, repertoire: repertoire)]
    }

    /// The words of a text; those longer than a line in pieces.
    private static func words(_ text: String, columns: Int, repertoire: SafeText.Repertoire) -> [String] {
        var words: [String] = []
        // A sentence that no screen holds is not read to its end.
        for word in text.prefix(4_096).split(separator: " ") {
            var rest = String(word)
            while width(rest, repertoire: repertoire) > columns {
                let end = prefix(of: rest, columns: columns, repertoire: repertoire)
                // A single character wider than the line stands alone and is cut when drawn.
                let cut = end == rest.startIndex ? rest.unicodeScalars.index(after: end) : end
                words.append(String(rest[..<cut]))
                rest = String(rest[cut...])
            }
            if !rest.isEmpty { words.append(rest) }
        }
        return words
    }
}
