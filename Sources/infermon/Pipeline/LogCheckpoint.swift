/// How far a log was read, and which failures may still be followed by a retry.
struct LogCheckpoint {
    /// The tailer's own bytes.
    var position: [UInt8]
    /// The folder's own bytes.
    var openRequests: [UInt8]

    init(position: [UInt8], openRequests: [UInt8]) {
        self.position = position
        self.openRequests = openRequests
    }

    /// Reads what ``bytes`` wrote; `nil` for anything else.
    init?(bytes: [UInt8]) {
        guard bytes.count >= 5, bytes[0] == 1 else { return nil }
        let count = bytes[1..<5].reduce(0) { $0 << 8 | Int($1) }
        guard count <= bytes.count - 5 else { return nil }
        position = Array(bytes[5..<(5 + count)])
        openRequests = Array(bytes[(5 + count)...])
    }

    /// A version, the length of the position, the position, the open requests.
    var bytes: [UInt8] {
        let count = UInt32(position.count)
        return [1] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + position + openRequests
    }
}
