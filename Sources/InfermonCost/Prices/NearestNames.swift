/// Names that a misspelt or unknown name may have meant.
enum NearestNames {
    /// At most five names within a third of the asked one's length in edits, nearest first.
    static func of(_ asked: String, among names: [String]) -> [String] {
        let bare = ModelName(asked).candidates.last?.name ?? asked
        let wanted = Array(bare.lowercased().utf8.prefix(64))
        guard !wanted.isEmpty else { return [] }
        let limit = max(2, wanted.count / 3)
        var seen: Set<String> = []
        let scored = names.filter { seen.insert($0).inserted }
            .map { (name: $0, distance: distance(wanted, Array($0.utf8.prefix(64)))) }
        let near = scored.filter { $0.distance <= limit }.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        return near.prefix(5).map(\.name)
    }

    /// Levenshtein's distance, two rows at a time.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var previous = Array(0...right.count)
        for (row, byte) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                let substitution = previous[column] + (byte == other ? 0 : 1)
                current.append(min(substitution, previous[column + 1] + 1, current[column] + 1))
            }
            previous = current
        }
        return previous[right.count]
    }
}
