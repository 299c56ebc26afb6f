import InfermonModel

/// The runs of lines that are read in order, each by itself, and how far each has come.
///
/// Of a long backlog the newest part is read first, so what one stream reached says nothing of the lines of another that began
/// later. A stream that began later, on the other hand, goes on where an earlier one ended: after a rotation.
struct LogStreams {
    /// One stream.
    struct Stream {
        /// Its name.
        var key: UInt64
        /// Its place among all, in the order in which they began.
        var number: UInt64
        /// The latest end of a failure that it gave.
        var newestEnd: Timestamp
    }

    /// The most streams remembered; over it the one not used for longest is forgotten.
    static let limit = 16

    /// The streams, the one being read last.
    private(set) var all: [Stream]

    /// Creates streams of which the last is being read.
    init(_ all: [Stream] = []) {
        self.all = all
        if all.isEmpty { enter(0) }
    }

    /// The number of the stream being read.
    var current: UInt64 { all[all.count - 1].number }

    /// Goes on in the stream of a name.
    mutating func enter(_ key: UInt64) {
        if all.last?.key == key { return }
        if let index = all.firstIndex(where: { $0.key == key }) {
            all.append(all.remove(at: index))
            return
        }
        let last = all.map(\.number).max() ?? 0
        if all.count >= Self.limit { all.removeFirst() }
        all.append(Stream(key: key, number: last &+ 1, newestEnd: Timestamp(microseconds: .min)))
    }

    /// Notes how far the stream being read has come.
    mutating func reach(_ end: Timestamp) {
        all[all.count - 1].newestEnd = max(all[all.count - 1].newestEnd, end)
    }

    /// How far the stream of a number has come, or one that began after it.
    func newestEnd(since number: UInt64) -> Timestamp {
        var newest = Timestamp(microseconds: .min)
        for stream in all where stream.number >= number { newest = max(newest, stream.newestEnd) }
        return newest
    }
}
