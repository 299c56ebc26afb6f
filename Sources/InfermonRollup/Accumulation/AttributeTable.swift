/// Finds what was resolved for a set of attributes by the attributes' bytes.
///
/// An open-addressing table over one run of bytes: a look-up makes no string and takes no reference.
struct AttributeTable {
    private struct Slot {
        var hash: UInt64 = 0
        var start: UInt32 = 0
        var count: UInt32 = 0
        var value: Int32 = -1
    }

    /// The most sets remembered; over it all are forgotten, and resolved anew as they come.
    private static let limit = 1 << 15
    private static let byteLimit = 8 << 20

    private var slots = [Slot](repeating: Slot(), count: 256)
    private var count = 0
    private var bytes: [UInt8] = []

    /// The value of a set of attributes; -1 when there is none.
    @inline(__always)
    func find(_ key: LogText, hash: UInt64) -> Int {
        slots.withUnsafeBufferPointer { slots in
            let mask = slots.count - 1
            var index = Int(truncatingIfNeeded: hash) & mask
            while slots[index].value >= 0 {
                if slots[index].hash == hash, slots[index].count == UInt32(truncatingIfNeeded: key.count),
                    isEqual(key, at: Int(slots[index].start))
                {
                    return Int(slots[index].value)
                }
                index = (index + 1) & mask
            }
            return -1
        }
    }

    @inline(__always)
    private func isEqual(_ key: LogText, at start: Int) -> Bool {
        bytes.withUnsafeBytes { bytes in
            guard let kept = bytes.baseAddress else { return key.count == 0 }
            return LogText(address: UInt(bitPattern: kept + start), count: key.count) == key
        }
    }

    /// Remembers a value; the set is not there yet.
    mutating func insert(_ key: LogText, hash: UInt64, value: Int) {
        if count >= Self.limit || bytes.count + key.count > Self.byteLimit { removeAll() }
        if count * 2 >= slots.count { grow() }
        place(
            Slot(
                hash: hash, start: UInt32(bytes.count), count: UInt32(key.count),
                value: Int32(truncatingIfNeeded: value)))
        bytes.append(contentsOf: key.bytes)
        count += 1
    }

    /// Forgets everything.
    mutating func removeAll() {
        slots = [Slot](repeating: Slot(), count: 256)
        bytes.removeAll(keepingCapacity: true)
        count = 0
    }

    private mutating func grow() {
        let old = slots
        slots = [Slot](repeating: Slot(), count: old.count * 2)
        for slot in old where slot.value >= 0 { place(slot) }
    }

    private mutating func place(_ slot: Slot) {
        let mask = slots.count - 1
        var index = Int(truncatingIfNeeded: slot.hash) & mask
        while slots[index].value >= 0 { index = (index + 1) & mask }
        slots[index] = slot
    }
}
