/// A date and time of day on the proleptic Gregorian calendar, without a zone.
///
/// The conversions are the constant-time ones of Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms".
public struct CivilDateTime: Hashable, Sendable {
    /// The year, such as 2026.
    public var year: Int
    /// The month, 1…12.
    public var month: Int
    /// The day of the month, 1…31.
    public var day: Int
    /// The hour, 0…23.
    public var hour: Int
    /// The minute, 0…59.
    public var minute: Int
    /// The second, 0…59.
    public var second: Int

    /// Creates a date and time from its parts.
    public init(year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0) {
        self.year = year
        self.month = month
        self.day = day
        self.hour = hour
        self.minute = minute
        self.second = second
    }

    /// Creates the date and time at `secondsSince1970` on the clock that those seconds are counted on.
    public init(secondsSince1970: Int64) {
        let days = secondsSince1970.flooredQuotient(86_400)
        let remainder = Int(secondsSince1970 % 86_400)
        let rest = remainder < 0 ? remainder + 86_400 : remainder
        let shifted = days + 719_468
        let era = shifted.flooredQuotient(146_097)
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        day = Int(dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
        month = Int(shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9)
        year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
        hour = rest / 3_600
        minute = rest / 60 % 60
        second = rest % 60
    }

    /// Days from 1970-01-01 to this date.
    public var daysSince1970: Int64 {
        let shiftedYear = Int64(month <= 2 ? year - 1 : year)
        let era = shiftedYear.flooredQuotient(400)
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Seconds from 1970-01-01 00:00:00 on this clock.
    public var secondsSince1970: Int64 {
        daysSince1970 * 86_400 + Int64(hour * 3_600 + minute * 60 + second)
    }

    /// The day of the week, 0 for Sunday … 6 for Saturday.
    public var weekday: Int {
        let index = (daysSince1970 + 4) % 7
        return Int(index < 0 ? index + 7 : index)
    }
}

extension Timestamp {
    /// The date and time in UTC.
    public var utc: CivilDateTime { CivilDateTime(secondsSince1970: seconds) }

    /// The instant in RFC 3339 with second resolution, such as `2026-11-23T03:20:07Z`.
    public var rfc3339: String {
        let civil = utc
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let year = String(civil.year)
        let padded = String(repeating: "0", count: max(0, 4 - year.utf8.count)) + year
        return
            "\(padded)-\(two(civil.month))-\(two(civil.day))T\(two(civil.hour)):\(two(civil.minute)):\(two(civil.second))Z"
    }
}
