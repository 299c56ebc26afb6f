/// Finds the known name that a misspelt one most likely stands for.
enum NearestName {
    /// The nearest of `names`, or `nil` when none is near; upper and lower case and `-` and `_` count as alike.
    static func find(_ text: String, among names: some Sequence<String>) -> String? {
        let wanted = folded(text)
        guard !wanted.isEmpty else { return nil }
        var best: (name: String, distance: Int)?
        for name in names {
            let candidate = folded(name)
            let allowed = max(1, min(wanted.count, candidate.count) / 3)
            guard abs(candidate.count - wanted.count) <= allowed else { continue }
            let distance = distance(wanted, candidate)
            if distance <= allowed, distance < best?.distance ?? .max { best = (name, distance) }
        }
        return best?.name
    }

    /// A half-sentence to append: the nearest name, or all of them when there are few.
    static func hint(for text: String, among names: [String]) -> String {
        if let nearest = find(text, among: names) { return "; did you mean \"\(nearest)\"?" }
        return names.count <= 16 && !names.isEmpty ? "; known: \(names.joined(separator: ", "))" : ""
    }

    private static func folded(_ text: String) -> [UInt8] {
        text.utf8.prefix(64).map { byte in
            switch byte {
            case 0x41...0x5a: byte + 0x20
            case UInt8(ascii: "-"): UInt8(ascii: "_")
            default: byte
            }
        }
    }

    /// Insertions, deletions, substitutions and exchanges of neighbours (optimal string alignment).
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var beforeLast = [Int](repeating: 0, count: right.count + 1)
        var last = Array(0...right.count)
        for row in 1...max(1, left.count) where row <= left.count {
            var current = [row] + [Int](repeating: 0, count: right.count)
            for column in 1...max(1, right.count) where column <= right.count {
                let cost = left[row - 1] == right[column - 1] ? 0 : 1
                current[column] = min(last[column] + 1, current[column - 1] + 1, last[column - 1] + cost)
                if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                    current[column] = min(current[column], beforeLast[column - 2] + 1)
                }
            }
            beforeLast = last
            last = current
        }
        return last[right.count]
    }
}
