/// A length of time in microseconds.
///
/// Swift's `Duration` carries attoseconds in 128 bits; logs carry microseconds, and millions of these are held at once.
public struct TimeSpan: Hashable, Comparable, Sendable {
    /// The length in microseconds; negative when an end lies before its start.
    public let microseconds: Int64

    /// Creates a span from microseconds.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// No time.
    public static let zero = TimeSpan(microseconds: 0)

    /// A span of whole milliseconds; saturates at the ends of the range.
    public static func milliseconds(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 1_000) }

    /// A span of whole seconds; saturates at the ends of the range.
    public static func seconds(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 1_000_000) }

    /// A span of whole minutes; saturates at the ends of the range.
    public static func minutes(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 60_000_000) }

    /// A span of whole hours; saturates at the ends of the range.
    public static func hours(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 3_600_000_000) }

    /// A span of days of 24 hours; saturates at the ends of the range.
    public static func days(_ count: Int64) -> TimeSpan { TimeSpan(count, of: 86_400_000_000) }

    /// Counts come from headers and logs too, where one of any size may stand.
    private init(_ count: Int64, of unit: Int64) {
        microseconds = count.saturatingProduct(unit)
    }

    /// The length in seconds.
    public var seconds: Double { Double(microseconds) / 1e6 }

    /// The length in milliseconds.
    public var milliseconds: Double { Double(microseconds) / 1e3 }

    /// The length in hours.
    public var hours: Double { Double(microseconds) / 3.6e9 }

    /// Orders spans by length.
    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.microseconds < right.microseconds }

    /// The sum of two spans.
    public static func + (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: left.microseconds &+ right.microseconds)
    }

    /// The difference of two spans.
    public static func - (left: TimeSpan, right: TimeSpan) -> TimeSpan {
        TimeSpan(microseconds: left.microseconds &- right.microseconds)
    }

    /// The span `factor` times as long.
    public static func * (left: TimeSpan, factor: Int64) -> TimeSpan {
        TimeSpan(microseconds: left.microseconds &* factor)
    }
}
