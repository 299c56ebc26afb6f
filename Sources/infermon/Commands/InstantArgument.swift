import ArgumentParser
import InfermonModel

/// A date, or a date and time, on the command line: `2026-11-01`, `2026-11-01T06:30:00`, with `Z` for UTC or an offset such as
/// `+01:00`.
struct InstantArgument: ExpressibleByArgument {
    private let civil: CivilDateTime
    /// Seconds east of UTC; `nil` where the text leaves it to the configured zone.
    private let offsetSeconds: Int64?

    init?(argument: String) {
        var text = Substring(argument)
        var offset: Int64?
        if text.hasSuffix("Z") {
            text.removeLast()
            offset = 0
        } else if let sign = text.dropFirst(11).lastIndex(where: { $0 == "+" || $0 == "-" }) {
            let parts = text[text.index(after: sign)...].split(separator: ":").map { Int64($0) }
            guard (1...2).contains(parts.count), let hours = parts[0], (0...14).contains(hours),
                let minutes = parts.count == 2 ? parts[1] : 0, (0..<60).contains(minutes)
            else { return nil }
            offset = (hours * 3_600 + minutes * 60) * (text[sign] == "-" ? -1 : 1)
            text = text[..<sign]
        }
        let parts = text.split { $0 == "T" || $0 == " " }
        let date = parts.first?.split(separator: "-").compactMap { Int($0) } ?? []
        guard (1...2).contains(parts.count), date.count == 3, (1970...9999).contains(date[0]) else { return nil }
        var time = [0, 0, 0]
        if parts.count == 2 {
            let numbers = parts[1].split(separator: ":").map { Int($0) }
            guard (2...3).contains(numbers.count) else { return nil }
            for (index, number) in numbers.enumerated() {
                guard let number, number >= 0, number < (index == 0 ? 24 : 60) else { return nil }
                time[index] = number
            }
        }
        let civil = CivilDateTime(
            year: date[0], month: date[1], day: date[2], hour: time[0], minute: time[1], second: time[2])
        // A day that its month does not have comes back as one of the next.
        guard (1...12).contains(date[1]), CivilDateTime(secondsSince1970: civil.secondsSince1970).day == date[2] else {
            return nil
        }
        self.civil = civil
        offsetSeconds = offset
    }

    /// The instant, in `zone` unless the text said how far it is from UTC.
    func instant(in zone: TimeZoneRules) -> Timestamp {
        guard let offsetSeconds else { return zone.instant(of: civil) }
        return TimeZoneRules.utc.instant(of: civil) - .seconds(offsetSeconds)
    }
}

/// A calendar month on the command line: `2026-11`, or `this`.
struct MonthArgument: ExpressibleByArgument {
    private let year: Int?
    private let number: Int?

    init?(argument: String) {
        if argument == "this" {
            (year, number) = (nil, nil)
            return
        }
        let parts = argument.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 2, (1970...9999).contains(parts[0]), (1...12).contains(parts[1]) else { return nil }
        (year, number) = (parts[0], parts[1])
    }

    /// The month in `zone`.
    func month(in zone: TimeZoneRules, now: Timestamp) -> BillingMonth {
        guard let year, let number else { return BillingMonth(containing: now, in: zone) }
        return BillingMonth(year: year, month: number, in: zone)
    }
}
