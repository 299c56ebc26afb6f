/// An instant: microseconds since 1970-01-01 00:00:00 UTC.
public struct Timestamp: Hashable, Comparable, Sendable {
    /// Microseconds since 1970 UTC, leap seconds not counted (Unix time).
    public let microseconds: Int64

    /// Creates an instant from microseconds since 1970 UTC.
    public init(microseconds: Int64) {
        self.microseconds = microseconds
    }

    /// Creates an instant from whole seconds since 1970 UTC; saturates at the ends of the range.
    public init(seconds: Int64) {
        microseconds = seconds.saturatingProduct(1_000_000)
    }

    /// 1970-01-01 00:00:00 UTC.
    public static let epoch = Timestamp(microseconds: 0)

    /// Whole seconds since 1970 UTC, rounded toward the past.
    public var seconds: Int64 { microseconds.flooredQuotient(1_000_000) }

    /// The start of the UTC interval of length `span` that holds this instant.
    public func floored(to span: TimeSpan) -> Timestamp {
        Timestamp(
            microseconds: microseconds.flooredQuotient(span.microseconds).saturatingProduct(span.microseconds))
    }

    /// Orders instants by time.
    public static func < (left: Timestamp, right: Timestamp) -> Bool { left.microseconds < right.microseconds }

    /// The instant `span` later; saturates at the ends of the range.
    public static func + (left: Timestamp, span: TimeSpan) -> Timestamp {
        let (sum, overflow) = left.microseconds.addingReportingOverflow(span.microseconds)
        return Timestamp(microseconds: overflow ? (span.microseconds < 0 ? .min : .max) : sum)
    }

    /// The instant `span` earlier; saturates at the ends of the range.
    public static func - (left: Timestamp, span: TimeSpan) -> Timestamp {
        let (sum, overflow) = left.microseconds.subtractingReportingOverflow(span.microseconds)
        return Timestamp(microseconds: overflow ? (span.microseconds < 0 ? .max : .min) : sum)
    }

    /// The time from `right` to `left`; saturates at the ends of the range.
    public static func - (left: Timestamp, right: Timestamp) -> TimeSpan {
        let (difference, overflow) = left.microseconds.subtractingReportingOverflow(right.microseconds)
        return TimeSpan(microseconds: overflow ? (left < right ? .min : .max) : difference)
    }
}

extension Int64 {
    /// The quotient rounded toward minus infinity, so that instants before 1970 fall into the right interval;
    /// `divisor` is greater than zero.
    public func flooredQuotient(_ divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }

    /// The product, or the end of the range that it lies beyond.
    func saturatingProduct(_ factor: Int64) -> Int64 {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? ((self < 0) == (factor < 0) ? .max : .min) : product
    }
}
