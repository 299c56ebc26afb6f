import InfermonRollup

/// The tree of wanted paths, and for each of its objects the keys that lines have had, with the order they came in.
///
/// Of fixed size: a log whose keys never repeat stops being learned and is still read right.
final class JSONKeyMemory {
    typealias Position = UnsafePointer<UInt8>

    /// What is wanted at a node of the tree.
    enum Mode: UInt8 {
        case value
        case object
        case valueAndObject
        case everyMember
        case everyElement
        case bulk
    }

    /// A wanted path, or a step on the way to some.
    struct Node {
        var mode: Mode
        var slot: Int8
        /// The bit of a wanted top-level key; 0 for others.
        var bit: UInt64 = 0
        /// The entry that the last lines began this object with; -1 before the first.
        var predictedFirst: Int32 = -1
        /// The first of the entries known here; -1 without any.
        var firstEntry: Int32 = -1
        var entryCount: Int32 = 0
    }

    /// A key that was seen, or is wanted, in the object of one node.
    struct Entry {
        /// The bytes from the end of the value before to the value, as last seen; none before the key was.
        var literalStart: Int32 = 0
        var literalCount: Int32 = 0
        /// The key's own bytes.
        var keyStart: Int32
        var keyCount: Int32
        /// The node of the tree that the key leads to; -1 when it is not wanted.
        var node: Int32
        /// The entry that followed last time; -1 at the end.
        var next: Int32 = -1
        /// The entry that came before it, where a line was read backwards; -1 when unknown.
        var before: Int32 = -1
        /// The next entry of the same object; -1 after the last.
        var sibling: Int32 = -1
        /// Whether the key leads to a plain value, so that neither node nor mode need be looked at.
        var isPlainValue = false
        /// Whether ``words`` hold the whole literal.
        var isShort = false
        /// The slot of a plain value.
        var slot: Int8 = -1
        /// The bit of a wanted top-level key; 0 for others.
        var bit: UInt64 = 0
        /// The literal's first 24 bytes, and which bits of them count; without a literal, what no bytes are like.
        var words: (UInt64, UInt64, UInt64) = (1, 0, 0)
        var masks: (UInt64, UInt64, UInt64) = (0, 0, 0)

        /// Whether the 24 bytes at `position`, all readable, begin with the literal's first ones.
        @inline(__always)
        func begins(_ position: Position) -> Bool {
            let source = UnsafeRawPointer(position)
            let first = source.loadUnaligned(fromByteOffset: 0, as: UInt64.self) & masks.0
            let second = source.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & masks.1
            let third = source.loadUnaligned(fromByteOffset: 16, as: UInt64.self) & masks.2
            return (first ^ words.0) | (second ^ words.1) | (third ^ words.2) == 0
        }
    }

    static let entryLimit = 512
    /// Keys known in one object at most.
    static let objectLimit = 192
    static let textLimit = 24 << 10
    static let longestLiteral = 120

    let nodes: UnsafeMutablePointer<Node>
    /// Whether there were bits enough: without one of its own a key cannot be missed.
    private(set) var hasBitsForAll = true
    private var nodeCount = 1
    /// The entry that lines read backwards ended with; -1 before the first.
    private(set) var lastTopLevel = -1
    /// The entry where reading a line backwards was over; -1 before the first such line.
    private(set) var tail = -1
    /// How far before a line's end the tail is looked for.
    private var tailReach = 0
    /// The entries; before the first one more, which stands for none and which nothing begins with.
    let entries: UnsafeMutablePointer<Entry>
    private var entryCount = 0
    private let text: UnsafeMutablePointer<UInt8>
    private var textCount = 0

    init(_ table: JSONFieldTable) {
        let most = table.paths.joined().reduce(1) { $0 + $1.components.count } + table.bulk.count
        nodes = .allocate(capacity: most)
        nodes.initialize(to: Node(mode: .object, slot: -1))
        entries = .allocate(capacity: 1 + Self.entryLimit) + 1
        (entries - 1).initialize(to: Entry(keyStart: 0, keyCount: 0, node: -1))
        text = .allocate(capacity: Self.textLimit + 32)
        text.initialize(repeating: 0, count: Self.textLimit + 32)
        for (slot, paths) in table.paths.enumerated() {
            for path in paths { add(path, slot: slot) }
        }
        for key in table.bulk { add(JSONPath(keys: [key]), slot: -1) }
        giveBits(slots: table.paths.count)
        for entry in 0..<entryCount where entries[entry].node >= 0 {
            let node = nodes[Int(entries[entry].node)]
            entries[entry].isPlainValue = node.mode == .value
            entries[entry].slot = node.slot
            entries[entry].bit = node.bit
        }
    }

    /// Gives each wanted top-level key a bit, those that a value may be found under the same one: of them the first counts.
    private func giveBits(slots: Int) {
        var bits = [UInt64](repeating: 0, count: slots)
        var next: UInt64 = 1
        func take() -> UInt64 {
            defer { next <<= 1 }
            hasBitsForAll = hasBitsForAll && next != 0
            return next
        }
        var entry = Int(nodes[0].firstEntry)
        while entry >= 0 {
            let node = Int(entries[entry].node)
            let slot = Int(nodes[node].slot)
            if nodes[node].mode == .bulk {
                // Never found, and never missed.
            } else if nodes[node].mode == .value, slot >= 0 {
                if bits[slot] == 0 { bits[slot] = take() }
                nodes[node].bit = bits[slot]
            } else {
                nodes[node].bit = take()
            }
            entry = Int(entries[entry].sibling)
        }
    }

    /// The bits of the top-level keys that `paths` begin with.
    func bit(ofTopLevel paths: [JSONPath]) -> UInt64 {
        paths.reduce(0) { bits, path in
            guard case .key(var name) = path.components.first else { return bits }
            let entry = name.withUTF8 { find(LogText($0), in: 0) }
            return entry >= 0 ? bits | nodes[Int(entries[entry].node)].bit : bits
        }
    }

    deinit {
        nodes.deallocate()
        (entries - 1).deallocate()
        text.deallocate()
    }

    private func add(_ path: JSONPath, slot: Int) {
        var node = 0
        for component in path.components {
            guard case .key(let name) = component else {
                nodes[node].mode = component == .everyMember ? .everyMember : .everyElement
                nodes[node].slot = Int8(slot)
                return
            }
            if nodes[node].mode == .value { nodes[node].mode = .valueAndObject }
            node = child(name, of: node)
        }
        guard slot >= 0 else {
            nodes[node].mode = .bulk
            return
        }
        let hasChildren = nodes[node].firstEntry >= 0
        nodes[node].mode = hasChildren ? .valueAndObject : .value
        nodes[node].slot = Int8(slot)
    }

    private func child(_ name: String, of parent: Int) -> Int {
        var name = name
        let known = name.withUTF8 { find(LogText($0), in: parent) }
        if known >= 0, entries[known].node >= 0 { return Int(entries[known].node) }
        nodes[nodeCount] = Node(mode: .object, slot: -1)
        _ = name.withUTF8 { insert(LogText($0), node: Int32(nodeCount), in: parent) }
        nodeCount += 1
        return nodeCount - 1
    }

    /// The entry of a key; -1 when it is not known.
    func find(_ key: LogText, in node: Int) -> Int {
        var entry = Int(nodes[node].firstEntry)
        while entry >= 0 {
            if isKey(of: entry, key) { return entry }
            entry = Int(entries[entry].sibling)
        }
        return -1
    }

    /// The entry of a key, made if there is room, with the bytes that led to its value this time.
    func learn(_ key: LogText, literal: LogText, in node: Int) -> Int {
        var entry = find(key, in: node)
        if entry < 0 { entry = insert(key, node: -1, in: node) }
        guard entry >= 0, literal.count <= Self.longestLiteral else { return entry }
        if entries[entry].literalCount < Int32(literal.count) {
            guard let start = append(literal) else { return entry }
            entries[entry].literalStart = start
        } else {
            for (offset, byte) in literal.bytes.enumerated() { text[Int(entries[entry].literalStart) + offset] = byte }
        }
        entries[entry].literalCount = Int32(literal.count)
        shorten(entry)
        return entry
    }

    /// Keeps the literal's begin, mostly all of it, in words: comparing three of them is cheaper than a loop.
    private func shorten(_ entry: Int) {
        let count = Int(entries[entry].literalCount)
        entries[entry].isShort = count > 0 && count <= 24
        guard count > 0 else { return }
        let literal = UnsafeRawPointer(text + Int(entries[entry].literalStart))
        func mask(_ word: Int) -> UInt64 {
            let bytes = min(8, max(0, count - word * 8))
            return bytes == 8 ? .max : (1 << UInt64(bytes * 8)) - 1
        }
        let masks = (mask(0), mask(1), mask(2))
        entries[entry].masks = masks
        // The text has readable bytes behind its end.
        entries[entry].words = (
            literal.loadUnaligned(fromByteOffset: 0, as: UInt64.self) & masks.0,
            literal.loadUnaligned(fromByteOffset: 8, as: UInt64.self) & masks.1,
            literal.loadUnaligned(fromByteOffset: 16, as: UInt64.self) & masks.2
        )
    }

    /// Remembers that `entry` came after `previous`, or first in its object.
    func link(_ previous: Int, to entry: Int, of node: Int) {
        if previous >= 0 {
            entries[previous].next = Int32(entry)
        } else {
            nodes[node].predictedFirst = Int32(entry)
        }
    }

    /// Remembers that `entry` came before `following` on a line read backwards, or last of all.
    func link(backwards following: Int, to entry: Int) {
        if following >= 0 {
            entries[following].before = Int32(entry)
        } else {
            lastTopLevel = entry
        }
    }

    /// Remembers that reading a line backwards was over with `entry`, which began `distance` bytes before its end.
    func rememberTail(_ entry: Int, distance: Int) {
        tail = entry
        tailReach = 2 * distance + 512
    }

    /// Where the last bytes before `end` begin that led to the value of `entry` last time, a comma first; not before `floor`, and
    /// not much farther from the end than in other lines.
    func lastLiteral(of entry: Int, before end: Position, _ floor: Position) -> Position? {
        let literal = LogText(text + Int(entries[entry].literalStart), count: Int(entries[entry].literalCount))
        guard literal.hasPrefix(","), literal.count <= Self.longestLiteral else { return nil }
        return JSONBytes.last(literal, before: end, notBefore: max(floor, end - tailReach))
    }

    /// Whether `key` is the key of `entry`.
    @inline(__always)
    func isKey(of entry: Int, _ key: LogText) -> Bool {
        Int(entries[entry].keyCount) == key.count
            && key == LogText(text + Int(entries[entry].keyStart), count: key.count)
    }

    /// Whether the bytes at `position` are those that led to the value of `entry` last time.
    @inline(__always)
    func matches(_ entry: UnsafePointer<Entry>, at position: Position, limit: Position) -> Bool {
        if entry.pointee.isShort, position + 24 <= limit { return entry.pointee.begins(position) }
        return matchesLong(entry, at: position, limit: limit)
    }

    /// Whether the bytes at `position` are those of the literal, of whatever length.
    func matchesLong(_ entry: UnsafePointer<Entry>, at position: Position, limit: Position) -> Bool {
        let count = Int(entry.pointee.literalCount)
        let literal = UnsafeRawPointer(text + Int(entry.pointee.literalStart))
        let source = UnsafeRawPointer(position)
        guard count > 0, source + (count + 8) <= UnsafeRawPointer(limit) else { return false }
        var offset = 0
        while offset + 8 <= count {
            let difference =
                source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
                ^ literal.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            guard difference == 0 else { return false }
            offset += 8
        }
        let rest = UInt64(truncatingIfNeeded: (count - offset) * 8)
        let difference =
            source.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
            ^ literal.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        return difference & ((1 &<< rest) &- 1) == 0
    }

    private func insert(_ key: LogText, node: Int32, in parent: Int) -> Int {
        guard entryCount < Self.entryLimit, nodes[parent].entryCount < Self.objectLimit, key.count <= 1_024,
            let start = append(key)
        else { return -1 }
        entries[entryCount] = Entry(
            keyStart: start, keyCount: Int32(key.count), node: node, sibling: nodes[parent].firstEntry)
        nodes[parent].firstEntry = Int32(entryCount)
        nodes[parent].entryCount += 1
        entryCount += 1
        return entryCount - 1
    }

    private func append(_ bytes: LogText) -> Int32? {
        guard textCount + bytes.count <= Self.textLimit else { return nil }
        for (offset, byte) in bytes.bytes.enumerated() { text[textCount + offset] = byte }
        defer { textCount += bytes.count }
        return Int32(textCount)
    }
}
