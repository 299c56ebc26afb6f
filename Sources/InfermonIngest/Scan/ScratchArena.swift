public import InfermonRollup

/// Memory for what cannot point into the block that was read: unescaped strings, labels.
///
/// Grows by pieces and is emptied as a whole when the records that point into it have been used up. Only a place to find the memory
/// of a ``ScratchMemory``, which whoever reads holds, and not to be used without it: copying a place counts no references, of which
/// lines would take a dozen each.
public struct ScratchArena {
    fileprivate static let pieceSize = 64 << 10

    /// What is free of the piece in use, and what all of it is.
    fileprivate struct State {
        var next: UnsafeMutableRawPointer
        var end: UnsafeMutableRawPointer
        var pieces: [UnsafeMutableRawBufferPointer] = []
        var current = -1
        var adopted: [UnsafeMutablePointer<UInt8>] = []
    }

    fileprivate let state: UnsafeMutablePointer<State>
    /// A place to point to where there is nothing to read.
    let nowhere: UnsafeMutablePointer<UInt8>

    fileprivate init() {
        nowhere = .allocate(capacity: 1)
        nowhere.initialize(to: 0x0A)
        state = .allocate(capacity: 1)
        state.initialize(to: State(next: UnsafeMutableRawPointer(nowhere), end: UnsafeMutableRawPointer(nowhere)))
    }

    fileprivate func deallocate() {
        for memory in state.pointee.adopted { memory.deallocate() }
        for piece in state.pointee.pieces { piece.deallocate() }
        nowhere.deallocate()
        state.deinitialize(count: 1)
        state.deallocate()
    }

    /// Forgets everything; pieces over the first few are given back.
    public func reset() {
        while state.pointee.pieces.count > 4 { state.pointee.pieces.removeLast().deallocate() }
        state.pointee.current = -1
        state.pointee.next = UnsafeMutableRawPointer(nowhere)
        state.pointee.end = state.pointee.next
        for memory in state.pointee.adopted { memory.deallocate() }
        state.pointee.adopted.removeAll(keepingCapacity: true)
    }

    /// Takes over memory until everything is forgotten.
    func adopt(_ memory: UnsafeMutablePointer<UInt8>) -> UnsafePointer<UInt8> {
        state.pointee.adopted.append(memory)
        return UnsafePointer(memory)
    }

    /// Memory of `count` bytes, aligned to 8.
    @inline(__always)
    func reserve(_ count: Int) -> UnsafeMutableRawPointer {
        let start = state.pointee.next
        let taken = (count &+ 7) & ~7
        guard state.pointee.end - start >= taken else { return reserveInNextPiece(count) }
        state.pointee.next = start + taken
        return start
    }

    private func reserveInNextPiece(_ count: Int) -> UnsafeMutableRawPointer {
        state.pointee.current += 1
        if state.pointee.current == state.pointee.pieces.count {
            state.pointee.pieces.append(
                .allocate(byteCount: max(Self.pieceSize, count + 8), alignment: 16))
        }
        let piece = state.pointee.pieces[state.pointee.current]
        if let base = piece.baseAddress {
            state.pointee.next = base
            state.pointee.end = base + piece.count
        }
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

/// The memory of an arena, which is there as long as this is.
public final class ScratchMemory {
    /// Where it is.
    public let arena = ScratchArena()

    /// Creates an empty arena.
    public init() {}

    deinit { arena.deallocate() }
}
