import InfermonModel

/// Instants as text in the configured zone.
enum TimeFormat {
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    private static let longMonths = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// The time of day to the second: `03:20:07`.
    static func clock(_ instant: Timestamp, in zone: TimeZoneRules) -> String {
        let local = zone.local(at: instant)
        return "\(two(local.hour)):\(two(local.minute)):\(two(local.second))"
    }

    /// The time of day to the minute: `03:20`.
    static func minute(_ instant: Timestamp, in zone: TimeZoneRules) -> String {
        let local = zone.local(at: instant)
        return "\(two(local.hour)):\(two(local.minute))"
    }

    /// The day and month: `23 Nov`.
    static func day(_ instant: Timestamp, in zone: TimeZoneRules) -> String {
        let local = zone.local(at: instant)
        return "\(local.day) \(month(local.month))"
    }

    /// The day and the minute: `23 Nov 03:20`.
    static func dayAndMinute(_ instant: Timestamp, in zone: TimeZoneRules) -> String {
        day(instant, in: zone) + " " + minute(instant, in: zone)
    }

    /// The clock where the instant is of the same day as `now`, day and minute where not.
    static func near(_ instant: Timestamp, now: Timestamp, in zone: TimeZoneRules) -> String {
        day(instant, in: zone) == day(now, in: zone) ? clock(instant, in: zone) : dayAndMinute(instant, in: zone)
    }

    /// A month in three letters: `Nov`.
    static func month(_ number: Int) -> String {
        months.indices.contains(number - 1) ? months[number - 1] : "--"
    }

    /// A month in full: `November`.
    static func longMonth(_ number: Int) -> String {
        longMonths.indices.contains(number - 1) ? longMonths[number - 1] : "--"
    }

    /// The zone's name without its continent: `UTC`, `Zurich`.
    static func zoneName(_ zone: TimeZoneRules) -> String {
        zone.name.split(separator: "/").last.map(String.init) ?? zone.name
    }

    private static func two(_ value: Int) -> String { NumberFormat.padded(Int64(value), to: 2) }
}

extension BillingMonth {
    /// The days of the month; real months have 28 to 31 whatever their hours.
    var days: Int { Int(min(31, max(1, (hours / 24).rounded()))) }
}
