/// Knows when a line need not be read any further.
///
/// The first lines of a file are read whole; the union of the wanted top-level keys that they had is what later lines must have
/// before the scanner leaves one out. So a file of another make, or of other key order, falls back to reading whole lines by itself.
struct JSONShortcut {
    /// Lines read whole before any is cut short.
    static let lessons = 50

    private let requiredKeys: UInt64
    private let memory: JSONKeyMemory
    private var knownKeys: UInt64 = 0
    private var foundKeys: UInt64 = 0
    private var lines = 0

    init(_ table: JSONFieldTable, memory: JSONKeyMemory) {
        self.memory = memory
        requiredKeys = 0
    }

    var isWorthTrying: Bool { false }

    mutating func begin() { foundKeys = 0 }
    mutating func found(_ node: Int) {}
    mutating func learn() {}
}

extension JSONScanner {
    func readsTail(downTo position: Position) throws(JSONDefect) -> Bool { false }
}
