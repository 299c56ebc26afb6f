import CPrefetch

/// Finds what was resolved for a set of attributes by the attributes' bytes.
///
/// An open-addressing table whose slots point into lines of bytes: a look-up makes no string and takes no reference, and touches
/// one cache line of each for sets of the usual length.
struct AttributeTable {
    private typealias Line = SIMD64<UInt8>

    private struct Slot {
        /// The upper half of the hash.
        var tag: UInt32 = 0
        /// The set's first line; -1 for none.
        var line: Int32 = -1
    }

    /// What stands at the begin of a set's first line, before its bytes.
    private struct Header {
        var value: Int32
        var count: UInt32
    }

    /// The most sets remembered; over it all are forgotten, and resolved anew as they come.
    private static let limit = 1 << 15
    private static let byteLimit = 8 << 20
    private static let lineSize = MemoryLayout<Line>.size
    private static let headerSize = MemoryLayout<Header>.size

    private var slots = [Slot](repeating: Slot(), count: 256)
    /// The hashes of all sets, for a larger table.
    private var hashes: [(hash: UInt64, line: Int32)] = []
    private var lines: [Line] = []

    /// Begins to fetch the slot of a hash.
    @inline(__always)
    mutating func fetchSlot(_ hash: UInt64) {
        slots.withUnsafeBufferPointer { slots in
            guard let first = slots.baseAddress else { return }
            infermon_prefetch(first + (Int(truncatingIfNeeded: hash) & (slots.count - 1)))
        }
    }

    /// Begins to fetch what the slot of a hash points to.
    @inline(__always)
    mutating func fetchLine(_ hash: UInt64) {
        let line = slots.withUnsafeBufferPointer { $0[Int(truncatingIfNeeded: hash) & ($0.count - 1)].line }
        lines.withUnsafeBufferPointer { lines in
            guard line >= 0, let first = lines.baseAddress else { return }
            infermon_prefetch(first + Int(line))
        }
    }

    /// The value of a set of attributes; -1 when there is none.
    @inline(__always)
    mutating func find(_ key: LogText, hash: UInt64) -> Int {
        let tag = UInt32(truncatingIfNeeded: hash >> 32)
        return slots.withUnsafeBufferPointer { slots in
            let mask = slots.count - 1
            var index = Int(truncatingIfNeeded: hash) & mask
            while slots[index].line >= 0 {
                if slots[index].tag == tag {
                    let value = Self.value(of: key, at: Int(slots[index].line), in: lines)
                    if value >= 0 { return value }
                }
                index = (index + 1) & mask
            }
            return -1
        }
    }

    /// The value of the set at a line, if it is `key`; -1 else.
    @inline(__always)
    private static func value(of key: LogText, at line: Int, in lines: [Line]) -> Int {
        lines.withUnsafeBytes { lines in
            guard let start = lines.baseAddress.map({ $0 + line * lineSize }) else { return -1 }
            let header = start.load(as: Header.self)
            guard header.count == UInt32(truncatingIfNeeded: key.count),
                LogText(address: UInt(bitPattern: start + headerSize), count: key.count) == key
            else { return -1 }
            return Int(header.value)
        }
    }

    /// Remembers a value; the set is not there yet.
    mutating func insert(_ key: LogText, hash: UInt64, value: Int) {
        let needed = (Self.headerSize + key.count + Self.lineSize - 1) / Self.lineSize
        if hashes.count >= Self.limit || (lines.count + needed) * Self.lineSize > Self.byteLimit { removeAll() }
        if hashes.count * 2 >= slots.count { grow() }
        let line = lines.count
        lines.append(contentsOf: repeatElement(Line(), count: needed))
        lines.withUnsafeMutableBytes { lines in
            let set = UnsafeMutableRawBufferPointer(rebasing: lines[(line * Self.lineSize)...])
            set.storeBytes(
                of: Header(value: Int32(truncatingIfNeeded: value), count: UInt32(key.count)), as: Header.self)
            UnsafeMutableRawBufferPointer(rebasing: set[Self.headerSize...]).copyBytes(from: key.bytes)
        }
        hashes.append((hash, Int32(line)))
        place(hash, Int32(line))
    }

    /// Forgets everything.
    mutating func removeAll() {
        slots = [Slot](repeating: Slot(), count: 256)
        hashes.removeAll(keepingCapacity: true)
        lines.removeAll(keepingCapacity: true)
    }

    private mutating func grow() {
        slots = [Slot](repeating: Slot(), count: slots.count * 2)
        for (hash, line) in hashes { place(hash, line) }
    }

    private mutating func place(_ hash: UInt64, _ line: Int32) {
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: hash) & mask
        while slots[index].line >= 0 { index = (index + 1) & mask }
        slots[index] = Slot(tag: UInt32(truncatingIfNeeded: hash >> 32), line: line)
    }
}
