/// The offsets from UTC of one IANA time zone over time.
///
/// FoundationEssentials has no zones on Linux, so the rules are read from TZif files (RFC 8536) by InfermonConfig.
public struct TimeZoneRules: Hashable, Sendable {
    /// An offset that holds from an instant on.
    public struct Transition: Hashable, Sendable {
        /// The first instant at which the offset holds.
        public let start: Timestamp
        /// Seconds to add to UTC to get local time.
        public let offsetSeconds: Int

        /// Creates a transition.
        public init(start: Timestamp, offsetSeconds: Int) {
            self.start = start
            self.offsetSeconds = offsetSeconds
        }
    }

    /// The IANA name, such as `Europe/Zurich`.
    public let name: String
    /// The offset before the first transition, in seconds.
    public let initialOffsetSeconds: Int
    /// The changes of offset, ascending by start.
    public let transitions: [Transition]

    /// Creates rules; `transitions` ascend by start.
    public init(name: String, initialOffsetSeconds: Int, transitions: [Transition] = []) {
        self.name = name
        self.initialOffsetSeconds = initialOffsetSeconds
        self.transitions = transitions
    }

    /// Coordinated Universal Time.
    public static let utc = TimeZoneRules(name: "UTC", initialOffsetSeconds: 0)

    /// Seconds to add to UTC to get local time at `instant`; O(log n) in the number of transitions.
    public func offsetSeconds(at instant: Timestamp) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].start <= instant { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? initialOffsetSeconds : transitions[low - 1].offsetSeconds
    }

    /// The local date and time at `instant`.
    public func local(at instant: Timestamp) -> CivilDateTime {
        CivilDateTime(secondsSince1970: instant.seconds + Int64(offsetSeconds(at: instant)))
    }

    /// The instant of a local date and time.
    ///
    /// A time that occurs twice gives its first occurrence; one that a change of offset skips gives the instant of the change
    /// moved on by as much as the time lies inside the gap.
    public func instant(of local: CivilDateTime) -> Timestamp {
        let wall = local.secondsSince1970
        let before = offsetSeconds(at: Timestamp(seconds: wall) - .days(1))
        let after = offsetSeconds(at: Timestamp(seconds: wall) + .days(1))
        let first = Timestamp(seconds: wall - Int64(before))
        if offsetSeconds(at: first) == before { return first }
        let second = Timestamp(seconds: wall - Int64(after))
        return offsetSeconds(at: second) == after ? second : first
    }
}
