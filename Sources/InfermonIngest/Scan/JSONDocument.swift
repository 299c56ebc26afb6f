import InfermonRollup

/// Bytes that may be one JSON object or array.
enum JSONDocument {
    /// Whether they are one from its opening to its end, with nothing but blanks around it.
    static func isWhole(_ bytes: UnsafeRawBufferPointer) -> Bool {
        let text = LogText(bytes.bindMemory(to: UInt8.self)).withoutPreamble
        guard let first = text.bytes.first, first == UInt8(ascii: "{") || first == UInt8(ascii: "["),
            let last = text.bytes.last, last == UInt8(ascii: "}") || last == UInt8(ascii: "]")
        else { return false }
        let memory = ScratchMemory()
        return withExtendedLifetime(memory) {
            let object = LogLine(text: text, arena: memory.arena).brokenObject(in: text).raw
            guard var position = object.bytes.baseAddress else { return false }
            let end = position + object.count
            // Whatever is wrong with it, it is not whole.
            let value = try? JSONBytes.value(at: &position, end: end, limit: end + 32, depth: 0, arena: memory.arena)
            return value != nil && position == end
        }
    }
}
