public import InfermonModel

/// Hours of the week, in UTC, at which a price holds.
public struct PriceWindow: Hashable, Sendable {
    /// Weekdays, 0 for Sunday … 6 for Saturday; a window over midnight belongs to the day that it starts on.
    public var weekdays: Set<Int>
    /// The first minute of the day, 0…1439.
    public var fromMinute: Int
    /// The minute at which it ends, exclusive; not after `fromMinute` means on the next day.
    public var toMinute: Int

    /// Creates a window.
    public init(weekdays: Set<Int> = Set(0...6), fromMinute: Int, toMinute: Int) {
        self.weekdays = weekdays
        self.fromMinute = fromMinute
        self.toMinute = toMinute
    }

    /// Whether the window holds at `instant`.
    public func contains(_ instant: Timestamp) -> Bool {
        let seconds = instant.seconds
        let day = seconds.flooredQuotient(86_400)
        let minute = Int((seconds - day * 86_400) / 60)
        let weekday = Int((day + 4) % 7 + 7) % 7
        if toMinute > fromMinute {
            return minute >= fromMinute && minute < toMinute && weekdays.contains(weekday)
        }
        return minute >= fromMinute && weekdays.contains(weekday)
            || minute < toMinute && weekdays.contains((weekday + 6) % 7)
    }

    /// The window for people, such as `Mon-Fri 10:00-00:00 UTC`.
    public var description: String {
        let names = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let order = [1, 2, 3, 4, 5, 6, 0].filter(weekdays.contains)
        let days =
            switch order {
            case [1, 2, 3, 4, 5, 6, 0]: "daily"
            case [1, 2, 3, 4, 5]: "Mon-Fri"
            case [6, 0]: "Sat-Sun"
            default: order.map { names[$0] }.joined(separator: ",")
            }
        return "\(days) \(Self.clock(fromMinute))-\(Self.clock(toMinute)) UTC"
    }

    private static func clock(_ minute: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return two(minute / 60 % 24) + ":" + two(minute % 60)
    }
}
