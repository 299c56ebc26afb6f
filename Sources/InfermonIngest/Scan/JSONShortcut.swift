/// Knows when a line need not be read any further.
///
/// The first lines of a file are read whole; the wanted top-level keys that any of them had are what later lines must have before
/// the scanner leaves anything out, and those that the format requires besides. So a file of another make falls back to being read
/// whole by itself, and how a file was cut into blocks makes no difference.
struct JSONShortcut: Sendable {
    /// Lines read whole before any is cut short.
    static let lessons = 50

    private let requiredKeys: UInt64
    private let isPossible: Bool
    private var knownKeys: UInt64 = 0
    private var foundKeys: UInt64 = 0
    private var lines = 0

    init(_ table: JSONFieldTable, memory: JSONKeyMemory) {
        var required: UInt64 = 0
        for (slot, paths) in table.paths.enumerated() where table.required & (1 << UInt64(slot)) != 0 {
            required |= memory.bit(ofTopLevel: paths)
        }
        requiredKeys = required
        isPossible = !table.bulk.isEmpty && memory.hasBitsForAll
    }

    /// Whether enough lines were read to leave something out.
    var isTrained: Bool { isPossible && lines >= Self.lessons }

    /// Whether it has learned what there is to learn.
    var isSettled: Bool { !isPossible || lines >= Self.lessons }

    /// Whether the line has all that it can be expected to have.
    @inline(__always)
    var isComplete: Bool { (knownKeys | requiredKeys) & ~foundKeys == 0 }

    /// Whether the line still lacks the key of a bit that it can be expected to have.
    func lacks(_ bit: UInt64) -> Bool { (knownKeys | requiredKeys) & ~foundKeys & bit != 0 }

    /// Begins a line.
    @inline(__always)
    mutating func begin() { foundKeys = 0 }

    /// Notes a wanted top-level key.
    @inline(__always)
    mutating func find(_ bit: UInt64) { foundKeys |= bit }

    /// Ends a line that was sound.
    @inline(__always)
    mutating func finish() {
        guard lines < Self.lessons else { return }
        knownKeys |= foundKeys
        lines += 1
    }
}
