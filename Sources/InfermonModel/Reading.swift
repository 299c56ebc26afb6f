/// A value and what is known of it, so that zero never stands for unknown.
public enum Reading<Value: Sendable>: Sendable {
    /// Nothing has been read yet.
    case waiting
    /// Read at the instant given, and still good.
    case current(Value, at: Timestamp)
    /// Read at the instant given, and older than it should be; the reason says why.
    case stale(Value, since: Timestamp, reason: String)
    /// Not to be had; the reason is a sentence for the user.
    case unavailable(reason: String)

    /// The value, current or stale.
    public var value: Value? {
        switch self {
        case .current(let value, _), .stale(let value, _, _): value
        case .waiting, .unavailable: nil
        }
    }

    /// When the value was read.
    public var readAt: Timestamp? {
        switch self {
        case .current(_, let at): at
        case .stale(_, let since, _): since
        case .waiting, .unavailable: nil
        }
    }

    /// The word on the screen and in JSON: `waiting`, `current`, `stale`, `unavailable`.
    public var state: ReadingState {
        switch self {
        case .waiting: .waiting
        case .current: .current
        case .stale: .stale
        case .unavailable: .unavailable
        }
    }

    /// Why the value is old or missing.
    public var reason: String? {
        switch self {
        case .waiting, .current: nil
        case .stale(_, _, let reason), .unavailable(let reason): reason
        }
    }
}

extension Reading: Equatable where Value: Equatable {}
extension Reading: Hashable where Value: Hashable {}

/// The four things that can be known of a reading.
public enum ReadingState: String, Hashable, Sendable {
    /// Nothing has been read yet.
    case waiting
    /// Read, and still good.
    case current
    /// Older than it should be.
    case stale
    /// Not to be had.
    case unavailable
}
