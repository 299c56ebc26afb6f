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
        var columns = 0
        SafeText.clusters(of: text, repertoire: repertoire) { cluster in
            columns += cluster.width
            return columns < 4_096
        }
        return columns
    }

    /// The text cleaned and cut to `columns`, the last one an ellipsis where something is missing.
    public static func cut(_ text: String, to columns: Int, repertoire: SafeText.Repertoire = .unicode) -> String {
        guard columns > 0 else { return "" }
        guard width(text, repertoire: repertoire) > columns else {
            return SafeText.clean(text, repertoire: repertoire, limit: columns)
        }
        var result = String.UnicodeScalarView()
        var used = 0
        SafeText.clusters(of: text, repertoire: repertoire) { cluster in
            guard used + cluster.width <= columns - 1 else { return false }
            used += cluster.width
            result.append(cluster.base)
            result.append(contentsOf: cluster.marks)
            return true
        }
        return String(result) + (repertoire == .unicode ? "…" : "~")
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
        for word in text.split(separator: " ") {
            let joined = line.isEmpty ? String(word) : line + " " + word
            if width(joined, repertoire: repertoire) <= columns {
                line = joined
            } else if line.isEmpty {
                lines.append(cut(String(word), to: columns, repertoire: repertoire))
            } else {
                lines.append(line)
                line = String(word)
            }
            if lines.count > limit { break }
        }
        if !line.isEmpty { lines.append(line) }
        lines = lines.map { cut($0, to: columns, repertoire: repertoire) }
        guard lines.count > limit else { return lines }
        let rest = lines[(limit - 1)...].joined(separator: " ")
        return Array(lines[..<(limit - 1)]) + [cut(rest, to: columns, repertoire: repertoire)]
    }
}
