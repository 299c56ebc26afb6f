import InfermonModel

/// The rule of a POSIX `TZ` text, such as `CET-1CEST,M3.5.0,M10.5.0/3` (POSIX 1003.1, section 8.3; RFC 8536, section 3.3.1).
struct PosixZone {
    /// The day and time of a yearly change.
    struct Moment: Hashable {
        enum Day: Hashable {
            /// `Jn`: the n-th day, 1…365, with 29 February never counted.
            case withoutLeapDay(Int)
            /// `n`: the day of the year from 0, with 29 February counted.
            case withLeapDay(Int)
            /// `Mm.w.d`: the w-th weekday d (0 for Sunday) of month m; the fifth is the last.
            case weekday(month: Int, week: Int, day: Int)
        }

        let day: Day
        /// Seconds after midnight of the clock that holds before the change; from -167 to 167 hours.
        let time: Int

        /// Seconds since 1970 of the change on its own clock.
        func localSeconds(in year: Int) -> Int64 {
            let newYear = CivilDateTime(year: year, month: 1, day: 1).daysSince1970
            let isLeap = CivilDateTime(year: year, month: 3, day: 1).daysSince1970 - newYear == 60
            let days: Int64
            switch day {
            case .withoutLeapDay(let number):
                days = newYear + Int64(number - 1 + (isLeap && number >= 60 ? 1 : 0))
            case .withLeapDay(let number):
                days = newYear + Int64(number)
            case .weekday(let month, let week, let weekday):
                let first = CivilDateTime(year: year, month: month, day: 1)
                let next = CivilDateTime(
                    year: month == 12 ? year + 1 : year, month: month == 12 ? 1 : month + 1, day: 1)
                var day = first.daysSince1970 + Int64((weekday - first.weekday + 7) % 7 + (week - 1) * 7)
                if day >= next.daysSince1970 { day -= 7 }
                days = day
            }
            return days * 86_400 + Int64(time)
        }
    }

    /// The second offset of a year and when it holds.
    struct Daylight: Hashable {
        let offset: Int
        let start: Moment
        let end: Moment
    }

    /// Seconds to add to UTC outside of daylight time.
    let standardOffset: Int
    let daylight: Daylight?

    /// The changes of offset in a year, ascending; none without daylight time.
    func changes(in year: Int) -> [(seconds: Int64, offset: Int)] {
        guard let daylight else { return [] }
        let start = (seconds: daylight.start.localSeconds(in: year) - Int64(standardOffset), offset: daylight.offset)
        let end = (seconds: daylight.end.localSeconds(in: year) - Int64(daylight.offset), offset: standardOffset)
        return start.seconds < end.seconds ? [start, end] : [end, start]
    }

    /// Reads the text of a TZif footer; `nil` when it is no rule.
    init?(_ text: some Collection<UInt8>) {
        var scanner = PosixZoneScanner(text)
        guard scanner.name(), let standard = scanner.offset() else { return nil }
        standardOffset = -standard
        guard !scanner.isAtEnd else {
            daylight = nil
            return
        }
        guard scanner.name() else { return nil }
        var offset = -standard + 3_600
        if !scanner.isAtEnd, !scanner.isAt(",") {
            guard let written = scanner.offset() else { return nil }
            offset = -written
        }
        guard scanner.take(","), let start = scanner.moment(), scanner.take(","), let end = scanner.moment(),
            scanner.isAtEnd
        else { return nil }
        daylight = Daylight(offset: offset, start: start, end: end)
    }
}

/// Reads the parts of a POSIX `TZ` text one after the other.
struct PosixZoneScanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: some Collection<UInt8>) {
        rest = Array(text)[...]
    }

    var isAtEnd: Bool { rest.isEmpty }

    func isAt(_ character: Unicode.Scalar) -> Bool { rest.first == UInt8(ascii: character) }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard isAt(character) else { return false }
        rest.removeFirst()
        return true
    }

    /// Skips a name: letters, or anything between angle brackets.
    mutating func name() -> Bool {
        if take("<") {
            guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return false }
            rest = rest[(end + 1)...]
            return true
        }
        let letters = rest.prefix { (0x41...0x5a).contains($0 & 0xdf) }
        rest = rest[letters.endIndex...]
        return letters.count >= 3
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func offset() -> Int? {
        let isNegative = take("-")
        if !isNegative { _ = take("+") }
        guard let hours = number(), hours <= 167 else { return nil }
        var seconds = hours * 3_600
        for unit in [60, 1] where take(":") {
            guard let part = number(), part < 60 else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    mutating func moment() -> PosixZone.Moment? {
        guard let day = day() else { return nil }
        guard take("/") else { return PosixZone.Moment(day: day, time: 2 * 3_600) }
        return offset().map { PosixZone.Moment(day: day, time: $0) }
    }

    private mutating func day() -> PosixZone.Moment.Day? {
        if take("J") { return number().flatMap { (1...365).contains($0) ? .withoutLeapDay($0) : nil } }
        guard take("M") else { return number().flatMap { $0 <= 365 ? .withLeapDay($0) : nil } }
        guard let month = number(), (1...12).contains(month), take("."), let week = number(), (1...5).contains(week),
            take("."), let day = number(), day <= 6
        else { return nil }
        return .weekday(month: month, week: week, day: day)
    }

    private mutating func number() -> Int? {
        let digits = rest.prefix { (48...57).contains($0) }
        guard !digits.isEmpty, digits.count <= 4 else { return nil }
        rest = rest[digits.endIndex...]
        return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }
}
