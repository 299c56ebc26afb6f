import InfermonModel

/// A file of time zone information as RFC 8536 defines it, version 2 or later.
///
/// The 64-bit block holds the changes of the past; the footer is a POSIX `TZ` text for all later years, which is expanded here,
/// so that nothing else needs to know about rules.
struct TZifFile {
    struct Damage: Error {
        let reason: String
    }

    /// The counts of a header, in the order of RFC 8536, section 3.1.
    private struct Header {
        let version: UInt8
        let utIndicators, standardIndicators, leapSeconds, times, types, characters: Int

        func blockSize(timeSize: Int) -> Int {
            times * timeSize + times + types * 6 + characters + leapSeconds * (timeSize + 4) + standardIndicators
                + utIndicators
        }
    }

    /// Outside of these seconds (about the years -9000 and 12000) nothing is of interest, and microseconds would overflow.
    private static let secondsOfInterest: ClosedRange<Int64> = -350_000_000_000...350_000_000_000

    private let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    func rules(named name: String, through lastYear: Int) throws(Damage) -> TimeZoneRules {
        let first = try header(at: 0)
        guard first.version >= UInt8(ascii: "2") else { throw Damage(reason: "it has no 64-bit times") }
        let second = 44 + first.blockSize(timeSize: 4)
        let header = try header(at: second)
        guard header.leapSeconds == 0 else { throw Damage(reason: "it counts leap seconds") }
        let times = second + 44
        let footer = times + header.blockSize(timeSize: 8)
        guard footer <= bytes.count, header.types > 0 else { throw Damage(reason: "it ends too early") }
        let indices = times + header.times * 8
        let types = indices + header.times

        func offset(ofType index: Int) throws(Damage) -> Int {
            guard index < header.types else { throw Damage(reason: "a change leads to no type") }
            let offset = Int(Int32(truncatingIfNeeded: integer(at: types + index * 6, size: 4)))
            guard abs(offset) <= 26 * 3_600 else { throw Damage(reason: "an offset is over a day") }
            return offset
        }

        var table = TransitionTable(initialOffset: try offset(ofType: 0))
        for index in 0..<header.times {
            let seconds = integer(at: times + index * 8, size: 8)
            try table.append(seconds: seconds, offset: try offset(ofType: Int(bytes[indices + index])))
        }
        try expand(footer: footer, into: &table, through: lastYear)
        return TimeZoneRules(
            name: name, initialOffsetSeconds: table.initialOffset, transitions: table.transitions)
    }

    private func expand(footer: Int, into table: inout TransitionTable, through lastYear: Int) throws(Damage) {
        guard footer < bytes.count, bytes[footer] == 0x0a, let end = bytes[(footer + 1)...].firstIndex(of: 0x0a) else {
            throw Damage(reason: "it has no footer")
        }
        let text = bytes[(footer + 1)..<end]
        // An empty footer says that nothing is known beyond the table.
        if text.isEmpty { return }
        guard let rule = PosixZone(text) else { throw Damage(reason: "its footer is no rule") }
        guard rule.daylight != nil else {
            if table.transitions.isEmpty { table.initialOffset = rule.standardOffset }
            return
        }
        let firstYear = table.lastSeconds.map { max(1900, CivilDateTime(secondsSince1970: $0).year) } ?? 1970
        guard firstYear <= lastYear else { return }
        for year in firstYear...lastYear {
            for change in rule.changes(in: year) where change.seconds > table.lastSeconds ?? .min {
                try table.append(seconds: change.seconds, offset: change.offset)
            }
        }
    }

    private func header(at start: Int) throws(Damage) -> Header {
        guard start >= 0, start + 44 <= bytes.count, bytes[start..<(start + 4)].elementsEqual("TZif".utf8) else {
            throw Damage(reason: "a header is missing")
        }
        func count(_ index: Int) -> Int {
            Int(UInt32(truncatingIfNeeded: integer(at: start + 20 + index * 4, size: 4)))
        }
        return Header(
            version: bytes[start + 4], utIndicators: count(0), standardIndicators: count(1), leapSeconds: count(2),
            times: count(3), types: count(4), characters: count(5))
    }

    /// The big-endian number of `size` bytes.
    private func integer(at start: Int, size: Int) -> Int64 {
        bytes[start..<(start + size)].reduce(0) { $0 << 8 | Int64($1) }
    }

    /// The changes read so far, ascending; those that change nothing are left out.
    private struct TransitionTable {
        var initialOffset: Int
        var transitions: [TimeZoneRules.Transition] = []
        var lastSeconds: Int64?

        init(initialOffset: Int) {
            self.initialOffset = initialOffset
        }

        mutating func append(seconds: Int64, offset: Int) throws(Damage) {
            guard seconds > lastSeconds ?? .min else { throw Damage(reason: "its changes are out of order") }
            lastSeconds = seconds
            guard seconds >= TZifFile.secondsOfInterest.lowerBound else {
                initialOffset = offset
                return
            }
            let before = transitions.last?.offsetSeconds ?? initialOffset
            guard seconds <= TZifFile.secondsOfInterest.upperBound, offset != before else { return }
            transitions.append(TimeZoneRules.Transition(start: Timestamp(seconds: seconds), offsetSeconds: offset))
        }
    }
}
