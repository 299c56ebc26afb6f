public import InfermonRollup

/// Memory for what cannot point into the block that was read: unescaped strings, labels.
///
/// Grows by pieces and is emptied as a whole when the records that point into it have been used up.
public final class ScratchArena {
    private static let pieceSize = 64 << 10

    private var pieces: [UnsafeMutableRawBufferPointer] = []
    private var adopted: [UnsafeMutablePointer<UInt8>] = []
    /// A place to point to where there is nothing to read.
    let nowhere = UnsafeMutablePointer<UInt8>.allocate(capacity: 1)
    private var current = 0
    private var used = 0

    /// Creates an empty arena.
    public init() {
        nowhere.initialize(to: 0x0A)
    }

    deinit {
        nowhere.deallocate()
        for memory in adopted { memory.deallocate() }
        for piece in pieces { piece.deallocate() }
    }

    /// Forgets everything; pieces over the first few are given back.
    public func reset() {
        while pieces.count > 4 { pieces.removeLast().deallocate() }
        current = 0
        used = 0
        for memory in adopted { memory.deallocate() }
        adopted.removeAll(keepingCapacity: true)
    }

    /// Takes over memory until everything is forgotten.
    func adopt(_ memory: UnsafeMutablePointer<UInt8>) -> UnsafePointer<UInt8> {
        adopted.append(memory)
        return UnsafePointer(memory)
    }

    /// Memory of `count` bytes, aligned to 8.
    func reserve(_ count: Int) -> UnsafeMutableRawPointer {
        while current < pieces.count {
            if used + count <= pieces[current].count, let base = pieces[current].baseAddress {
                defer { used += (count + 7) & ~7 }
                return base + used
            }
            current += 1
            used = 0
        }
        let piece = UnsafeMutableRawBufferPointer.allocate(byteCount: max(Self.pieceSize, count + 8), alignment: 16)
        pieces.append(piece)
        return reserve(count)
    }

    /// Puts a label in front of a record's.
    public func add(_ kind: AttemptLabel.Kind, name: LogText = .empty, value: LogText, to labels: inout AttemptLabels) {
        let pointer = reserve(MemoryLayout<AttemptLabel>.size).bindMemory(to: AttemptLabel.self, capacity: 1)
        pointer.initialize(to: AttemptLabel(kind: kind, name: name, value: value, before: labels))
        labels = AttemptLabels(pointer)
    }

    /// A lower-case copy (A to Z only).
    public func lowercased(_ text: LogText) -> LogText {
        guard text.bytes.contains(where: { $0 >= 65 && $0 <= 90 }) else { return text }
        let copy = reserve(text.count).bindMemory(to: UInt8.self, capacity: text.count)
        for (index, byte) in text.bytes.enumerated() {
            copy[index] = byte >= 65 && byte <= 90 ? byte | 0x20 : byte
        }
        return LogText(copy, count: text.count)
    }

    /// A copy of `text`, for what is assembled elsewhere.
    public func copy(_ text: some Collection<UInt8>) -> LogText {
        let copy = reserve(text.count).bindMemory(to: UInt8.self, capacity: text.count)
        for (index, byte) in text.enumerated() { copy[index] = byte }
        return LogText(copy, count: text.count)
    }
}
