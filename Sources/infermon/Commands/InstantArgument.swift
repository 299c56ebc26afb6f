import ArgumentParser
import InfermonModel

/// A date, or a date and time, on the command line: `2026-11-01`, `2026-11-01T06:30:00`, with `Z` for UTC.
struct InstantArgument: ExpressibleByArgument {
    private let civil: CivilDateTime
    private let isUTC: Bool

    init?(argument: String) {
        isUTC = argument.hasSuffix("Z")
        let parts = (isUTC ? argument.dropLast() : Substring(argument)).split { $0 == "T" || $0 == " " }
        let date = parts.first?.split(separator: "-").compactMap { Int($0) } ?? []
        guard (1...2).contains(parts.count), date.count == 3, (1...12).contains(date[1]), (1...31).contains(date[2]),
            (1970...9999).contains(date[0])
        else { return nil }
        var time = [0, 0, 0]
        if parts.count == 2 {
            let numbers = parts[1].split(separator: ":").map { Int($0) }
            guard (2...3).contains(numbers.count) else { return nil }
            for (index, number) in numbers.enumerated() {
                guard let number, number >= 0, number < (index == 0 ? 24 : 60) else { return nil }
                time[index] = number
            }
        }
        civil = CivilDateTime(
            year: date[0], month: date[1], day: date[2], hour: time[0], minute: time[1], second: time[2])
    }

    /// The instant, in `zone` unless the text said UTC.
    func instant(in zone: TimeZoneRules) -> Timestamp { (isUTC ? .utc : zone).instant(of: civil) }
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
